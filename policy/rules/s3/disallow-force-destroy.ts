import { rule } from "../../core/rule.ts";
import { BUCKETS } from "./bucket.ts";

/** A bucket with files in it is not deleted in passing. */
export const disallowForceDestroy = rule({
  name: "disallow-force-destroy",
  description: "S3 buckets are not deleted together with their files.",
  types: [...BUCKETS],
  property: "s3.Bucket.forceDestroy",
  severity: "medium",
  level: "advisory",
  reason: "S3 refuses to delete a bucket with files in it; with this, one wrong `destroy` empties it first.",
  remediation: "Leave `forceDestroy` out, or set it to false.",
  controls: { "pci-dss-4.0.1": ["10.3.2"], soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.b"] },
  judge: ({ read }) =>
    read.flag("forceDestroy") === true ? "The bucket is deleted together with its files." : undefined,
  remediate: (properties) =>
    String(properties["forceDestroy"]) === "true" ? { ...properties, forceDestroy: false } : properties,
});
