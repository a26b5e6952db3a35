import { actionsOf } from "../../policy/iam/actions.ts";
import { documentOf, type Condition, type Statement } from "../../policy/iam/document.ts";
import type { Declared } from "../../policy/core/stack.ts";
import type { StackGraph } from "../policy/graph.ts";

/** One action on one resource under the same conditions: the smallest thing that a policy gives or refuses. */
export interface Grant {
  readonly effect: "Allow" | "Deny";
  /** As AWS writes it; a pattern is expanded as far as the action data knows it. */
  readonly action: string;
  /** An ARN or a pattern of them, as the policy has it. */
  readonly resource: string;
  /** "StringEquals kms:ViaService = a, b; …", sorted; "" where there are none. */
  readonly conditions: string;
}

/** A role of a stack with everything that its policies give it. */
export interface RoleGrants {
  readonly stack: string;
  /** The role's own name, as AWS has it. */
  readonly role: string;
  /** Who may assume it: services, accounts, identities. */
  readonly assumedBy: readonly string[];
  /** Sorted, each once. */
  readonly grants: readonly Grant[];
}

const ROLE = "aws:iam/role:Role";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const ATTACHED = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const MANAGED = "aws:iam/policy:Policy";

/** The roles of these stacks. A policy document that is malformed throws `Malformed` with where it is. */
export function rolesOf(graphs: readonly StackGraph[]): readonly RoleGrants[] {
  return graphs.flatMap(({ name: stack, resources }) =>
    resources
      .filter(({ type }) => type === ROLE)
      .map((role) => roleOf(stack, role, resources))
      .toSorted((a, b) => (a.role < b.role ? -1 : 1)),
  );
}

function roleOf(stack: string, role: Declared, resources: readonly Declared[]): RoleGrants {
  const name = nameOf(role);
  const own = (type: string): readonly Declared[] =>
    resources.filter((one) => one.type === type && one.properties["role"] === name);
  const attached = [
    ...own(ATTACHED).map(({ properties }) => String(properties["policyArn"])),
    ...listOf(role.properties["managedPolicyArns"]).map(String),
  ];
  const documents = [
    ...own(INLINE).map(({ properties }) => properties["policy"]),
    // Inline policies of a role are blocks of name and policy.
    ...listOf(role.properties["inlinePolicies"]).map((one) => (one as { readonly policy?: unknown }).policy),
    ...attached.flatMap((arn) => documentBehind(arn, resources)),
  ];
  const foreign = attached.filter((arn) => documentBehind(arn, resources).length === 0);
  return {
    stack,
    role: lastingName(role, name),
    assumedBy: assumedBy(role),
    grants: sorted([...documents.flatMap((document) => grantsIn(document, name)), ...foreign.map(managedByAws)]),
  };
}

/** What AWS puts into its own policies may change under us: the policy stands for itself. */
function managedByAws(arn: string): Grant {
  return { effect: "Allow", action: "*", resource: `as ${arn} says`, conditions: "" };
}

function documentBehind(arn: string, resources: readonly Declared[]): readonly unknown[] {
  const policy = resources.find(({ type, outputs }) => type === MANAGED && outputs?.["arn"] === arn);
  return policy === undefined ? [] : [policy.properties["policy"]];
}

function nameOf({ properties, outputs, name }: Declared): string {
  const known = [properties["name"], outputs?.["name"]].find((one) => typeof one === "string");
  return known ?? name;
}

/** Pulumi ends a name that it makes up with seven random digits. */
function lastingName({ name }: Declared, physical: string): string {
  return physical.startsWith(`${name}-`) && /^-[0-9a-f]{7}$/.test(physical.slice(name.length)) ? name : physical;
}

function assumedBy(role: Declared): readonly string[] {
  const { statements } = documentOf(role.properties["assumeRolePolicy"], "assumeRolePolicy");
  const allowed = statements.filter(({ effect }) => effect === "Allow");
  return [...new Set(allowed.flatMap(({ principals }) => principals.map(({ value }) => value)))].toSorted();
}

/** The grants of one document. */
export function grantsIn(document: unknown, path: string): readonly Grant[] {
  if (document === undefined) return [];
  return documentOf(document, path).statements.flatMap(grantsOfStatement);
}

function grantsOfStatement(statement: Statement): readonly Grant[] {
  const { effect, actions, notActions, resources, notResources } = statement;
  const conditions = statement.conditions.map(conditionText).toSorted().join("; ");
  const whats = [...actions.flatMap(expanded), ...notActions.map((action) => `all but ${action}`)];
  const wheres = [...resources, ...notResources.map((resource) => `all but ${resource}`)];
  return whats.flatMap((action) => wheres.map((resource) => ({ effect, action, resource, conditions })));
}

function expanded(pattern: string): readonly string[] {
  const actions = actionsOf(pattern);
  return actions.length === 0 ? [pattern] : actions.map(({ name }) => name);
}

function conditionText({ set, operator, ifExists, key, values }: Condition): string {
  const which = set === undefined ? "" : `for ${set} `;
  return `${which}${operator}${ifExists ? " if there" : ""} ${key} = ${[...values].toSorted().join(", ")}`;
}

/** A grant as one line. */
export function grantText({ effect, action, resource, conditions }: Grant): string {
  return `${effect === "Deny" ? "never " : ""}${action} on ${resource}${conditions === "" ? "" : ` if ${conditions}`}`;
}

function sorted(grants: readonly Grant[]): readonly Grant[] {
  const byText = new Map(grants.map((grant) => [grantText(grant), grant]));
  return [...byText].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, grant]) => grant);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
