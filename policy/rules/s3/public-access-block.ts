import { rule } from "../../core/rule.ts";
import type { About, Rule } from "../../core/rule.ts";
import { PUBLIC_ACCESS_BLOCKS } from "./bucket.ts";

/** A rule that one switch of a public access block is on; off, as it is unless it is set, `fault` is what happens. */
export function publicAccessBlockRule({
  flag,
  fault,
  ...about
}: Pick<About, "name" | "description" | "reason"> & { readonly flag: string; readonly fault: string }): Rule {
  return rule({
    ...about,
    types: [...PUBLIC_ACCESS_BLOCKS],
    property: `s3.BucketPublicAccessBlock.${flag}`,
    severity: "high",
    level: "mandatory",
    remediation: `Set \`${flag}\` to true.`,
    controls: {
      "pci-dss-4.0.1": ["1.4.4", "7.3.3"],
      soc2: ["CC6.1", "CC6.6"],
      gdpr: ["25.2"],
      "aws-fsbp": ["S3.1", "S3.8"],
    },
    judge: ({ read }) => (read.flag(flag) === true ? undefined : fault),
    remediate: (properties) => (String(properties[flag]) === "true" ? properties : { ...properties, [flag]: true }),
  });
}
