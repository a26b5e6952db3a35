import type { BankAnswer } from "../domain/bank-answers.ts";
import type { Beneficiary } from "../domain/beneficiaries.ts";
import type { PaymentEntry } from "../domain/entries.ts";
import {
  beginPayout,
  stepPayout,
  underWay,
  type PayoutCommand,
  type PayoutEvent,
  type PayoutSaga,
  type PayoutStep,
} from "../domain/payout-saga.ts";
import type { PayoutEnd } from "../domain/payouts.ts";
import { unreachable } from "../domain/result.ts";
import type { CreditTransfer } from "../iso20022/pacs008.ts";
import type { Log } from "../stores/log.ts";
import { payoutIn, type PayoutImage } from "../stores/payout-image.ts";
import type { Screenings } from "../stores/screenings.ts";
import type { Vault } from "../stores/vault.ts";
import type { BankConnector } from "./app.ts";

/** A saga as the state machine carries it: JSON has no whole numbers of any size. */
export type StoredSaga = Omit<PayoutSaga, "epoch"> & { readonly epoch: string };

/** What the state machine says happened, besides what it asks to be done. */
export type Happened =
  | { readonly event: "woke" | "failed" }
  | { readonly event: "called_back"; readonly answer: Exclude<BankAnswer, { readonly answer: "not_known" }> };

/** What the state machine asks for: to go on with what is under way, or to hear what happened. */
export interface Turn {
  readonly payout: PayoutImage;
  readonly saga: StoredSaga;
  readonly happened: Happened | null;
}

/** Where the state machine goes, with the saga that it keeps. Every field is there: JSONata knows no absent ones. */
export interface Course {
  readonly saga: StoredSaga;
  /** `act`: come again at once; `listen`: wait for the bank's word, and no longer than `seconds`. */
  readonly go: "act" | "wait" | "listen" | "record" | "park" | "end";
  readonly seconds: number | null;
  readonly end: PayoutEnd | null;
}

/** Takes turns with the state machine: the domain decides, this does it, the machine remembers and waits. */
export interface SagaDriver {
  turn(turn: Turn): Promise<Course>;
}

/** What a saga is driven with. */
export interface SagaParts {
  readonly connector: Pick<BankConnector, "send" | "ask">;
  readonly screenings: Screenings;
  readonly vault: Pick<Vault, "read">;
  readonly log: Log;
}

/** A saga that rests without a new time to wake at, since what it heard changed nothing. */
const REST_SECONDS = 20;

/** Makes a driver. It keeps nothing between turns. */
export function createSagaDriver({ connector, screenings, vault, log }: SagaParts): SagaDriver {
  /** Does one thing once, and tells what came of it. `paid`: whom the payout pays, where that was just read. */
  async function perform(
    command: Extract<PayoutCommand, { do: "screen" | "send" | "ask" }>,
    payout: PaymentEntry,
    paid: Beneficiary | undefined,
  ): Promise<{ readonly event: PayoutEvent; readonly paid?: Beneficiary }> {
    switch (command.do) {
      case "screen": {
        const { verdict, again, beneficiary } = await screenings.screen(payout);
        return { event: { event: "screened", verdict, ...(again && { again }) }, paid: beneficiary };
      }
      case "send": {
        const beneficiary = paid ?? (await vault.read(payout, "sending"));
        return {
          event: { event: "sent", answer: await connector.send(transferOf(payout, beneficiary), command.epoch) },
        };
      }
      case "ask":
        return { event: { event: "asked", answer: await connector.ask(payout.id) } };
      default:
        return unreachable(command);
    }
  }

  return {
    async turn({ payout: image, saga: stored, happened }) {
      const payout = payoutIn(image);
      const saga: PayoutSaga = { ...stored, epoch: BigInt(stored.epoch) };
      let step = happened === null ? goOn(saga) : stepPayout(saga, happened);
      let paid: Beneficiary | undefined;
      // What may leave for the bank is under way in the machine's memory before it does: a crash is then asked about.
      let maySend = happened === null;
      for (;;) {
        tell(step, payout);
        const command = step.commands.find(isDoneHere);
        if (command === undefined || (command.do === "send" && !maySend)) return courseOf(step);
        const done = await perform(command, payout, paid);
        // A verdict, which is written once, is as good a memory.
        maySend = command.do === "screen";
        paid = done.paid;
        step = stepPayout(step.saga, done.event);
      }
    },
  };

  function tell({ saga, commands }: PayoutStep, { id }: PaymentEntry): void {
    const { step, sends, asks } = saga;
    for (const command of commands) {
      const fields = { payment: id, step, sends, asks };
      if (command.do === "alarm") log("error", "a payout needs somebody", { ...fields, why: command.why });
      if (command.do === "dispute") log("error", "a bank contradicts itself", { ...fields, said: command.said.end });
    }
  }
}

/** The saga of a payout whose hold stands, as the machine begins with it. */
export function firstSaga({ epoch }: PaymentEntry): StoredSaga {
  return storedSaga(beginPayout(epoch).saga);
}

/** A saga as the machine carries it. */
export function storedSaga(saga: PayoutSaga): StoredSaga {
  return { ...saga, epoch: saga.epoch.toString() };
}

function goOn(saga: PayoutSaga): PayoutStep {
  const command = underWay(saga);
  return { saga, commands: command === undefined ? [] : [command] };
}

type DoneHere = Extract<PayoutCommand, { do: "screen" | "send" | "ask" }>;

function isDoneHere(command: PayoutCommand): command is DoneHere {
  return command.do === "screen" || command.do === "send" || command.do === "ask";
}

function courseOf({ saga, commands }: PayoutStep): Course {
  const wait = commands.find((command) => command.do === "wait");
  const seconds = wait === undefined ? REST_SECONDS : Math.ceil(wait.ms / 1000);
  const course = { saga: storedSaga(saga), seconds: null, end: null };
  // A bank that has it may say so before it is asked.
  if (saga.idle) return { ...course, go: saga.step === "waiting" ? "listen" : "wait", seconds };
  switch (saga.step) {
    case "screening":
    case "submitting":
    case "asking":
    case "waiting":
      return { ...course, go: "act" };
    case "ending":
      return { ...course, go: "record", end: saga.end ?? null };
    case "ended":
      return { ...course, go: "end" };
    case "parked":
      return { ...course, go: "park" };
  }
}

function transferOf({ id, amount, currency, at }: PaymentEntry, beneficiary: Beneficiary): CreditTransfer {
  return { payment: id, amount, currency, at, beneficiary };
}
