import type { AuthorizationRequest, Call, Caller } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { checkPolicy, type RoleView } from "../iam/index.ts";
import { readerOf } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import type { SessionDeclaration } from "./sessions.ts";

/** A call of AssumeRole after its form was checked. Source: the STS API reference. */
export interface AssumeRoleInput {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly seconds: number;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
}

const KNOWN: ReadonlySet<string> = new Set([
  "RoleArn",
  "RoleSessionName",
  "DurationSeconds",
  "Policy",
  "PolicyArns",
  "Tags",
  "TransitiveTagKeys",
  "ExternalId",
  "SourceIdentity",
]);

const POLICY_LENGTH_MAX = 2048;
const POLICY_ARNS_MAX = 10;
const TAGS_MAX = 50;

/** Parses a call; throws `ValidationError`, or `NotImplemented` for a parameter that is not modelled. */
export function parseAssumeRole(call: Call): AssumeRoleInput {
  const input = readerOf("AssumeRole", call.input);
  for (const key of Object.keys(call.input)) {
    if (!KNOWN.has(key)) throw notImplemented(`the parameter "${key}" of sts:AssumeRole`);
  }
  const seconds = input.number("DurationSeconds") ?? 3600;
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    throw invalid(`The requested DurationSeconds ${seconds} is not between 900 and 43200.`);
  }
  const tags = tagsOf(input);
  const transitiveTagKeys = input.texts("TransitiveTagKeys");
  for (const key of transitiveTagKeys) {
    if (!(key in tags))
      throw invalid(`The specified transitive tag key must be included in the requested tags: ${key}`);
  }
  return {
    roleArn: input.requiredText("RoleArn"),
    sessionName: nameIn("RoleSessionName", input.requiredText("RoleSessionName")),
    seconds,
    policy: policyOf(input),
    policyArns: policyArnsOf(input),
    tags,
    transitiveTagKeys,
    externalId: input.text("ExternalId"),
    sourceIdentity: optionalName(input, "SourceIdentity"),
  };
}

function nameIn(key: string, name: string): string {
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  const field = `${key.charAt(0).toLowerCase()}${key.slice(1)}`;
  throw invalid(
    `1 validation error detected: Value '${name}' at '${field}' failed to satisfy constraint: ` +
      "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
  );
}

function optionalName(input: Reader, key: string): string | undefined {
  const name = input.text(key);
  return name === undefined ? undefined : nameIn(key, name);
}

function policyOf(input: Reader): string | undefined {
  const policy = input.text("Policy");
  if (policy === undefined) return undefined;
  if (policy.length > POLICY_LENGTH_MAX) {
    throw invalid(
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${POLICY_LENGTH_MAX}`,
    );
  }
  checkPolicy(policy, "identity");
  return policy;
}

function policyArnsOf(input: Reader): readonly string[] {
  const policyArns = input.children("PolicyArns").map((one) => one.requiredText("arn"));
  if (policyArns.length > POLICY_ARNS_MAX) {
    throw invalid(`The number of PolicyArns ${policyArns.length} exceeds ${POLICY_ARNS_MAX}.`);
  }
  return policyArns;
}

function tagsOf(input: Reader): Readonly<Record<string, string>> {
  const tags = input.children("Tags").map((tag) => [tag.requiredText("Key"), tag.text("Value") ?? ""] as const);
  if (tags.length > TAGS_MAX) throw invalid(`The number of session tags ${tags.length} exceeds ${TAGS_MAX}.`);
  const keys = new Set(tags.map(([key]) => key.toLowerCase()));
  if (keys.size < tags.length)
    throw invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  return Object.fromEntries(tags);
}

/** What IAM has to judge: the session itself, and its tags and source identity where there are any. */
export function assumeRoleRequests(
  input: AssumeRoleInput,
  caller: Caller,
  role: RoleView | undefined,
): readonly AuthorizationRequest[] {
  const { sessionName, externalId, sourceIdentity } = sessionIdentity(input, caller);
  const context: Record<string, readonly string[]> = { "sts:RoleSessionName": [sessionName] };
  if (externalId !== undefined) context["sts:ExternalId"] = [externalId];
  if (sourceIdentity !== undefined) context["sts:SourceIdentity"] = [sourceIdentity];
  if (input.transitiveTagKeys.length > 0) context["sts:TransitiveTagKeys"] = input.transitiveTagKeys;
  for (const [key, value] of Object.entries(role?.tags ?? {})) context[`iam:ResourceTag/${key}`] = [value];
  const actions = [
    "sts:AssumeRole",
    ...(Object.keys(input.tags).length > 0 ? ["sts:TagSession"] : []),
    ...(sourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
  // A role that is not there refuses like one that trusts nobody.
  const resourcePolicy = { kind: "trust", text: role?.trustPolicy } as const;
  const resourceTags = role?.tags ?? {};
  return actions.map((action) => ({ action, resource: input.roleArn, context, resourceTags, resourcePolicy }));
}

// A source identity, once set, goes with every role that is assumed from there on.
function sessionIdentity(input: AssumeRoleInput, caller: Caller) {
  const kept = caller.kind === "role" ? caller.session?.sourceIdentity : undefined;
  if (kept !== undefined && input.sourceIdentity !== undefined && input.sourceIdentity !== kept) {
    throw new AwsError("AccessDenied", "The SourceIdentity of a session cannot be changed.", 403);
  }
  const sourceIdentity = input.sourceIdentity ?? kept;
  return { sessionName: input.sessionName, externalId: input.externalId, sourceIdentity };
}

/** What the new session has beyond its role; transitive tags and the source identity come from the caller's own. */
export function sessionOf(
  input: AssumeRoleInput,
  caller: Caller,
  documentOf: (policyArn: string) => string,
): SessionDeclaration {
  const chained = caller.kind === "role" ? caller.session : undefined;
  const inherited = Object.fromEntries(
    (chained?.transitiveTagKeys ?? []).map((key) => [key, chained?.tags[key] ?? ""]),
  );
  const clash = Object.keys(input.tags).find((key) => key in inherited);
  if (clash !== undefined) {
    throw invalid(
      `One of the specified transitive tag keys can't be set because it conflicts with a session tag: ${clash}`,
    );
  }
  const { sourceIdentity } = sessionIdentity(input, caller);
  return {
    policies: [...(input.policy === undefined ? [] : [input.policy]), ...input.policyArns.map(documentOf)],
    tags: { ...input.tags, ...inherited },
    transitiveTagKeys: [...input.transitiveTagKeys, ...Object.keys(inherited)],
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
}

/** STS's refusal of a parameter. */
export function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message);
}
