import type { ActionUsage } from "../../../local/aws/iam/usage.ts";
import { matches } from "../../../policy/iam/actions.ts";

/** An inline policy of a role, as IAM has it. */
export interface InlinePolicy {
  readonly role: string;
  readonly policy: string;
  /** The document's text. */
  readonly document: string;
}

/** One action on one resource that a statement allows, both as written: what is taken away to see who misses it. */
export interface GrantUnit {
  readonly role: string;
  readonly policy: string;
  /** The statement's place in the document. */
  readonly statement: number;
  readonly action: string;
  readonly resource: string;
  /** What the statement's equalities ask for: context key → values. They tell keys apart that one pattern names. */
  readonly equal: Readonly<Record<string, readonly string[]>>;
}

interface StatementJson {
  readonly Sid?: string | undefined;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Everything that a policy allows, action by action and resource by resource. */
export function unitsOf({ role, policy, document }: InlinePolicy): readonly GrantUnit[] {
  return statementsOf(document).flatMap(({ Effect, Action, Resource, Condition = {} }, statement) => {
    if (Effect !== "Allow") return [];
    const equal = equalitiesOf(Condition);
    return listOf(Action).flatMap((action) =>
      listOf(Resource).map((resource) => ({ role, policy, statement, action, resource, equal })),
    );
  });
}

function equalitiesOf(conditions: NonNullable<StatementJson["Condition"]>): GrantUnit["equal"] {
  const equalities = Object.entries(conditions).filter(([operator]) => /(^|:)StringEquals$/.test(operator));
  const keys = equalities.flatMap(([, asked]) => Object.entries(asked));
  return Object.fromEntries(keys.map(([key, values]) => [key, listOf(values)]));
}

/** The document without these grants of its; undefined where nothing would be left of it. */
export function without(document: string, units: readonly GrantUnit[]): string | undefined {
  const statements = statementsOf(document).flatMap((statement, index) => {
    const gone = units.filter((unit) => unit.statement === index);
    return gone.length === 0 ? [statement] : remaindersOf(statement, gone);
  });
  return statements.length === 0 ? undefined : JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function remaindersOf(statement: StatementJson, gone: readonly GrantUnit[]): readonly StatementJson[] {
  const touched = [...new Set(gone.map(({ action }) => action))];
  const actions = listOf(statement.Action).filter((one) => !touched.includes(one));
  const parts = touched.map((action) => {
    const lost = gone.filter((unit) => unit.action === action).map(({ resource }) => resource);
    const Resource = listOf(statement.Resource).filter((one) => !lost.includes(one));
    // A statement's id stands once in a document.
    return { ...withoutId(statement), Action: [action], Resource };
  });
  const whole = actions.length === 0 ? [] : [{ ...statement, Action: actions }];
  return [...whole, ...parts.filter(({ Resource }) => Resource.length > 0)];
}

function withoutId(statement: StatementJson): StatementJson {
  return { ...statement, Sid: undefined };
}

/** Whether somebody was seen using the grant: the role did the action on a resource that the grant names. */
export function isUsed({ role, action, resource, equal }: GrantUnit, usage: readonly ActionUsage[]): boolean {
  return usage.some(
    (seen) =>
      seen.allowed > 0 &&
      roleOfArn(seen.principal) === role &&
      matches(action, seen.action) &&
      seen.resources.some((one) => matchesPattern(resource, one)) &&
      Object.entries(equal).every(([key, values]) => values.some((value) => seen.conditions[key]?.includes(value))),
  );
}

/** The name of the role in an ARN; "" where it is no role's. */
export function roleOfArn(arn: string): string {
  return /:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? "";
}

function matchesPattern(pattern: string, resource: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(resource);
}

function statementsOf(document: string): readonly StatementJson[] {
  // IAM has taken the document, so it has this form.
  const { Statement } = JSON.parse(document) as { readonly Statement: StatementJson | readonly StatementJson[] };
  return "Effect" in Statement ? [Statement] : Statement;
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
