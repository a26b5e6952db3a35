import { rule } from "../../core/rule.ts";
import { ATTACHMENT_TYPES, attachedOfAws } from "../../iam/attachments.ts";

/** What an identity does in a service is said by action and resource. */
export const disallowFullAccessPolicies = rule({
  name: "disallow-full-access-policies",
  description: "AWS's policies for all of a service are attached to no role or group.",
  types: ATTACHMENT_TYPES,
  property: "iam.attachment.FullAccess",
  severity: "medium",
  level: "mandatory",
  reason: "AWS's full-access policies allow all actions on all resources of a service, and grow with it.",
  remediation: "Replace the policy by one that names the actions and resources that are needed.",
  controls: { "pci-dss-4.0.1": ["7.2.2", "7.2.5"], soc2: ["CC6.3"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: ({ resource, stack }) =>
    attachedOfAws(resource, stack)
      .filter((name) => /Full_?Access(_?[vV]\d+)?$/.test(name) && name !== "IAMFullAccess")
      .map((name) => `${name} is attached.`),
});
