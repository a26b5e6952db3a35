import type { BankAnswer, SendAnswer } from "./bank-answers.ts";
import type { PayoutEnd } from "./payouts.ts";
import { unreachable } from "./result.ts";

/**
 * Where the saga of one payout stands. It begins when the hold stands in the ledger, which is when the payout is taken:
 * nothing is screened or sent that is not covered, and one ledger item starts it.
 */
export interface PayoutSaga {
  readonly step:
    | "screening"
    | "submitting"
    | "asking"
    | "waiting"
    /** The end is known; the ledger still has to be told. */
    | "ending"
    | "ended"
    /** Somebody has to look: the money is held still, and an alarm has been raised. */
    | "parked";
  /** How often the payout may have left for the bank. */
  readonly sends: number;
  /** How often it was left for later to ask the bank, since the payout was last sent. */
  readonly asks: number;
  /** How often the step under way has failed. */
  readonly failures: number;
  /** Waiting until it is woken: nothing else is under way. */
  readonly idle: boolean;
  /** The epoch under which the bank was last known not to have it. */
  readonly epoch: bigint;
  /** The first terminal answer; it stands. */
  readonly end?: PayoutEnd;
}

/** What happened to a payout. */
export type PayoutEvent =
  /** `again`: the verdict was there already, so that whoever gave it may have sent before it broke off. */
  | { readonly event: "screened"; readonly verdict: "clear" | "hit"; readonly again?: true }
  /** What came of sending. */
  | { readonly event: "sent"; readonly answer: SendAnswer }
  /** What came of asking. */
  | { readonly event: "asked"; readonly answer: BankAnswer }
  /** What the bank said of its own accord; signed, else it is not an event. */
  | { readonly event: "called_back"; readonly answer: BankAnswer }
  /** A wait is over. */
  | { readonly event: "woke" }
  /** The ledger has the end. */
  | { readonly event: "recorded" }
  /** The screening or the ledger failed, or its outcome is not known; both may be done again. */
  | { readonly event: "failed" }
  /** An operator takes a parked payout up again, or answers for it that the bank has never had it. */
  | { readonly event: "resumed" | "abandoned" };

/** Why somebody has to look. */
export type PayoutAlarm =
  | "screening_fails"
  | "send_withheld"
  | "bank_loses_it"
  | "outcome_unknown"
  | "answer_unasked"
  | "settlement_unrecorded"
  | "compensation_fails"
  /** The bank paid what it or the screening had rejected: the money has left and the hold was given back. */
  | "paid_after_rejection"
  | "rejected_after_payment";

/** What is to be done about a payout. */
export type PayoutCommand =
  | { readonly do: "screen" }
  | { readonly do: "send"; readonly epoch: bigint }
  | { readonly do: "ask" }
  | { readonly do: "wait"; readonly ms: number }
  /** Captures or voids the hold. */
  | { readonly do: "record"; readonly end: PayoutEnd }
  /** Keeps what contradicts the end that stands. */
  | { readonly do: "dispute"; readonly said: PayoutEnd }
  | { readonly do: "alarm"; readonly why: PayoutAlarm };

/** Where a saga goes, and what is to be done. */
export interface PayoutStep {
  readonly saga: PayoutSaga;
  readonly commands: readonly PayoutCommand[];
}

/** Sent again only when the bank says that it has nothing, and so often at the most. */
export const SENDS_MAX = 3;
/** Failures of a step before somebody has to look; and after this many withheld sends an alarm is raised, once. */
export const FAILURES_MAX = 5;
/** Longer than a send lasts at the most (10 s), so that none is under way when the bank says that it has nothing. */
export const QUARANTINE_MS = 20_000;
/** A rail answers within seconds (SEPA Instant: ten) or within bank days: asked soon first, then ever more seldom. */
export const ASK_AFTER_MS: readonly number[] = [
  20_000, 60_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 86_400_000, 86_400_000, 172_800_000, 259_200_000,
];
const RETRY_MS = 2_000;
/**
 * A home that is away is back in a minute or in hours: sending is tried soon first, then ever more seldom. A try takes
 * sixteen of the 25,000 events that an execution may have: every five seconds it would be over in two hours, every
 * four minutes in four days.
 */
