import { malformed } from "./malformed.ts";
import { isRecord, strings } from "./policy-values.ts";
import { NO_PRINCIPALS, parsePrincipals } from "./principals.ts";
import type { Principals } from "./principals.ts";

/** A policy document of IAM after its grammar was checked. */
export interface PolicyDocument {
  /** Version 2012-10-17 and later: `${…}` is a variable. Before, and where no version is given, it is text. */
  readonly hasVariables: boolean;
  readonly statements: readonly Statement[];
}

/** One statement: lists where the document had a string or a list. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: Selection;
  /** Of a trust policy: everything. */
  readonly resources: Selection;
  readonly principals: Principals;
  readonly conditions: readonly ConditionClause[];
}

/** Patterns, or everything but the patterns (`NotAction`, `NotResource`). */
export interface Selection {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** One operator applied to one key: `{"StringLike": {"dynamodb:LeadingKeys": ["eu#*"]}}`. */
export interface ConditionClause {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * An identity policy says who may do what; a trust policy who may become the role; a resource policy, which an
 * endpoint's is as well, who may do what there.
 */
export type PolicyKind = "identity" | "trust" | "resource";

const VERSIONS: ReadonlySet<unknown> = new Set(["2012-10-17", "2008-10-17"]);

const STATEMENT_ELEMENTS: ReadonlySet<string> = new Set([
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
]);

/** Parses a policy as IAM does; throws `MalformedPolicyDocument` naming the fault. */
export function parsePolicyDocument(text: string, kind: PolicyKind): PolicyDocument {
  const document = parseObject(text);
  for (const element of Object.keys(document)) {
    if (!["Version", "Id", "Statement"].includes(element)) throw malformed(`Unknown field ${element}`);
  }
  const version = document["Version"];
  if (version !== undefined && !VERSIONS.has(version)) {
    throw malformed(`Policy document version must be 2012-10-17 or 2008-10-17, not ${JSON.stringify(version)}.`);
  }
  const listed = document["Statement"];
  const statements = Array.isArray(listed) ? listed : [listed];
  if (listed === undefined || statements.length === 0) throw malformed("Policy document must contain a Statement.");
  const sids = new Set<unknown>();
  const parsed = statements.map((statement: unknown) => {
    if (!isRecord(statement)) throw malformed("Syntax errors in policy.");
    checkSid(statement["Sid"], sids, kind);
    return parseStatement(statement, kind);
  });
  return { hasVariables: version === "2012-10-17", statements: parsed };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Falls through to the one message that IAM has for text that is not a JSON object.
  }
  throw malformed("Syntax errors in policy.");
}

function checkSid(sid: unknown, seen: Set<unknown>, kind: PolicyKind): void {
  if (sid === undefined || sid === "") return;
  // Services are more lenient than IAM with the policies of their own resources.
  if (typeof sid !== "string" || (kind !== "resource" && !/^[A-Za-z0-9]+$/.test(sid))) {
    throw malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
  if (seen.has(sid)) throw malformed("Statement IDs (SID) in a single policy must be unique.");
  seen.add(sid);
}

function parseStatement(statement: Readonly<Record<string, unknown>>, kind: PolicyKind): Statement {
  for (const element of Object.keys(statement)) {
    if (!STATEMENT_ELEMENTS.has(element)) throw malformed(`Unknown field ${element}`);
  }
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") throw malformed(`Invalid effect: ${JSON.stringify(effect)}`);
  const actions = selection(statement, "Action", "actions");
  for (const pattern of actions.patterns) {
    if (pattern !== "*" && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(pattern)) {
      throw malformed(`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. (${pattern})`);
    }
  }
  return {
    effect,
    actions,
    resources: parseResources(statement, kind),
    principals: principalsOf(statement, kind),
    conditions: parseConditions(statement["Condition"]),
  };
}

function parseResources(statement: Readonly<Record<string, unknown>>, kind: PolicyKind): Selection {
  if (kind === "trust") {
    if ("Resource" in statement || "NotResource" in statement) throw malformed("Has prohibited field Resource");
    return { negated: false, patterns: ["*"] };
  }
  const resources = selection(statement, "Resource", "resources");
  for (const pattern of resources.patterns) {
    if (pattern !== "*" && !pattern.startsWith("arn:")) {
      throw malformed(`Resource ${pattern} must be in ARN format or "*".`);
    }
  }
  return resources;
}

function principalsOf(statement: Readonly<Record<string, unknown>>, kind: PolicyKind): Principals {
  if (kind !== "identity") return parsePrincipals(statement);
  if ("Principal" in statement || "NotPrincipal" in statement) {
    throw malformed("Policy document should not specify a principal.");
  }
  return NO_PRINCIPALS;
}

function selection(
  statement: Readonly<Record<string, unknown>>,
  name: "Action" | "Resource",
  plural: string,
): Selection {
  const negatedName = `Not${name}`;
  if (name in statement && negatedName in statement) {
    throw malformed(`Statement must not contain both ${name} and ${negatedName}.`);
  }
  const negated = negatedName in statement;
  const patterns = strings(statement[negated ? negatedName : name], name);
  if (patterns.length === 0) throw malformed(`Policy statement must contain ${plural}.`);
  return { negated, patterns };
}

function parseConditions(block: unknown): readonly ConditionClause[] {
  if (block === undefined) return [];
  if (!isRecord(block)) throw malformed("Syntax errors in policy.");
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw malformed(`The condition ${operator} must be an object of keys.`);
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: strings(values, key) }));
  });
}
