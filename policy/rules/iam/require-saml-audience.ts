import { rule } from "../../core/rule.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { allowsFederation, isFixed, ROLE, trustOf } from "../../iam/trust.ts";

/** Assertions made for others take on no role. */
export const requireSamlAudience = rule({
  name: "require-saml-audience",
  description: "Trust policies for SAML providers fix the audience.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.saml.aud",
  severity: "medium",
  level: "mandatory",
  reason:
    "An assertion that the provider made for another service, and that service saw, would take the role on as well.",
  remediation: "Add a condition `StringEquals` on `SAML:aud` with `https://signin.aws.amazon.com/saml`.",
  controls: { "pci-dss-4.0.1": ["8.3.1"], soc2: ["CC6.1"] },
  judge: ({ read }) =>
    faultsIn(trustOf(read), (statement) => {
      if (!allowsFederation(statement, "sts:AssumeRoleWithSAML")) return undefined;
      if (
        statement.conditions.some((condition) => isFixed(condition) && /^saml:(aud|iss|sub|doc)$/.test(condition.key))
      )
        return undefined;
      const providers = statement.principals.filter(
        ({ kind, value }) => kind === "Federated" && value.includes(":saml-provider/"),
      );
      return providers.length === 0
        ? undefined
        : `takes assertions of ${listed(providers.map(({ value }) => value))} that were made for others.`;
    }),
});
