import { rule } from "../../core/rule.ts";

/** A user who was shut out gets no credentials. */
export const requireServerSideTokenCheck = rule({
  name: "require-server-side-token-check",
  description: "Identity pools ask the user pool whether a user still exists.",
  types: ["aws:cognito/identityPool:IdentityPool"],
  property: "cognito.IdentityPool.cognitoIdentityProviders.serverSideTokenCheck",
  severity: "low",
  level: "advisory",
  reason: "Without the check the token of a user who was disabled still gets AWS credentials until it ends.",
  remediation: "Set `serverSideTokenCheck` of each of `cognitoIdentityProviders` to true.",
  controls: { "pci-dss-4.0.1": ["8.2.8"], soc2: ["CC6.2"], psd2: ["RTS 22", "RTS 27"] },
  judge: ({ read }) => {
    const unchecked = read.blocks("cognitoIdentityProviders").some((one) => one.flag("serverSideTokenCheck") !== true);
    return unchecked ? "The identity pool takes tokens of users who were shut out." : undefined;
  },
});
