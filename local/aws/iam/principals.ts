import type { Caller } from "../../core/call.ts";
import { notImplemented } from "../../core/errors.ts";
import { malformed } from "./malformed.ts";
import { isRecord, strings } from "./policy-values.ts";

/** Whom a statement speaks of; `negated`: everybody else (`NotPrincipal`). "*" stands in both lists. */
export interface Principals {
  readonly negated: boolean;
  readonly aws: readonly string[];
  readonly service: readonly string[];
}

/** An identity policy speaks of whoever has it. */
export const NO_PRINCIPALS: Principals = { negated: false, aws: [], service: [] };

/**
 * How closely a statement names a caller: not at all, by the account (which leaves it to the account's own policies),
 * by the role, or directly: the very session, the service, or everybody.
 */
export type Naming = "none" | "account" | "role" | "direct";

/** Reads `Principal` or `NotPrincipal`, one of which a resource's policy has to have. */
export function parsePrincipals(statement: Readonly<Record<string, unknown>>): Principals {
  if ("Principal" in statement && "NotPrincipal" in statement) {
    throw malformed("Statement must not contain both Principal and NotPrincipal.");
  }
  const negated = "NotPrincipal" in statement;
  const principal = statement[negated ? "NotPrincipal" : "Principal"];
  if (principal === "*") return { negated, aws: ["*"], service: ["*"] };
  if (!isRecord(principal)) throw malformed("Missing required field Principal");
  for (const kind of Object.keys(principal)) {
    if (kind === "Federated" || kind === "CanonicalUser") throw notImplemented(`the principal kind "${kind}"`);
    if (kind !== "AWS" && kind !== "Service") throw malformed(`Invalid principal in policy: "${kind}"`);
  }
  const aws = strings(principal["AWS"], "AWS");
  const service = strings(principal["Service"], "Service");
  for (const name of aws) checkAwsPrincipal(name);
  for (const name of service) {
    if (!/^[\w.-]+\.amazonaws\.com$/.test(name)) throw malformed(`Invalid principal in policy: "SERVICE":"${name}"`);
  }
  if (aws.length + service.length === 0) throw malformed("Missing required field Principal");
  // {"AWS": "*"} is the same as "*".
  return { negated, aws, service: aws.includes("*") ? [...service, "*"] : service };
}

function checkAwsPrincipal(name: string): void {
  const isArn = /^arn:aws[\w-]*:(?:iam|sts)::\d{12}:(?:root|(?:role|user|assumed-role|federated-user)\/[^*?]+)$/.test(
    name,
  );
  if (name !== "*" && !/^\d{12}$/.test(name) && !isArn) {
    throw malformed(`Invalid principal in policy: "AWS":"${name}"`);
  }
}

/** How closely the principals of a statement name a caller. */
export function namingOf({ negated, aws, service }: Principals, caller: Caller): Naming {
  if (caller.kind === "service") {
    const named = service.includes("*") || service.includes(caller.principal);
    return named === negated ? "none" : "direct";
  }
  const account = [caller.accountId, `arn:aws:iam::${caller.accountId}:root`];
  const namesAccount = aws.some((name) => account.includes(name));
  const everybody = aws.includes("*");
  if (caller.kind === "root") {
    if (negated) return everybody || namesAccount ? "none" : "direct";
    return everybody || namesAccount ? "direct" : "none";
  }
  const namesSession = aws.includes(caller.arn);
  const namesRole = aws.includes(caller.roleArn);
  // A session is left out only where its account, its role and itself are all named.
  if (negated) return everybody || (namesAccount && namesRole && namesSession) ? "none" : "direct";
  if (everybody || namesSession) return "direct";
  if (namesRole) return "role";
  return namesAccount ? "account" : "none";
}
