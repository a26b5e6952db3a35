import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { BUCKETS, CORS } from "./bucket.ts";

/** Scripts of other sites do not read from a bucket. */
export const disallowAnyOrigin = rule({
  name: "disallow-any-origin",
  description: "S3 buckets name the origins whose scripts may use them.",
  types: [...BUCKETS, ...CORS],
  property: "s3.Bucket.corsRules",
  severity: "low",
  level: "advisory",
  reason: "With any origin allowed, a script on any site reads and writes with what its visitor's browser holds.",
  remediation: 'List the origins in `allowedOrigins` in place of "*".',
  controls: { "pci-dss-4.0.1": ["7.3.3"], soc2: ["CC6.6"], gdpr: ["25.2"] },
  judge: ({ read }) =>
    faultsOfEach(read.blocks("corsRules"), (one) =>
      one.texts("allowedOrigins").includes("*")
        ? `Scripts of any origin may use the bucket, in ${one.path}.`
        : undefined,
    ),
});