const WITHHELD_MS = { least: 5_000, most: 240_000 } as const;

/** Begins with a hold that stands, taken under this epoch. */
export function beginPayout(epoch: bigint): PayoutStep {
  const saga = { step: "screening", sends: 0, asks: 0, failures: 0, idle: false, epoch } as const;
  return { saga, commands: [{ do: "screen" }] };
}

/** A saga whose end is known before anything else is: the ledger has still to be told. */
export function beginWithEnd(end: PayoutEnd, epoch: bigint): PayoutSaga {
  return { step: "ending", sends: 1, asks: 0, failures: 0, idle: false, epoch, end };
}

/** What a saga has under way; nothing while it rests, and when it is over. */
export function underWay({ step, idle, epoch, end }: PayoutSaga): PayoutCommand | undefined {
  if (idle) return undefined;
  switch (step) {
    case "screening":
      return { do: "screen" };
    case "submitting":
      return { do: "send", epoch };
    case "asking":
    case "waiting":
      return { do: "ask" };
    case "ending":
      return end === undefined ? undefined : { do: "record", end };
    case "ended":
    case "parked":
      return undefined;
  }
}

/** What an event makes of a saga. Events that are late, repeated or out of place change nothing. */
export function stepPayout(saga: PayoutSaga, event: PayoutEvent): PayoutStep {
  switch (event.event) {
    case "screened":
      return saga.step === "screening" && !saga.idle ? screened(saga, event) : stay(saga);
    case "sent":
      return sent(saga, event.answer);
    case "asked":
      return answered(saga, event.answer, saga.step === "asking" && !saga.idle);
    case "called_back":
      return answered(saga, event.answer, false);
    case "woke":
      return saga.idle ? take(saga) : stay(saga);
    case "recorded":
      return saga.step === "ending" && !saga.idle ? stay({ ...saga, step: "ended" }) : stay(saga);
    case "failed":
      return failed(saga);
    case "resumed":
      return saga.step === "parked" ? take(resumed(saga)) : stay(saga);
    case "abandoned":
      if (saga.step !== "parked" || saga.end !== undefined) return stay(saga);
      return finish(saga, { end: "rejected", by: "operator" });
    default:
      return unreachable(event);
  }
}

function screened(saga: PayoutSaga, { verdict, again }: Extract<PayoutEvent, { event: "screened" }>): PayoutStep {
  if (verdict === "hit") return finish(saga, { end: "rejected", by: "screening" });
  const cleared = { ...saga, failures: 0 };
  if (again === true) return rest({ ...cleared, step: "asking", sends: 1, asks: 0 }, QUARANTINE_MS);
  return take({ ...cleared, step: "submitting" });
}

function sent(saga: PayoutSaga, answer: SendAnswer): PayoutStep {
  if (saga.step !== "submitting" || saga.idle) {
    const unsent = answer.answer === "withheld" || answer.answer === "ask_first";
    return unsent ? stay(saga) : answered(saga, answer, false);
  }
  // It never left.
  const unsent = { ...saga, sends: saga.sends - 1 };
  switch (answer.answer) {
    case "withheld": {
      const failures = saga.failures + 1;
      const alarm = failures === FAILURES_MAX ? [{ do: "alarm", why: "send_withheld" } as const] : [];
      return rest({ ...unsent, failures }, withheldMs(failures), alarm);
    }
    case "ask_first":
      return take({ ...unsent, step: "asking", asks: 0 });
    case "unknown":
      // Asked before anything is sent again, and not before what was sent has arrived or is lost.
      return rest({ ...saga, step: "asking", asks: 0 }, QUARANTINE_MS);
    case "accepted":
    case "pending":
    case "settled":
    case "rejected":
      return answered(saga, answer, true);
    default:
      return unreachable(answer);
  }
}

/** `awaited`: it answers what is under way, which is over with it. */
function answered(saga: PayoutSaga, answer: BankAnswer, awaited: boolean): PayoutStep {
  switch (answer.answer) {
    case "settled":
      return terminal(saga, { end: "settled" });
    case "rejected":
      return terminal(saga, { end: "rejected", by: "bank", reason: answer.reason });
    case "accepted":
    case "pending":
      if (!awaited) return stay(saga);
      return askLater({ ...saga, step: "waiting" });
    case "unknown":
      return awaited ? askLater(saga) : stay(saga);
    case "not_known":
      return awaited ? notKnown({ ...saga, epoch: answer.epoch }) : stay(saga);
    default:
      return unreachable(answer);
  }
}

