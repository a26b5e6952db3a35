import type { Entry, OperationEntry, PaymentEntry } from "../../../functions/domain/entries.ts";
import { homeOf, parseAccountId, parsePaymentId } from "../../../functions/domain/ids.ts";
import { accountKey } from "../../../functions/domain/keys.ts";
import type { Breach } from "../checker.ts";
import type { Reply } from "../history-event.ts";
import { subjectOf, type JournalEntry } from "../ledger-view.ts";
import { asksFor, eventsOf, storedAnswer, textIn, type Attempt, type HistoryChecker } from "./history-view.ts";

/** What a client was told is done, is done: its home has it in the end, whoever took it. */
export const acknowledgedIsKept: HistoryChecker = {
  name: "acknowledged-is-kept",
  claim: "Every acknowledged payment, operation and account is in its home's ledger, with the acknowledged figures.",
  holds: "afterHeal",
  harm: "lost",
  check({ attempts, ledger }) {
    const byPayment = new Map<string, JournalEntry[]>();
    for (const recorded of ledger.journal) {
      const payment = subjectOf(recorded.stored.key);
      byPayment.set(payment, [...(byPayment.get(payment) ?? []), recorded]);
    }
    return attempts.flatMap((attempt) => {
      const answer = storedAnswer(attempt);
      if (answer === undefined || !answer.accepted || attempt.invoke.method !== "POST") return [];
      const { reply } = answer;
      switch (asksFor(attempt.invoke.path)) {
        case "payment":
          return lostPayment(attempt, reply, byPayment.get(reply.payment ?? "") ?? []);
        case "operation":
          return lostOperation(attempt, reply, byPayment.get(reply.payment ?? "") ?? []);
        case "account": {
          const name = textIn(reply.body, "id");
          const id = parseAccountId(name);
          if (id.ok && ledger.find(accountKey(id.value)) !== undefined) return [];
          return [breach(attempt, `The account ${name} was acknowledged, but is not there.`, [])];
        }
        case "other":
          return [];
      }
    });
  },
};

function lostPayment(attempt: Attempt, reply: Reply, known: readonly JournalEntry[]): readonly Breach[] {
  const name = reply.payment ?? "nameless";
  const taken = payments(known);
  const atHome = taken.find(({ writer, entry }) => writer === homeOf(entry.id));
  if (atHome === undefined)
    return [breach(attempt, `The payment ${name} was acknowledged, but its home has none.`, known)];
  if (atHome.entry.state === "declined") {
    return [breach(attempt, `The payment ${name} was acknowledged, but its home has declined it.`, known)];
  }
  const kept = taken.find(({ entry }) => hasFigures(entry, reply));
  // A key that was used for two requests has two payments; the home keeps its own and reverses the other.
  if (kept !== undefined && (kept === atHome || kept.entry.request !== atHome.entry.request)) return [];
  if (taken.some(({ entry }) => hasFigures(entry, reply) && sameFigures(entry, atHome.entry))) return [];
  const { amount, currency, payee } = atHome.entry;
  const fault = `The payment ${name} was acknowledged as ${told(reply)}, but is ${amount} ${currency} to ${payee}.`;
  return [breach(attempt, fault, known)];
}

function lostOperation(attempt: Attempt, reply: Reply, known: readonly JournalEntry[]): readonly Breach[] {
  const name = reply.operation ?? "nameless";
  const payment = parsePaymentId(reply.payment ?? "");
  const home = payment.ok ? homeOf(payment.value) : "";
  const done = known.filter(isOperation).find(({ writer, entry }) => writer === home && entry.id === name);
  if (done === undefined) {
    return [breach(attempt, `The operation ${name} was acknowledged, but its home has none.`, known)];
  }
  // What was only queued may be declined in the end; an event tells.
  if (done.entry.state === "declined" && reply.status !== 202) {
    return [breach(attempt, `The operation ${name} was acknowledged, but its home has declined it.`, known)];
  }
  const amount = reply.body?.["amount"];
  if (reply.status === 202 || amount === undefined || amount === Number(done.entry.amount)) return [];
  const said = textIn(reply.body, "amount");
  const fault = `The operation ${name} was acknowledged as ${said}, but is ${done.entry.amount}.`;
  return [breach(attempt, fault, known)];
}

function hasFigures(entry: PaymentEntry, { body }: Reply): boolean {
  if (body === undefined) return true;
  const agrees = (field: string, value: unknown) => body[field] === undefined || body[field] === value;
  return (
    agrees("amount", Number(entry.amount)) &&
    agrees("currency", entry.currency) &&
    agrees("payee", entry.payee) &&
    agrees("source", entry.source)
  );
}

function sameFigures(one: PaymentEntry, other: PaymentEntry): boolean {
  return one.amount === other.amount && one.currency === other.currency && one.payee === other.payee;
}

function told({ body }: Reply): string {
  return `${textIn(body, "amount")} ${textIn(body, "currency")} to ${textIn(body, "payee")}`;
}

interface Recorded<E extends Entry> extends JournalEntry {
  readonly entry: E;
}

function payments(known: readonly JournalEntry[]): readonly Recorded<PaymentEntry>[] {
  return known.filter((recorded): recorded is Recorded<PaymentEntry> => recorded.entry.kind === "payment");
}

function isOperation(recorded: JournalEntry): recorded is Recorded<OperationEntry> {
  return recorded.entry.kind !== "payment" && recorded.entry.kind !== "half";
}

function breach(attempt: Attempt, fault: string, known: readonly JournalEntry[]): Breach {
  return { fault, items: known.map(({ stored }) => stored), events: eventsOf(attempt) };
}
