import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** What may be deleted is named. */
export const disallowDeletingEverything = rule({
  name: "disallow-deleting-everything",
  description: "Deleting is allowed on named resources only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.Delete",
  severity: "high",
  level: "mandatory",
  reason: "One wrong loop, or one stolen session, deletes the tables and buckets of every system in the account.",
  remediation: "Name the resources in `Resource` of the statement that allows deleting.",
  controls: { "pci-dss-4.0.1": ["7.2.2"], soc2: ["CC6.3", "A1.2"], gdpr: ["32.1.b"] },
  judge: ({ resource }) => allowsOnAll(resource, "deletion"),
});
