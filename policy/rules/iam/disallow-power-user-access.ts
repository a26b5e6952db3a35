import { rule } from "../../core/rule.ts";
import { ATTACHMENT_TYPES, attachedOfAws } from "../../iam/attachments.ts";

const POWERFUL: ReadonlySet<string> = new Set([
  "PowerUserAccess",
  "IAMFullAccess",
  "SystemAdministrator",
  "DataScientist",
  "NetworkAdministrator",
  "DatabaseAdministrator",
]);

/** Nobody gets AWS's policies for all services or all identities. */
export const disallowPowerUserAccess = rule({
  name: "disallow-power-user-access",
  description: "`PowerUserAccess`, `IAMFullAccess` and their like are attached to no role or group.",
  types: ATTACHMENT_TYPES,
  property: "iam.attachment.PowerUserAccess",
  severity: "high",
  level: "mandatory",
  reason: "Everything but identities is all data of the account; everything about identities is a way to all the rest.",
  remediation: "Replace the policy by one that names the actions and resources that are needed.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: ({ resource, stack }) =>
    attachedOfAws(resource, stack)
      .filter((name) => POWERFUL.has(name))
      .map((name) => `${name} is attached.`),
});
