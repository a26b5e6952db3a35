import { rule } from "../../core/rule.ts";

/** Deleting a log takes two steps. */
export const requireLogGroupDeletionProtection = rule({
  name: "require-log-group-deletion-protection",
  description: "Log groups cannot be deleted by accident.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  property: "cloudwatch.LogGroup.deletionProtectionEnabled",
  severity: "low",
  level: "advisory",
  reason: "A log group that is deleted takes the only account of what happened with it.",
  remediation: "Set `deletionProtectionEnabled` to true.",
  controls: { "pci-dss-4.0.1": ["10.3.2"], soc2: ["CC7.3", "A1.2"], gdpr: ["32.1.b"] },
  judge: ({ resource, read }) => {
    if (resource.protect || read.flag("deletionProtectionEnabled") === true || read.flag("skipDestroy") === true)
      return undefined;
    return "The log group can be deleted in one step.";
  },
});
