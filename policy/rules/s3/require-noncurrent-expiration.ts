import { rule } from "../../core/rule.ts";
import type { Reader } from "../../core/reader.ts";
import { BUCKETS, LIFECYCLE } from "./bucket.ts";
import { lifecycleRules } from "./lifecycle-rules.ts";

/** What a lifecycle expires is gone, old versions too. */
export const requireNoncurrentExpiration = rule({
  name: "require-noncurrent-expiration",
  description: "Lifecycles of S3 buckets that expire files expire their old versions too.",
  types: [...BUCKETS, ...LIFECYCLE],
  property: "s3.BucketLifecycleConfiguration.rules.noncurrentVersionExpiration",
  severity: "low",
  level: "advisory",
  reason: "In a bucket with versions, an expired file lives on as an old version, beyond the time that was promised.",
  remediation: "Set `noncurrentVersionExpiration.noncurrentDays` in a rule that is enabled.",
  controls: { "pci-dss-4.0.1": ["3.2.1"], soc2: ["C1.2", "P4.3"], gdpr: ["5.1.e", "17"], "aws-fsbp": ["S3.10"] },
  judge: ({ read }) => {
    const rules = lifecycleRules(read);
    const old = (one: Reader) => one.block("noncurrentVersionExpiration") ?? one.block("noncurrentVersionExpirations");
    if (!rules.some(expires) || rules.some((one) => old(one) !== undefined)) return undefined;
    return "Expired files live on as old versions.";
  },
});

/** Whether a rule expires files, and not only the marks that deleted ones leave. */
function expires(rule: Reader): boolean {
  const expiration = rule.block("expiration") ?? rule.block("expirations");
  return (expiration?.number("days") ?? 0) > 0 || expiration?.has("date") === true;
}
