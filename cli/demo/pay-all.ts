import { homeOf, parsePaymentId, type PaymentId } from "../../functions/domain/ids.ts";
import type { CliContext } from "../context.ts";
import type { EdgeClient, EdgeReply } from "../edge-client.ts";
import { createProgress } from "../progress.ts";
import { inParallel } from "./in-parallel.ts";
import type { PlannedPayment } from "./payments.ts";

/** What came of a payment. */
export interface Outcome {
  readonly payment: PlannedPayment;
  /** Whether the payee is at home in another cell than the debtor. */
  readonly crossing: boolean;
  /** From sending it to its final answer, milliseconds, repetitions included. */
  readonly ms: number;
  readonly answer:
    | { readonly is: "accepted"; readonly id: PaymentId }
    | { readonly is: "declined"; readonly code: string }
    | { readonly is: "failed"; readonly why: string };
}

/** What payments are sent with. */
export interface Paying {
  readonly edge: EdgeClient;
  readonly tokenOf: (cell: string) => string;
  readonly concurrency: number;
}

/** Sends all payments through the edge, `concurrency` at once, and shows how far it has come. */
export async function payAll(
  payments: readonly PlannedPayment[],
  deps: Paying,
  context: CliContext,
): Promise<readonly Outcome[]> {
  const progress = createProgress(context, "paying", payments.length);
  const outcomes = await inParallel(payments, deps.concurrency, async (payment) => {
    const outcome = await pay(payment, deps, context);
    progress.advance();
    return outcome;
  });
  progress.end();
  return outcomes;
}

/** Sends one payment through the edge. */
export async function pay(payment: PlannedPayment, deps: Paying, { clock }: CliContext): Promise<Outcome> {
  const { debtor, payee, amount, currency, idempotencyKey } = payment;
  const began = clock.monotonic();
  const reply = await deps.edge
    .send({
      method: "POST",
      path: `/v1/accounts/${debtor.account}/payments`,
      token: deps.tokenOf(debtor.cell),
      idempotencyKey,
      body: { payee, amount: Number(amount), currency },
    })
    .catch((fault: unknown) => (fault instanceof Error ? fault : new Error(String(fault))));
  const ms = clock.monotonic() - began;
  return { payment, crossing: homeOf(payee) !== debtor.cell, ms, answer: answerOf(reply) };
}

function answerOf(reply: EdgeReply | Error): Outcome["answer"] {
  if (reply instanceof Error) return { is: "failed", why: reply.message };
  const { status, body } = reply;
  const id = parsePaymentId(typeof body["id"] === "string" ? body["id"] : "");
  if (status === 201 && id.ok) return { is: "accepted", id: id.value };
  const code = typeof body["code"] === "string" ? body["code"] : "";
  if (status === 422 && code !== "") return { is: "declined", code };
  return { is: "failed", why: `${status} ${code}: ${detailOf(body)}` };
}

function detailOf({ detail, errors, ...others }: Readonly<Record<string, unknown>>): string {
  if (typeof detail !== "string") return JSON.stringify(others);
  return errors === undefined ? detail : `${detail} ${JSON.stringify(errors)}`;
}
