import { AwsError, notImplemented } from "../../core/errors.ts";
import { covers } from "../certificate.ts";
import type { CertificateLookup } from "../certificate.ts";
import type { Reader } from "../inputs.ts";

/** What the names of a distribution are judged by. */
export interface ViewerContext {
  readonly certificate: CertificateLookup;
  /** Whether another distribution has the alias. */
  isTaken(alias: string): boolean;
}

/**
 * Refuses a distribution whose names or certificate CloudFront would not take: a certificate belongs into us-east-1, is
 * proven, and covers every alias; an alias belongs to one distribution.
 */
export function checkViewer(inputs: Reader, { certificate, isTaken }: ViewerContext): void {
  const viewer = inputs.child("viewerCertificate");
  const aliases = inputs.texts("aliases");
  if (viewer?.text("iamCertificateId") !== undefined) throw notImplemented(`${viewer.what}.iamCertificateId`);
  const arn = viewer?.text("acmCertificateArn");
  if (arn === undefined) {
    if (aliases.length > 0) {
      throw invalidCertificate(
        "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate " +
          "that validates your authorization to use the domain name.",
      );
    }
    return;
  }
  const found = arn.startsWith("arn:aws:acm:us-east-1:") ? certificate(arn) : undefined;
  if (found?.status !== "ISSUED") {
    throw invalidCertificate(
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a " +
        "valid certificate chain.",
    );
  }
  if (viewer?.text("sslSupportMethod") === undefined) {
    throw invalidCertificate("A certificate of your own needs an SSLSupportMethod.");
  }
  for (const alias of aliases) {
    if (!covers(found, alias)) {
      throw invalidCertificate(
        "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that " +
          `you're trying to add: ${alias}.`,
      );
    }
    if (isTaken(alias)) {
      const message = "One or more of the CNAMEs you provided are already associated with a different resource.";
      throw new AwsError("CNAMEAlreadyExists", message, 409);
    }
  }
}

function invalidCertificate(message: string): AwsError {
  return new AwsError("InvalidViewerCertificate", message);
}
