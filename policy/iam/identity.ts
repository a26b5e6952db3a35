import { faultsOfEach } from "../core/faults.ts";
import type { Resource } from "../core/rule.ts";
import { documentAt, type PolicyDocument, type Statement } from "./document.ts";
import { reachOf, type Kind } from "./kinds.ts";

/** The types that carry policies of identities. Users' own policies are a fault as such: see disallow-user-policy. */
export const IDENTITY_TYPES: readonly string[] = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/role:Role",
];

/** The policies of identities that this resource carries. */
export function identityDocuments({ type, read }: Resource): readonly PolicyDocument[] {
  const documents =
    type === "aws:iam/role:Role"
      ? read.blocks("inlinePolicies").map((inline) => documentAt(inline, "policy"))
      : [documentAt(read, "policy")];
  return documents.filter((document) => document !== undefined);
}

/** The statements of these policies that allow something. */
export function allowedBy(resource: Resource): readonly Statement[] {
  return identityDocuments(resource).flatMap(({ statements }) => statements);
}

/** A sentence for each Allow statement that `judge` finds fault with; see `faultsOfEach` about what is not known. */
export function faultsIn(
  statements: readonly Statement[],
  judge: (statement: Statement) => string | undefined,
): readonly string[] {
  return faultsOfEach(statements, (statement) => {
    const fault = statement.effect === "Allow" ? judge(statement) : undefined;
    return fault === undefined ? undefined : `${statement.path} ${fault}`;
  });
}

/** A sentence for each statement of an identity's policy that allows actions of this kind on all resources. */
export function allowsOnAll(
  resource: Resource,
  kind: Kind,
  unless: (statement: Statement) => boolean = () => false,
): readonly string[] {
  return faultsIn(allowedBy(resource), (statement) => {
    const reach = reachOf(statement, kind);
    if (reach === undefined || unless(statement)) return undefined;
    return `allows ${listed(reach.names)} on ${reach.resource}.`;
  });
}

/** The first three of these, and how many more there are. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${first} and ${names.length - 3} more` : first;
}
