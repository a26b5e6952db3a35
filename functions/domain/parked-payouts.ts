import { parsePaymentId, type PaymentId } from "./ids.ts";
import { ASK_AFTER_MS, SENDS_MAX, stepPayout, type PayoutAlarm, type PayoutSaga } from "./payout-saga.ts";
import { ok, refuse, type Result } from "./result.ts";

/** Why a saga was parked, from where it stands: the alarm said the same when it was. */
export function whyParked({ step, end, asks, sends }: PayoutSaga): PayoutAlarm | undefined {
  if (step !== "parked") return undefined;
  if (end !== undefined) return end.end === "settled" ? "settlement_unrecorded" : "compensation_fails";
  if (asks >= ASK_AFTER_MS.length) return "outcome_unknown";
  return sends >= SENDS_MAX ? "bank_loses_it" : "screening_fails";
}

/**
 * How a saga goes on whose machine has stopped. Parked ones as `resumed` says; what a machine that broke off had under
 * way has failed, since nobody knows what came of it.
 */
export function takenUp(saga: PayoutSaga): PayoutSaga {
  if (saga.step === "parked") return stepPayout(saga, { event: "resumed" }).saga;
  return saga.idle ? saga : stepPayout(saga, { event: "failed" }).saga;
}

/** Why a payout cannot be abandoned. */
export type AbandonRefusal =
  /** Its machine broke off: what was under way is not known, so it has to be taken up first. */
  | "not_parked"
  /** How it ended is known: only the ledger has still to be told. */
  | "end_known";

/** What an operator who answers for it that the bank has never had a payout makes of its saga. */
export function abandoned(saga: PayoutSaga): Result<PayoutSaga, AbandonRefusal> {
  if (saga.end !== undefined) return refuse("end_known");
  if (saga.step !== "parked") return refuse("not_parked");
  return ok(stepPayout(saga, { event: "abandoned" }).saga);
}

/** Where an execution stands among those of a payout: `-r2` is the second time that its saga was taken up again. */
export interface ExecutionName {
  readonly payment: PaymentId;
  /** The saga itself, or one that only tells the ledger an end: `pay_…`, `pay_…-settled`, `pay_…-rejected`. */
  readonly saga: string;
  readonly round: number;
}

/** Reads the name of an execution of payouts; undefined where it is none of ours. */
export function executionNameOf(text: string): ExecutionName | undefined {
  const match = /^((pay_[^-]+)(?:-settled|-rejected)?)(?:-r([1-9]\d{0,5}))?$/.exec(text);
  if (match === null) return undefined;
  const [, saga = "", id = "", round = "0"] = match;
  const payment = parsePaymentId(id);
  return payment.ok ? { payment: payment.value, saga, round: Number(round) } : undefined;
}

/** The name under which a saga is taken up after an execution: the same for all who do it, so that one of them does. */
export function nextExecution({ saga, round }: ExecutionName): string {
  return `${saga}-r${round + 1}`;
}
