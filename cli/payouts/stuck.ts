import { storedSaga } from "../../functions/bank-connector/saga.ts";
import type { PaymentEntry } from "../../functions/domain/entries.ts";
import { homeOf, type PaymentId } from "../../functions/domain/ids.ts";
import { paymentKey } from "../../functions/domain/keys.ts";
import { abandoned, nextExecution, takenUp, whyParked } from "../../functions/domain/parked-payouts.ts";
import { paymentFrom } from "../../functions/domain/payments.ts";
import type { PayoutSaga } from "../../functions/domain/payout-saga.ts";
import { disputeKeyOf, isPayout, payoutStateOf, type PayoutState } from "../../functions/domain/payouts.ts";
import type { Executions } from "../../functions/stores/executions.ts";
import type { LedgerRows } from "../../functions/stores/ledger-rows.ts";
import { UserError } from "../../local/core/errors.ts";
import type { LastExecution, PayoutMachine } from "./machines.ts";

/** What an operator needs of a cell to look after its payouts. */
export interface PayoutParts {
  readonly ledger: LedgerRows;
  readonly machine: PayoutMachine;
  readonly executions: Pick<Executions, "start">;
}

/**
 * A payout of which some machine has stopped before it had told the ledger all: its amount is held and nothing is under
 * way about it; or it has ended, and the ledger has still to be told that its bank said the opposite.
 */
export interface StuckPayout {
  readonly payment: PaymentEntry;
  readonly execution: LastExecution;
  readonly saga: PayoutSaga;
  /** Why it was parked; that its machine broke off; or that a dispute is not on record. */
  readonly why: string;
}

/** What became of a payout that was to be resumed or abandoned. */
export type Outcome =
  | { readonly outcome: "begun"; readonly payment: PaymentEntry; readonly execution: string }
  | { readonly outcome: "under_way" }
  | { readonly outcome: "ended"; readonly state: Exclude<PayoutState, "processing"> };

/** Who resumes or abandons, kept with the execution that it begins. */
export interface Decided {
  readonly by: string;
  readonly why?: string;
}

/** The payouts of a cell that wait for somebody. */
export async function stuckPayouts(parts: PayoutParts): Promise<readonly StuckPayout[]> {
  const found: StuckPayout[] = [];
  for (const id of await parts.machine.stopped()) {
    const look = await lookAt(id, parts);
    if (look.is === "stuck") found.push(look.stuck);
  }
  return found;
}

/** Takes a payout up again where it stopped; harmless where it is under way or has ended. */
export function resumePayout(id: PaymentId, decided: Decided, parts: PayoutParts): Promise<Outcome> {
  return goOn(id, decided, parts, ({ saga }) => takenUp(saga));
}

/** Gives a payout's hold back, where somebody answers for it that the bank has never had it; harmless a second time. */
export function abandonPayout(id: PaymentId, decided: Decided, parts: PayoutParts): Promise<Outcome> {
  return goOn(id, decided, parts, ({ saga }) => {
    const given = abandoned(saga);
    if (given.ok) return given.value;
    throw new UserError(
      given.refusal === "end_known"
        ? `How payout ${id} ended is known (${saga.end?.end}): resume it, so that the ledger is told.`
        : `The machine of payout ${id} broke off: resume it, so that the bank is asked first.`,
    );
  });
}

async function goOn(
  id: PaymentId,
  decided: Decided,
  parts: PayoutParts,
  decide: (stuck: StuckPayout) => PayoutSaga,
): Promise<Outcome> {
  const look = await lookAt(id, parts);
  if (look.is === "ended") return { outcome: "ended", state: look.state };
  if (look.is === "under_way") return { outcome: "under_way" };
  const { payment, execution } = look.stuck;
  const saga = storedSaga(decide(look.stuck));
  const name = nextExecution(execution.name);
  await parts.executions.start(name, { payout: execution.input.payout, saga, ...decided });
  return { outcome: "begun", payment, execution: name };
}

type Look =
  | { readonly is: "stuck"; readonly stuck: StuckPayout }
  | { readonly is: "under_way" }
  | { readonly is: "ended"; readonly state: Exclude<PayoutState, "processing"> };

/** Where a payout stands. Throws `UserError` where there is none of that id. */
async function lookAt(id: PaymentId, { ledger, machine }: PayoutParts): Promise<Look> {
  const [item] = await ledger.getMany([paymentKey(homeOf(id), id)]);
  const payment = item === undefined ? undefined : paymentFrom(item);
  if (payment === undefined || !isPayout(payment)) throw new UserError(`Cell ${homeOf(id)} knows no payout ${id}.`);
  const state = payoutStateOf(payment);
  const executions = await machine.lastOf(id);
  if (state !== "processing") {
    const stuck = await untold(payment, state, executions, { ledger, machine });
    return stuck === undefined ? { is: "ended", state } : { is: "stuck", stuck };
  }
  const stopped = executions.filter(({ status }) => status === "stopped");
  // One that has an end to tell comes before the one that was to find it out.
  const execution = stopped.find(({ name }) => name.saga !== id) ?? stopped[0];
  if (execution === undefined || executions.some(({ status }) => status === "running")) return { is: "under_way" };
  const saga = await machine.sagaOf(execution);
  return { is: "stuck", stuck: { payment, execution, saga, why: whyParked(saga) ?? "machine_stopped" } };
}

/** What a machine that stopped had still to tell of a payout that has ended: its bank said the opposite. */
async function untold(
  payment: PaymentEntry,
  state: PayoutState,
  executions: readonly LastExecution[],
  { ledger, machine }: Pick<PayoutParts, "ledger" | "machine">,
): Promise<StuckPayout | undefined> {
  for (const execution of executions.filter(({ status }) => status === "stopped")) {
    const saga = await machine.sagaOf(execution);
    if (saga.end === undefined || saga.end.end === state) continue;
    const [told] = await ledger.getMany([disputeKeyOf(homeOf(payment.id), payment.id, saga.end)]);
    if (told === undefined) return { payment, execution, saga, why: "dispute_unrecorded" };
  }
  return undefined;
}
