import { rule } from "../../core/rule.ts";
import { BUCKETS, WEBSITE } from "./bucket.ts";

/** No bucket serves the web by itself. */
export const disallowBucketWebsite = rule({
  name: "disallow-bucket-website",
  description: "S3 buckets are not websites: those are public and without TLS.",
  types: [...BUCKETS, ...WEBSITE],
  property: "s3.Bucket.website",
  severity: "medium",
  level: "mandatory",
  reason: "A bucket's website takes plain HTTP alone, and asks nobody who they are.",
  remediation: "Remove the website, and serve the bucket through CloudFront with an origin access control.",
  controls: { "pci-dss-4.0.1": ["1.4.2", "4.2.1"], soc2: ["CC6.6", "CC6.7"], gdpr: ["32.1.a"] },
  judge: ({ resource, read }) => {
    const own = WEBSITE.some((type) => type === resource.type) ? read : undefined;
    const site = own ?? read.block("website") ?? read.block("websites");
    // A bucket that only sends visitors on shows nothing of its own.
    if (site === undefined || site.has("redirectAllRequestsTo")) return undefined;
    return "The bucket is a website, public and without TLS.";
  },
});
