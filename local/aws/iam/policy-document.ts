import { AwsError, notImplemented } from "../../core/errors.ts";

/** A policy document of IAM after its grammar was checked. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

/** One statement: lists where the document had a string or a list. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: Selection;
  /** Of an identity policy; a trust policy has none. */
  readonly resources: Selection;
  /** Of a trust policy; an identity policy has none. */
  readonly principals: Principals;
  readonly conditions: readonly ConditionClause[];
}

/** Patterns, or everything but the patterns (`NotAction`, `NotResource`). */
export interface Selection {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** "AWS" and "Service" principals by kind; "*" stands in both. */
interface Principals {
  readonly aws: readonly string[];
  readonly service: readonly string[];
}

/** One operator applied to one key: `{"StringLike": {"dynamodb:LeadingKeys": ["eu#*"]}}`. */
export interface ConditionClause {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** An identity policy says who may do what; a trust policy who may become the role. */
export type PolicyKind = "identity" | "trust";

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
export function parsePolicyDocument(text: string, kind: PolicyKind, accountId: string): PolicyDocument {
  const document = parseObject(text);
  for (const element of Object.keys(document)) {
    if (!["Version", "Id", "Statement"].includes(element)) throw malformed(`Unknown field ${element}`);
  }
  if (document["Version"] !== undefined && !VERSIONS.has(document["Version"])) {
    throw malformed(
      `Policy document version must be 2012-10-17 or 2008-10-17, not ${JSON.stringify(document["Version"])}.`,
    );
  }
  const listed = document["Statement"];
  const statements = Array.isArray(listed) ? listed : [listed];
  if (listed === undefined || statements.length === 0) throw malformed("Policy document must contain a Statement.");
  const sids = new Set<unknown>();
  const parsed = statements.map((statement: unknown) => {
    if (!isRecord(statement)) throw malformed("Syntax errors in policy.");
    checkSid(statement["Sid"], sids);
    return parseStatement(statement, kind, accountId);
  });
  return { statements: parsed };
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

function checkSid(sid: unknown, seen: Set<unknown>): void {
  if (sid === undefined || sid === "") return;
  if (typeof sid !== "string" || !/^[A-Za-z0-9]+$/.test(sid)) {
    throw malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
  if (seen.has(sid)) throw malformed("Statement IDs (SID) in a single policy must be unique.");
  seen.add(sid);
}

function parseStatement(statement: Readonly<Record<string, unknown>>, kind: PolicyKind, accountId: string): Statement {
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
  const conditions = parseConditions(statement["Condition"], accountId);
  if (kind === "trust") {
    if ("Resource" in statement || "NotResource" in statement) throw malformed("Has prohibited field Resource");
    const resources = { negated: false, patterns: ["*"] };
    return { effect, actions, resources, principals: parsePrincipals(statement), conditions };
  }
  if ("Principal" in statement || "NotPrincipal" in statement) {
    throw malformed("Policy document should not specify a principal.");
  }
  const written = selection(statement, "Resource", "resources");
  const resources = { ...written, patterns: written.patterns.map((pattern) => substitute(pattern, accountId)) };
  for (const pattern of resources.patterns) {
    if (pattern !== "*" && !pattern.startsWith("arn:")) {
      throw malformed(`Resource ${pattern} must be in ARN format or "*".`);
    }
  }
  return { effect, actions, resources, principals: { aws: [], service: [] }, conditions };
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

function parsePrincipals(statement: Readonly<Record<string, unknown>>): Principals {
  if ("NotPrincipal" in statement) throw notImplemented('the policy element "NotPrincipal"');
  const principal = statement["Principal"];
  if (principal === "*") return { aws: ["*"], service: ["*"] };
  if (!isRecord(principal)) throw malformed("Missing required field Principal");
  for (const kind of Object.keys(principal)) {
    if (kind === "Federated" || kind === "CanonicalUser") throw notImplemented(`the principal kind "${kind}"`);
    if (kind !== "AWS" && kind !== "Service") throw malformed(`Invalid principal in policy: "${kind}"`);
  }
  return { aws: strings(principal["AWS"], "AWS"), service: strings(principal["Service"], "Service") };
}

function parseConditions(block: unknown, accountId: string): readonly ConditionClause[] {
  if (block === undefined) return [];
  if (!isRecord(block)) throw malformed("Syntax errors in policy.");
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw malformed(`The condition ${operator} must be an object of keys.`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: strings(values, key).map((value) => substitute(value, accountId)),
    }));
  });
}

// The account is the same for every caller of the local cloud; any other variable would need the request.
function substitute(text: string, accountId: string): string {
  if (!text.includes("${")) return text;
  const substituted = text.replaceAll("${aws:PrincipalAccount}", accountId);
  const variable = /\$\{[^}]*\}?/.exec(substituted);
  if (variable !== null) throw notImplemented(`the policy variable "${variable[0]}"`);
  return substituted;
}

function strings(value: unknown, name: string): readonly string[] {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === "string") return item;
    if (typeof item === "boolean" || typeof item === "number") return String(item);
    throw malformed(`The value of ${name} must be a string or a list of strings.`);
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** IAM's refusal of a policy document. */
export function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}
