import { rule } from "../../core/rule.ts";
import type { Reader } from "../../core/reader.ts";
import { BUCKETS, LIFECYCLE, isBucket } from "./bucket.ts";
import { lifecycleRules } from "./lifecycle-rules.ts";

/** Uploads that were never finished do not stay. */
export const requireUploadCleanup = rule({
  name: "require-upload-cleanup",
  description: "Lifecycles of S3 buckets abort uploads that were not finished.",
  types: [...BUCKETS, ...LIFECYCLE],
  property: "s3.BucketLifecycleConfiguration.rules.abortIncompleteMultipartUpload",
  severity: "low",
  level: "advisory",
  reason: "Parts of an abandoned upload are data that no listing shows, kept and paid for.",
  remediation: "Set `abortIncompleteMultipartUpload.daysAfterInitiation` in a rule that is enabled, such as 7.",
  controls: { "pci-dss-4.0.1": ["3.2.1"], soc2: ["C1.2"], gdpr: ["5.1.e"] },
  judge: ({ resource, read }) => {
    const rules = lifecycleRules(read);
    if (rules.length === 0 && isBucket({ resource })) return undefined;
    return rules.some(cleansAll) ? undefined : "Unfinished uploads stay in the bucket for ever.";
  },
});

/** Whether a rule aborts uploads, and those of the whole bucket. */
function cleansAll(rule: Reader): boolean {
  const inline = rule.has("abortIncompleteMultipartUploadDays");
  if (!inline && rule.block("abortIncompleteMultipartUpload") === undefined) return false;
  const filter = rule.block("filter");
  const prefix = rule.text("prefix") ?? filter?.text("prefix") ?? "";
  return prefix === "" && rule.map("tags").size === 0 && !filter?.has("tag") && !filter?.has("and");
}
