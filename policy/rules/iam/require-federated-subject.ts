import { rule } from "../../core/rule.ts";
import type { Condition, Statement } from "../../iam/document.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { allowsFederation, isFixed, ROLE, trustOf } from "../../iam/trust.ts";

/** Users of an application take roles on by their application, which the audience fixes; workloads by their name. */
function isOfWorkloads(provider: string): boolean {
  return provider.includes("oidc-provider/") && !provider.includes("oidc-provider/cognito-idp.");
}

function fixesSubject({ conditions }: Statement): boolean {
  return conditions.some(
    (condition) => isFixed(condition) && NAMES_WORKLOAD.test(condition.key) && condition.values.every(beginsFixed),
  );
}

/** The subject, and the claims of GitHub and GitLab that name as much. */
const NAMES_WORKLOAD =
  /:(sub|repository|repository_id|repository_owner|repository_owner_id|job_workflow_ref|project_path|email)$/;

function beginsFixed(value: Condition["values"][number]): boolean {
  return !/^(repo:|repository:|project_path:|system:serviceaccount:)?[*?]/.test(value);
}

/** Of an identity provider, named workloads take on a role. */
export const requireFederatedSubject = rule({
  name: "require-federated-subject",
  description: "Trust policies for OpenID Connect providers fix the subject.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.oidc.sub",
  severity: "critical",
  level: "mandatory",
  reason:
    "A provider such as GitHub's signs tokens for everyone who uses it: without a subject, any repository of " +
    "anyone takes the role on.",
  remediation:
    "Add a condition `StringEquals` on the provider's `:sub`, such as " +
    "`repo:<organization>/<repository>:ref:refs/heads/main`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "8.6.3"], soc2: ["CC6.1", "CC6.3"], psd2: ["RTS 22"] },
  judge: ({ read }) =>
    faultsIn(trustOf(read), (statement) => {
      if (!allowsFederation(statement, "sts:AssumeRoleWithWebIdentity") || fixesSubject(statement)) return undefined;
      const providers = statement.principals.filter(({ kind, value }) => kind === "Federated" && isOfWorkloads(value));
      return providers.length === 0
        ? undefined
        : `lets every identity of ${listed(providers.map(({ value }) => value))} take the role on.`;
    }),
});
