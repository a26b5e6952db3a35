import { rule } from "../../core/rule.ts";

/** A password does not leave the user's device. */
export const disallowPlainPasswordFlow = rule({
  name: "disallow-plain-password-flow",
  description: "Clients of user pools do not send passwords.",
  types: ["aws:cognito/userPoolClient:UserPoolClient", "aws:cognito/managedUserPoolClient:ManagedUserPoolClient"],
  property: "cognito.UserPoolClient.explicitAuthFlows",
  severity: "medium",
  level: "advisory",
  reason:
    "With this flow the application sees and sends the password, where it can be logged; with SRP it is only proven.",
  remediation: 'Remove "ALLOW_USER_PASSWORD_AUTH" from `explicitAuthFlows`, and use "ALLOW_USER_SRP_AUTH".',
  controls: { "pci-dss-4.0.1": ["8.3.2"], soc2: ["CC6.1", "CC6.7"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    const sends = read.texts("explicitAuthFlows").some((flow) => /^(ALLOW_)?USER_PASSWORD_AUTH$/.test(flow));
    return sends ? "The client may send users' passwords." : undefined;
  },
});
