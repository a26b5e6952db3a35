import type { Reader } from "../../core/reader.ts";

/** The cache behaviours of a distribution, of one tenant or of several: the default's first. */
export function behaviorsOf(read: Reader): readonly Reader[] {
  return ["defaultCacheBehavior", "orderedCacheBehaviors", "cacheBehaviors"].flatMap((name) => read.blocks(name));
}

/** How a distribution reaches those of its origins that are no buckets. */
export function serversOf(read: Reader): readonly { readonly name: string; readonly config: Reader }[] {
  return read
    .blocks("origins")
    .flatMap((origin) =>
      ["customOriginConfig", "customOriginConfigs"]
        .flatMap((name) => origin.blocks(name))
        .map((config) => ({ name: origin.text("originId") ?? origin.text("id") ?? "", config })),
    );
}

/** Whether this host is a bucket's, but not one of a website. */
export function isBucket(host: string): boolean {
  return /[.]s3([.-][a-z0-9.-]+)?[.]amazonaws[.]com([.]cn)?$/.test(host) && !host.includes(".s3-website");
}

/**
 * Whether a viewer certificate is the owner's, not CloudFront's, with which its version of TLS says nothing. The
 * version is asked first: it is known before the certificate is.
 */
export function isOwn(certificate: Reader): boolean {
  if (certificate.flag("cloudfrontDefaultCertificate") === true) return false;
  const signs = ["minimumProtocolVersion", "sslSupportMethod", "iamCertificateId", "acmCertificateArn"];
  return signs.some((name) => certificate.has(name));
}
