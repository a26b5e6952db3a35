import { UNKNOWN, type FixtureCase, type Fixtures, type Properties, type ViolatingCase } from "../../core/fixtures.ts";
import type { Rule } from "../../core/rule.ts";

/** A statement as users write it. */
export type Written = Readonly<Record<string, unknown>>;

/** The trust of a Lambda function's role. */
export const lambdaTrust: Written = {
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};

/** A statement that every rule is content with. */
export const sendOrders: Written = {
  Sid: "SendOrders",
  Effect: "Allow",
  Action: ["sqs:SendMessage", "sqs:GetQueueAttributes"],
  Resource: "arn:aws:sqs:eu-west-1:111122223333:orders",
};

/** A document of these statements. */
export function document(...statements: readonly unknown[]): Written {
  return { Version: "2012-10-17", Statement: statements };
}

/** The role of a function. */
export const role: Properties = {
  name: "orders",
  assumeRolePolicy: JSON.stringify(document(lambdaTrust)),
};

interface Form {
  readonly what: string;
  readonly type: string;
  readonly path: string;
  readonly of: (statement: unknown) => Properties;
}

/** How users write the policies of identities. */
const FORMS: readonly Form[] = [
  {
    what: "a managed policy in JSON",
    type: "aws:iam/policy:Policy",
    path: "policy.Statement[1]",
    of: (statement) => ({ name: "orders", policy: JSON.stringify(document(sendOrders, statement)) }),
  },
  {
    what: "a role's policy as an object",
    type: "aws:iam/rolePolicy:RolePolicy",
    path: "policy.Statement[1]",
    of: (statement) => ({ role: "orders", policy: document(sendOrders, statement) }),
  },
  {
    what: "a group's policy of one statement",
    type: "aws:iam/groupPolicy:GroupPolicy",
    path: "policy.Statement",
    of: (statement) => ({ group: "support", policy: { Version: "2012-10-17", Statement: statement } }),
  },
  {
    what: "a policy within its role",
    type: "aws:iam/role:Role",
    path: "inlinePolicies[0].policy.Statement[1]",
    of: (statement) => ({
      ...role,
      inlinePolicies: [{ name: "orders", policy: inText(document(sendOrders, statement)) }],
    }),
  },
];

/** JSON where everything is known; what is not stays an object, as Pulumi gives it. */
function inText(document: Written): unknown {
  return hasUnknown(document) ? document : JSON.stringify(document);
}

function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Statements that a rule is tried on. */
export interface StatementCases {
  readonly allowed: Readonly<Record<string, Written>>;
  /** The statement, and how the sentence ends that names it. */
  readonly refused: Readonly<Record<string, readonly [Written, string]>>;
  /** A statement with something unknown in it, and its name there. */
  readonly unknown: Readonly<Record<string, readonly [Written, string]>>;
}

/** The cases of a rule about policies of identities, each statement in each form. */
export function identityFixtures(rule: Rule, { allowed, refused, unknown }: StatementCases): Fixtures {
  const each = <T extends FixtureCase>(of: (form: Form) => Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.assign({}, ...FORMS.map(of)) as Readonly<Record<string, T>>; // joins records of one kind
  const named = <V, T>(given: Readonly<Record<string, V>>, what: string, make: (value: V) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [`${name}, in ${what}`, make(value)]));
  return {
    rule,
    compliant: each(({ what, type, of }) =>
      named({ "a named queue": sendOrders, ...allowed }, what, (one) => ({ type, properties: of(one) })),
    ),
    violating: each<ViolatingCase>(({ what, type, path, of }) =>
      named(refused, what, ([one, ending]) => ({ type, properties: of(one), faults: [`${path} ${ending}`] })),
    ),
    unknown: {
      ...each(({ what, type, path, of }) =>
        // Text cannot be unknown in part.
        type === "aws:iam/policy:Policy"
          ? {}
          : named(unknown, what, ([one, at]) => ({ type, properties: of(one), path: `${path}.${at}` })),
      ),
      "a whole policy": { properties: { name: "orders", policy: UNKNOWN }, path: "policy" },
    },
  };
}
