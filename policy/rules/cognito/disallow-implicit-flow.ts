import { rule } from "../../core/rule.ts";

/** Tokens do not travel in addresses. */
export const disallowImplicitFlow = rule({
  name: "disallow-implicit-flow",
  description: "Clients of user pools do not use the implicit flow.",
  types: ["aws:cognito/userPoolClient:UserPoolClient", "aws:cognito/managedUserPoolClient:ManagedUserPoolClient"],
  property: "cognito.UserPoolClient.allowedOauthFlows",
  severity: "medium",
  level: "mandatory",
  reason:
    "The implicit flow puts tokens into the browser's address, from where history, logs and other scripts take them.",
  remediation: 'Set `allowedOauthFlows` to ["code"].',
  controls: { "pci-dss-4.0.1": ["6.2.4", "8.3.2"], soc2: ["CC6.1", "CC6.7"], psd2: ["RTS 22", "RTS 35"] },
  judge: ({ read }) => {
    return read.texts("allowedOauthFlows").includes("implicit")
      ? "The client gets its tokens in the browser's address."
      : undefined;
  },
});
