import { rule } from "../../core/rule.ts";

/** A stolen token can be stopped. */
export const requireTokenRevocation = rule({
  name: "require-token-revocation",
  description: "Tokens of clients of user pools can be revoked.",
  types: ["aws:cognito/userPoolClient:UserPoolClient", "aws:cognito/managedUserPoolClient:ManagedUserPoolClient"],
  property: "cognito.UserPoolClient.enableTokenRevocation",
  severity: "medium",
  level: "mandatory",
  reason: "A refresh token that was stolen works until it ends, for weeks, where it cannot be revoked.",
  remediation: "Set `enableTokenRevocation` to true.",
  controls: { "pci-dss-4.0.1": ["8.2.8"], soc2: ["CC6.1", "CC6.2"], psd2: ["RTS 22", "RTS 27"] },
  judge: ({ read }) => {
    // AWS's default for new clients is on.
    return read.flag("enableTokenRevocation") === false ? "The client's tokens cannot be revoked." : undefined;
  },
  remediate: (properties) =>
    String(properties["enableTokenRevocation"]) === "false"
      ? { ...properties, enableTokenRevocation: true }
      : properties,
});
