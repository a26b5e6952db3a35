import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody switches off what records them. */
export const disallowSilencingAudit = rule({
  name: "disallow-silencing-audit",
  description: "Stopping trails, recorders and detectors, and deleting logs, is allowed on named resources only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.cloudtrail.StopLogging",
  severity: "high",
  level: "mandatory",
  reason: "An intruder stops the trail first; whoever may stop every trail leaves no trace.",
  remediation: "Remove these actions from the policy, or name the resource in `Resource`.",
  controls: { "pci-dss-4.0.1": ["10.3.2", "10.5.1"], soc2: ["CC7.2"], gdpr: ["5.1.f", "33.1"] },
  judge: ({ resource }) => allowsOnAll(resource, "audit"),
});
