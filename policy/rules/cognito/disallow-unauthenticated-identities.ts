import { rule } from "../../core/rule.ts";

/** Credentials of AWS are for somebody. */
export const disallowUnauthenticatedIdentities = rule({
  name: "disallow-unauthenticated-identities",
  description: "Identity pools give credentials to users who signed in.",
  types: ["aws:cognito/identityPool:IdentityPool"],
  property: "cognito.IdentityPool.allowUnauthenticatedIdentities",
  severity: "critical",
  level: "mandatory",
  reason: "An identity pool that takes guests hands AWS credentials to anyone who knows its id, which is in the page.",
  remediation: "Set `allowUnauthenticatedIdentities` to false.",
  controls: {
    "pci-dss-4.0.1": ["7.3.3", "8.3.1"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["Cognito.2"],
  },
  judge: ({ read }) => {
    return read.flag("allowUnauthenticatedIdentities") === true
      ? "The identity pool gives credentials to anyone."
      : undefined;
  },
  remediate: (properties) =>
    String(properties["allowUnauthenticatedIdentities"]) === "true"
      ? { ...properties, allowUnauthenticatedIdentities: false }
      : properties,
});
