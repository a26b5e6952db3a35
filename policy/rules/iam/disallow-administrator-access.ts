import { rule } from "../../core/rule.ts";
import { ATTACHMENT_TYPES, attachedOfAws } from "../../iam/attachments.ts";

/** Nobody gets AWS's administrator policy by the program. */
export const disallowAdministratorAccess = rule({
  name: "disallow-administrator-access",
  description: "`AdministratorAccess` is attached to no role or group.",
  types: ATTACHMENT_TYPES,
  property: "iam.attachment.AdministratorAccess",
  severity: "critical",
  level: "mandatory",
  reason: "Whoever takes on such an identity, through a leaked key or a fault in a function, owns the whole account.",
  remediation: "Replace `AdministratorAccess` by a policy that names the actions and resources that are needed.",
  controls: {
    "pci-dss-4.0.1": ["7.2.1", "7.2.2"],
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["IAM.1"],
  },
  scope: "stack",
  judge: ({ resource, stack }) =>
    attachedOfAws(resource, stack)
      .filter((name) => name === "AdministratorAccess")
      .map((name) => `${name} is attached.`),
});
