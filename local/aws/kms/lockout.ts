import type { Caller } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import { checkPolicy } from "../iam/resource-policies.ts";
import { compileWildcard } from "../iam/wildcard.ts";
import { isProperties } from "../inputs.ts";

/**
 * Refuses a key policy by which its author could not put the next one, unless the check is bypassed; and always one
 * that is no policy. A statement for the account counts: whether its own policies allow it, is decided then.
 */
export function requireManageable(policy: string, caller: Pick<Caller, "arn" | "accountId">, bypasses: boolean): void {
  requireReadable(policy);
  const statements = statementsOf(policy);
  const roleArn = "roleArn" in caller && typeof caller.roleArn === "string" ? [caller.roleArn] : [];
  const names = ["*", caller.accountId, `arn:aws:iam::${caller.accountId}:root`, caller.arn, ...roleArn];
  if (bypasses || statements.some((statement) => lets(statement, names))) return;
  throw malformed("The new key policy will not allow you to update the key policy in the future.");
}

/** IAM's own words for what is wrong with a policy, under KMS's name for it. */
function requireReadable(policy: string): void {
  try {
    checkPolicy(policy, "resource");
  } catch (fault) {
    if (fault instanceof AwsError && fault.code === "MalformedPolicyDocument") throw malformed(fault.message);
    throw fault;
  }
}

function statementsOf(policy: string): readonly unknown[] {
  const parsed = parse(policy);
  const statements = isProperties(parsed) ? parsed["Statement"] : undefined;
  const list = Array.isArray(statements) ? statements : isProperties(statements) ? [statements] : [];
  if (list.length === 0) throw malformed("The key policy has no statement.");
  return list;
}

function parse(policy: string): unknown {
  try {
    return JSON.parse(policy);
  } catch {
    throw malformed("The key policy is not JSON.");
  }
}

function lets(statement: unknown, names: readonly string[]): boolean {
  if (!isProperties(statement) || statement["Effect"] !== "Allow") return false;
  const principal = statement["Principal"];
  const named = listOf(isProperties(principal) ? principal["AWS"] : principal);
  const actions = listOf(statement["Action"]);
  return (
    named.some((name) => names.includes(name)) &&
    actions.some((action) => compileWildcard(action.toLowerCase())("kms:putkeypolicy", () => undefined))
  );
}

function listOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === "string");
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocumentException", message);
}
