import { rule } from "../../core/rule.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { allowsFederation, isFixed, ROLE, trustOf } from "../../iam/trust.ts";

/** Tokens made for others take on no role. */
export const requireFederatedAudience = rule({
  name: "require-federated-audience",
  description: "Trust policies for web identities fix the audience.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.oidc.aud",
  severity: "medium",
  level: "mandatory",
  reason: "A token that was made for another application, and seen by it, would take the role on as well.",
  remediation:
    "Add a condition `StringEquals` on the provider's `:aud`, such as `sts.amazonaws.com` or the identity pool's id.",
  controls: { "pci-dss-4.0.1": ["8.6.3"], soc2: ["CC6.1"] },
  judge: ({ read }) =>
    faultsIn(trustOf(read), (statement) => {
      if (!allowsFederation(statement, "sts:AssumeRoleWithWebIdentity")) return undefined;
      if (statement.conditions.some((condition) => isFixed(condition) && /:(aud|oaud|app_id|azp)$/.test(condition.key)))
        return undefined;
      const providers = statement.principals.filter(
        ({ kind, value }) => kind === "Federated" && !value.includes(":saml-provider/"),
      );
      return providers.length === 0
        ? undefined
        : `takes tokens of ${listed(providers.map(({ value }) => value))} that were made for others.`;
    }),
});