/** A bank that has nothing was not reached, or has lost it: it is sent again, but not for ever. */
function notKnown(saga: PayoutSaga): PayoutStep {
  if (saga.sends >= SENDS_MAX) return park(saga, "bank_loses_it");
  return take({ ...saga, step: "submitting", failures: 0 });
}

/** The first terminal answer stands; another one is kept for whoever reconciles. */
function terminal(saga: PayoutSaga, end: PayoutEnd): PayoutStep {
  const { end: first } = saga;
  if (first === undefined) {
    const unsent = saga.sends === 0 && (saga.step === "screening" || saga.step === "submitting");
    // A bank that speaks of what it was never sent speaks of something else.
    return unsent ? dispute(saga, end, "answer_unasked") : finish(saga, end);
  }
  if (first.end === end.end) return stay(saga);
  return dispute(saga, end, end.end === "settled" ? "paid_after_rejection" : "rejected_after_payment");
}

function dispute(saga: PayoutSaga, said: PayoutEnd, why: PayoutAlarm): PayoutStep {
  return {
    saga,
    commands: [
      { do: "dispute", said },
      { do: "alarm", why },
    ],
  };
}

function finish(saga: PayoutSaga, end: PayoutEnd): PayoutStep {
  return take({ ...saga, step: "ending", end, failures: 0 });
}

function failed(saga: PayoutSaga): PayoutStep {
  if (saga.idle) return stay(saga);
  // A connector that broke off may have sent or asked before it did.
  if (saga.step === "submitting") return sent(saga, { answer: "unknown", reason: "connector_failed" });
  if (saga.step === "asking") return answered(saga, { answer: "unknown", reason: "connector_failed" }, true);
  if (saga.step !== "screening" && saga.step !== "ending") return stay(saga);
  const failures = saga.failures + 1;
  if (failures < FAILURES_MAX) return rest({ ...saga, failures }, RETRY_MS * 2 ** failures);
  if (saga.end === undefined) return park(saga, "screening_fails");
  return park(saga, saga.end.end === "settled" ? "settlement_unrecorded" : "compensation_fails");
}

function askLater(saga: PayoutSaga): PayoutStep {
  const ms = ASK_AFTER_MS[saga.asks];
  return ms === undefined ? park(saga, "outcome_unknown") : rest({ ...saga, asks: saga.asks + 1 }, ms);
}

/** Takes up what the step has to do. */
function take(saga: PayoutSaga): PayoutStep {
  const command = underWay({ ...saga, idle: false });
  if (command === undefined) return stay(saga);
  const awake = { ...saga, idle: false };
  if (command.do === "send") return { saga: { ...awake, sends: saga.sends + 1 }, commands: [command] };
  if (command.do === "ask") return { saga: { ...awake, step: "asking" }, commands: [command] };
  return { saga: awake, commands: [command] };
}

/** Where a parked payout goes on: with its end if that is known, else by asking if it may have left. */
function resumed(saga: PayoutSaga): PayoutSaga {
  const fresh = { ...saga, asks: 0, failures: 0, sends: Math.min(saga.sends, 1) };
  if (saga.end !== undefined) return { ...fresh, step: "ending" };
  return { ...fresh, step: saga.sends > 0 ? "asking" : "screening" };
}

function withheldMs(failures: number): number {
  return Math.min(WITHHELD_MS.least * 2 ** (failures - 1), WITHHELD_MS.most);
}

function rest(saga: PayoutSaga, ms: number, first: readonly PayoutCommand[] = []): PayoutStep {
  return { saga: { ...saga, idle: true }, commands: [...first, { do: "wait", ms }] };
}

function park(saga: PayoutSaga, why: PayoutAlarm): PayoutStep {
  return { saga: { ...saga, step: "parked", idle: false }, commands: [{ do: "alarm", why }] };
}

function stay(saga: PayoutSaga): PayoutStep {
  return { saga, commands: [] };
}
