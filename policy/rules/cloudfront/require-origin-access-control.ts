import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { isBucket } from "./distribution.ts";

/** A bucket or function behind a distribution answers to it alone. */
export const requireOriginAccessControl = rule({
  name: "require-origin-access-control",
  description: "CloudFront distributions sign what they ask of buckets and function URLs.",
  types: ["aws:cloudfront/distribution:Distribution"],
  property: "cloudfront.Distribution.origins.originAccessControlId",
  severity: "high",
  level: "mandatory",
  scope: "stack",
  reason:
    "What is asked for unsigned has to be public, so that anyone can go around the distribution and its firewall.",
  remediation:
    "Set `originAccessControlId` of the origin, and allow only the distribution in the bucket's or function's policy.",
  controls: {
    "pci-dss-4.0.1": ["1.3.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2"],
    "aws-fsbp": ["CloudFront.13", "CloudFront.16"],
  },
  judge: (given) => {
    return faultsOfEach(given.read.blocks("origins"), (origin) => {
      const control = referenceAt(
        given,
        origin,
        "originAccessControlId",
        "aws:cloudfront/originAccessControl:OriginAccessControl",
      );
      if ((control !== undefined && control !== "") || origin.has("vpcOriginConfig")) return undefined;
      const bucket = origin.block("s3OriginConfig");
      const identity =
        bucket === undefined
          ? undefined
          : referenceAt(
              given,
              bucket,
              "originAccessIdentity",
              "aws:cloudfront/originAccessIdentity:OriginAccessIdentity",
            );
      if (identity !== undefined && identity !== "") return undefined;
      const named = origin.text("originId") ?? "";
      // A bucket of this program is known as one before its host is; as a website it would be reached as a server.
      const types = origin.has("customOriginConfig") ? [] : BUCKETS;
      const host = bucket === undefined ? (referenceAt(given, origin, "domainName", ...types) ?? "") : "";
      if (bucket !== undefined || isBucket(host) || host.startsWith("urn:"))
        return `The origin ${named} is a bucket that has to be public.`;
      return isFunction(host) ? `The origin ${named} is a function that has to be public.` : undefined;
    });
  },
});

const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;

function isFunction(host: string): boolean {
  return /[.]lambda-url[.][a-z0-9-]+[.]on[.]aws$/.test(host);
}
