import { rule } from "../../core/rule.ts";

/** The first password is known to its owner alone after the first day. */
export const requirePasswordReset = rule({
  name: "require-password-reset",
  description: "Passwords that the program makes must be changed at the first sign-in.",
  types: ["aws:iam/userLoginProfile:UserLoginProfile"],
  property: "iam.UserLoginProfile.passwordResetRequired",
  severity: "medium",
  level: "mandatory",
  reason: "Whoever handed the first password over still knows it a year later.",
  remediation: "Set `passwordResetRequired` to true.",
  controls: { "pci-dss-4.0.1": ["8.3.6", "8.3.1"], soc2: ["CC6.1"], psd2: ["RTS 24"] },
  judge: ({ read }) =>
    read.flag("passwordResetRequired") === true ? undefined : "The first password need not be changed.",
  remediate: (properties) =>
    properties["passwordResetRequired"] === true ? properties : { ...properties, passwordResetRequired: true },
});
