import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No policy of tables or of vectors lets everyone in. */
export const disallowPublicTableBucketPolicy = rule({
  name: "disallow-public-table-bucket-policy",
  description: "Policies of table buckets and vector buckets of S3 grant nothing to everyone.",
  types: [
    "aws:s3tables/tableBucketPolicy:TableBucketPolicy",
    "aws:s3tables/tablePolicy:TablePolicy",
    "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy",
  ],
  property: "s3tables.TableBucketPolicy.resourcePolicy",
  severity: "critical",
  level: "mandatory",
  reason: "Anybody's AWS account could read what was gathered from everywhere.",
  remediation:
    "Name the principals in the policy, or narrow the statement by a condition such as `aws:PrincipalOrgID`.",
  controls: { "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2", "32.1.b"] },
  judge: ({ read }) => {
    const document = documentAt(read, "resourcePolicy") ?? documentAt(read, "policy");
    return grantsToAnyone("The bucket's policy", document);
  },
});
