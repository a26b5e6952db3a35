import { faultsOfEach } from "../core/faults.ts";
import { matches } from "./actions.ts";
import type { Condition, PolicyDocument, Statement } from "./document.ts";
import { grantsAnyone, namesAnyone } from "./public.ts";

/** A fault for each statement by which the policy of `thing` ("The queue's policy") lets anyone in. */
export function grantsToAnyone(policy: string, document: PolicyDocument | undefined): readonly string[] {
  return faultsOfEach(document?.statements ?? [], (statement) =>
    grantsAnyone(statement) ? `${policy} grants everyone access, in ${statement.path}.` : undefined,
  );
}

/** Whether the document denies everyone these actions where the request does not come over TLS. */
export function refusesPlaintext(document: PolicyDocument | undefined, ...actions: readonly string[]): boolean {
  return (document?.statements ?? []).some((statement) => deniesPlaintext(statement, actions));
}

function deniesPlaintext(statement: Statement, actions: readonly string[]): boolean {
  if (statement.effect !== "Deny") return false;
  if (!namesAnyone(statement) || !statement.conditions.some(isPlaintext)) return false;
  // Any further condition would let some plaintext through; AWS's own services are the usual exception.
  if (!statement.conditions.every((one) => isPlaintext(one) || one.key === "aws:principalisawsservice")) return false;
  return actions.every((action) => statement.actions.some((pattern) => matches(pattern, action)));
}

function isPlaintext({ key, operator, values }: Condition): boolean {
  if (key !== "aws:securetransport") return false;
  if (/^(bool|stringequals|stringequalsignorecase|stringlike)$/.test(operator)) {
    return values.length > 0 && values.every((value) => value.toLowerCase() === "false");
  }
  return /^stringnotequals(ignorecase)?$/.test(operator) && values.every((value) => value.toLowerCase() === "true");
}
