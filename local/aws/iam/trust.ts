import type { AuthorizationRequest, Caller } from "../../core/call.ts";
import { conditionsHold } from "./evaluation.ts";
import type { AmbientContext, CompiledStatement } from "./evaluation.ts";

/** Who asks to become a role: a principal of the account, or an AWS service on the account's behalf. */
export type TrustSubject = Caller | { readonly kind: "aws-service"; readonly principal: string };

/**
 * What a trust policy says: `direct` names the very caller, `delegated` names the caller's account, which leaves it to
 * the caller's own policies.
 */
export type TrustVerdict = "direct" | "delegated" | "refused";

/** Asks a role's trust policy whether `subject` may assume it; an explicit deny outweighs everything. */
export function judgeTrust(
  trust: readonly CompiledStatement[],
  subject: TrustSubject,
  context: AuthorizationRequest["context"],
  ambient: AmbientContext,
): TrustVerdict {
  let verdict: TrustVerdict = "refused";
  for (const statement of trust) {
    if (!statement.matchesAction("sts:AssumeRole") || !conditionsHold(statement, context, ambient)) continue;
    const match = matchPrincipal(statement, subject);
    if (match === "refused") continue;
    if (statement.effect === "Deny") return "refused";
    if (verdict !== "direct") verdict = match;
  }
  return verdict;
}

function matchPrincipal({ principals, effect }: CompiledStatement, subject: TrustSubject): TrustVerdict {
  if (subject.kind === "aws-service" || subject.kind === "service") {
    return principals.service.some((name) => name === "*" || name === subject.principal) ? "direct" : "refused";
  }
  const own = subject.kind === "role" ? [subject.arn, subject.roleArn] : [];
  if (principals.aws.some((arn) => own.includes(arn))) return "direct";
  const account = [subject.accountId, `arn:aws:iam::${subject.accountId}:root`, "*"];
  if (!principals.aws.some((arn) => account.includes(arn))) return "refused";
  // For a deny the account's name covers all of its principals at once.
  return effect === "Deny" ? "direct" : "delegated";
}
