import { homeOf, parsePaymentId } from "../../../functions/domain/ids.ts";
import { paymentKey } from "../../../functions/domain/keys.ts";
import { canonicalJson } from "../canonical.ts";
import type { Breach } from "../checker.ts";
import type { Reply } from "../history-event.ts";
import { subjectOf, textOf, type LedgerView } from "../ledger-view.ts";
import { eventsOf, storedAnswer, type Attempt, type HistoryChecker, type KeyAttempts } from "./history-view.ts";

/** A key is a promise: whoever answers for it, and however often, says the same. */
export const sameKeySameAnswer: HistoryChecker = {
  name: "same-key-same-answer",
  claim: "The same key with the same request gets the same status and body in every cell, once it gets one for good.",
  holds: "afterHeal",
  harm: "diverged",
  check: ({ keys, ledger }) => keys.flatMap((key) => differing(key, ledger)),
};

function differing({ scope, attempts }: KeyAttempts, ledger: LedgerView): readonly Breach[] {
  const byRequest = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    if (storedAnswer(attempt) === undefined) continue;
    const request = attempt.invoke.request ?? "";
    byRequest.set(request, [...(byRequest.get(request) ?? []), attempt]);
  }
  return [...byRequest.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const other = others.find((attempt) => !agree(first, attempt, ledger));
    if (other === undefined) return [];
    const fault = `${scope} was answered ${shortly(first)}, and then ${shortly(other)}.`;
    return [{ fault, items: [], events: [...eventsOf(first), ...eventsOf(other)] }];
  });
}

function agree(one: Attempt, other: Attempt, ledger: LedgerView): boolean {
  const [first, second] = [storedAnswer(one), storedAnswer(other)];
  if (first === undefined || second === undefined) return true;
  if (first.accepted !== second.accepted) {
    // A decline that had not replicated when a stand-in accepted, or the reverse: the accepted one is what stands.
    const [accepted, declined] = first.accepted ? [first, other] : [second, one];
    // What is queued is not decided: the home declines it, or had done so unseen, and an event says so.
    if (isQueued(accepted.reply)) return true;
    // Of a payment that two cells took, each has decided by its own; what came of one of the two is reversed with it.
    const twice = accepted.reply.operation !== undefined && takenTwice(accepted.reply.payment, undefined, ledger);
    return twice || takenElsewhere(accepted.reply.payment, declined.outcome?.cell, ledger);
  }
  if (!first.accepted) return first.reply.status === second.reply.status && first.reply.code === second.reply.code;
  if (first.reply.body?.["object"] === "payment_batch") return sameLines(first.reply, second.reply);
  const isElsewhere = one.outcome?.cell !== other.outcome?.cell;
  // Nor is what two stand-ins have queued, one after the other: each tells its own time, and the home does it once.
  if (isElsewhere && isQueued(first.reply) && isQueued(second.reply)) return sameThing(first.reply, second.reply);
  if (takenTwice(first.reply.payment, first.reply.operation, ledger)) return sameThing(first.reply, second.reply);
  if (first.reply.status !== second.reply.status) return false;
  return canonicalJson(first.reply.body) === canonicalJson(second.reply.body);
}

function isQueued({ body }: Reply): boolean {
  return body?.["state"] === "queued";
}

/** Whether a payment was taken by a stand-in, another cell than the one that declined it. */
function takenElsewhere(payment: string | undefined, declinedBy: string | undefined, ledger: LedgerView): boolean {
  const id = parsePaymentId(payment ?? "");
  if (!id.ok) return false;
  const atHome = ledger.find(paymentKey(homeOf(id.value), id.value));
  const origin = textOf(atHome?.item ?? {}, "origin");
  return origin !== "" && origin !== declinedBy;
}

/** Two cells took it before either knew of the other: each has told its own time and state; one of them is reversed. */
function takenTwice(payment: string | undefined, operation: string | undefined, { journal }: LedgerView): boolean {
  const originals = journal.filter(({ stored, entry }) => {
    if (entry.kind === "half" || subjectOf(stored.key) !== payment) return false;
    const same = entry.kind === "payment" ? operation === undefined : entry.id === operation;
    return same && entry.origin === undefined && entry.state !== "declined";
  });
  return originals.length > 1;
}

function sameThing(one: Reply, other: Reply): boolean {
  return one.payment === other.payment && one.operation === other.operation;
}

/** A file's lines go on from one answer to the next: each is one payment in all of them. */
function sameLines(one: Reply, other: Reply): boolean {
  const [first, second] = [paymentsIn(one), paymentsIn(other)];
  return first.every((payment, index) => payment === null || second[index] === null || payment === second[index]);
}

function paymentsIn({ body }: Reply): readonly (string | null)[] {
  const lines = body?.["lines"];
  // The lines of a batch answer are objects, each with its payment, or null where none was made.
  return (Array.isArray(lines) ? lines : []).map(({ payment }: { readonly payment: string | null }) => payment);
}

function shortly({ outcome, invoke }: Attempt): string {
  const { status, code, body } = outcome?.reply ?? {};
  return `${status} ${code ?? canonicalJson(body ?? {})} by ${outcome?.cell ?? invoke.cell}`;
}
