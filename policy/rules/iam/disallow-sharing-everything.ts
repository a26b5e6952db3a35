import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody opens any resource to others. */
export const disallowSharingEverything = rule({
  name: "disallow-sharing-everything",
  description: "Changing the policies of resources is allowed on named resources only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.s3.PutBucketPolicy",
  severity: "high",
  level: "mandatory",
  reason: "Whoever may write any bucket's policy gives its objects to anyone, and no policy of an identity shows that.",
  remediation: "Name the resources in `Resource` of the statement that allows changing their policies.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3", "CC6.6"], gdpr: ["25.2"] },
  judge: ({ resource }) => allowsOnAll(resource, "exposure"),
});
