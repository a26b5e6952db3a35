import { traceOf } from "../domain/entries.ts";
import type { PaymentId } from "../domain/ids.ts";
import { beginWithEnd } from "../domain/payout-saga.ts";
import type { PayoutEnd } from "../domain/payouts.ts";
import { invariant } from "../domain/result.ts";
import type { Item, Value } from "../domain/ledger-write.ts";
import type { BankAnswer } from "../domain/bank-answers.ts";
import { paymentFrom } from "../domain/payments.ts";
import type { Executions } from "../stores/executions.ts";
import { encodeItem } from "../stores/item-codec.ts";
import { noSegments, type Segments } from "../stores/segments.ts";
import type { Vault } from "../stores/vault.ts";
import type { BankConnector, CallBack } from "./app.ts";
import { storedSaga } from "./saga.ts";
import { foundIn } from "./traced-connector.ts";

/** What a bank is told that said something of its own accord: an HTTP status. */
export type Receipt = 204 | 400 | 401 | 404;

/** What hearing a bank takes. */
export interface CallBackParts {
  readonly connector: Pick<BankConnector, "read">;
  readonly vault: Pick<Vault, "screening">;
  readonly executions: Executions;
  /** Nobody records it where there are none. */
  readonly segments?: Segments;
}

/**
 * Hears a bank: wakes the saga that waits for its word. An end that comes when none waits is for the ledger all the
 * same, in a saga that has nothing else to do: the payout may be parked, or have ended otherwise.
 */
export async function hearBank(message: CallBack, parts: CallBackParts): Promise<Receipt> {
  const { connector, vault, executions, segments = noSegments } = parts;
  const heard = await connector.read(message);
  if (!heard.ok) return RECEIPTS[heard.refusal];
  const { payment, answer } = heard.value;
  const screening = await vault.screening(payment);
  // A bank that speaks of what it was never sent speaks of something else.
  if (screening?.["verdict"] !== "clear") return 404;
  // The request is a trace of its own, begun by the bank: what it says belongs to the payout's.
  const span = segments.open(traceparentIn(screening), { name: "bank-call-back", as: "segment" });
  try {
    const { token } = screening;
    const happened = { event: "called_back", answer };
    const isHeard = typeof token === "string" && (await executions.wake(token, happened));
    const end = isHeard ? undefined : endIn(answer);
    if (end !== undefined) await startEnding(payment, end, screening, { executions, ...traceOf(span ?? {}) });
    span?.close("done", foundIn(answer));
    return 204;
  } catch (fault) {
    span?.close("failed", foundIn(answer));
    throw fault;
  }
}

/** Where in a trace the payout that was screened was asked for. */
function traceparentIn({ payout }: Item): string | undefined {
  return isItem(payout) && typeof payout["traceparent"] === "string" ? payout["traceparent"] : undefined;
}

const RECEIPTS = { signature_invalid: 401, answer_malformed: 400, payment_unknown: 404 } as const;

function endIn(answer: BankAnswer): PayoutEnd | undefined {
  if (answer.answer === "settled") return { end: "settled" };
  return answer.answer === "rejected" ? { end: "rejected", by: "bank", reason: answer.reason } : undefined;
}

async function startEnding(
  payment: PaymentId,
  end: PayoutEnd,
  { payout }: Item,
  { executions, traceparent }: { readonly executions: Executions; readonly traceparent?: string },
): Promise<void> {
  invariant(isItem(payout), "what was screened is kept with its verdict");
  const saga = storedSaga(beginWithEnd(end, paymentFrom(payout).epoch));
  await executions.start(`${payment}-${end.end}`, { payout: encodeItem(payout), saga }, traceparent);
}

function isItem(value: Value | undefined): value is Item {
  return typeof value === "object" && !Array.isArray(value);
}
