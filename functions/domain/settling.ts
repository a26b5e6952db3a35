import { DUE_FIELDS, entryKey, told } from "./endings.ts";
import { namesOf, type HalfEntry, type HalfOutcome, type OperationEntry, type PaymentEntry } from "./entries.ts";
import { homeOf, type CellName } from "./ids.ts";
import { bounceKey, halfKey, paymentKey, type LedgerKey } from "./keys.ts";
import { clause, type LedgerWrite } from "./ledger-write.ts";
import { reversalIdOf } from "./reversals.ts";

/** What a cell reads about one of its own entries. */
export interface SettlingRead {
  readonly entry: PaymentEntry | OperationEntry;
  /** What the payee's cell has answered to this payment and what was done about it, whoever's entries it answers. */
  readonly halves: readonly HalfEntry[];
  /** The home's entry under the same id, where this cell is not the home. */
  readonly atHome?: PaymentEntry | OperationEntry;
  /** What the home did about the payment, where this cell is not the home. */
  readonly operationsAtHome: readonly OperationEntry[];
}

/**
 * What a cell notes about its own entry once others have answered it: nothing when all is noted. The state of an entry
 * follows the one half that its request got, whoever's entry that was put for; it is due no longer once the payee's
 * cell has answered this cell's own. Conditional on the entry being as read.
 */
export function settle(read: SettlingRead, cell: CellName, at: bigint): readonly LedgerWrite<"unchanged">[] {
  const { entry } = read;
  const { payment, operation } = namesOf(entry);
  const home = homeOf(payment) === cell;
  const answers = halvesOf(read);
  const answered = answers.find(({ origin }) => origin === cell);
  const paid = answers.find(({ outcome }) => outcome === "credited" || outcome === "returned");
  const state = home ? stateAtHome(read, answered, paid) : stateAtStandIn(read, answered, paid, cell);
  const isDue = entry.due !== undefined && isOver(read, answered, paid, state);
  // What is returned comes back to this home as something due here, and ends the entry then.
  const remove = isDue && !(home && answered?.outcome === "returned") ? { remove: DUE_FIELDS } : {};
  if (state === "completed" && home) return complete(entry, cell, at, remove);
  if (state === undefined && remove.remove === undefined) return [];
  return [
    {
      write: "update",
      key: entryKey(cell, payment, operation),
      require: [clause("unchanged", { field: "state", is: "=", value: entry.state })],
      ...(state === undefined ? {} : { set: { state } }),
      ...remove,
    },
  ];
}

/** What a cell notes about its own half once the home has answered it. */
export function settleHalf(key: LedgerKey, half: HalfEntry): LedgerWrite<"unchanged"> {
  return {
    write: "update",
    key,
    require: [clause("unchanged", { field: "outcome", is: "=", value: half.outcome })],
    remove: DUE_FIELDS,
  };
}

/** Where the home's answer to a cell's half stands. */
export function answerToHalf({ payment, operation, origin, outcome }: HalfEntry): LedgerKey {
  const home = homeOf(payment);
  const second = outcome === "returned" && origin !== home;
  return second ? bounceKey(home, payment, origin, operation) : halfKey(home, payment, operation);
}

/** Whether the home has taken a stand-in's entry in, so that its claim is answered; what it queued, once it is done. */
export function isTakenIn(read: Omit<SettlingRead, "halves">, standIn: CellName): boolean {
  if (isReversed(read, standIn)) return true;
  const { entry, atHome } = read;
  if (atHome?.origin !== standIn) return false;
  const queued = entry.kind !== "payment" && entry.queued !== undefined;
  return !queued || (atHome.state !== "queued" && atHome.state !== "processing");
}

/** Whether the payee's cell has said all that it has to say about this very entry. */
function isOver(
  { entry }: SettlingRead,
  answered: HalfEntry | undefined,
  paid: HalfEntry | undefined,
  state: State | undefined,
): boolean {
  if (entry.due?.action === "await") return state !== undefined;
  if (answered === undefined) return false;
  // Sent back as the second one, before the first could be seen: the state is still to come.
  return answered.outcome !== "bounced" || paid !== undefined || state !== undefined || entry.state !== "processing";
}

type State = (PaymentEntry | OperationEntry)["state"];

/** The payee has the money: the entry is complete, and what was paid can be refunded from now on. */
function complete(
  entry: PaymentEntry | OperationEntry,
  cell: CellName,
  at: bigint,
  remove: { readonly remove?: readonly string[] },
): readonly LedgerWrite<"unchanged">[] {
  const refundable = { refundable: entry.amount };
  const { payment, operation } = namesOf(entry);
  const state = {
    write: "update",
    key: entryKey(cell, payment, operation),
    require: [clause("unchanged", { field: "state", is: "=", value: entry.state })],
    set: { state: "completed" },
    ...remove,
  } as const;
  if (operation === undefined) return [{ ...state, add: refundable }];
  const captured: LedgerWrite<never> = {
    write: "update",
    key: paymentKey(cell, payment),
    require: [],
    add: refundable,
  };
  return [state, captured, ...told(entry, "completed", at)];
}

function stateAtHome(
  { entry }: SettlingRead,
  answered: HalfEntry | undefined,
  paid: HalfEntry | undefined,
): "completed" | undefined {
  if (entry.state !== "processing" || paid?.outcome !== "credited") return undefined;
  // Its own entry stays due until the payee's cell has seen it: were it to find nothing due, it could not answer it.
  return entry.due?.action === "await" || answered !== undefined ? "completed" : undefined;
}

function stateAtStandIn(
  read: SettlingRead,
  answered: HalfEntry | undefined,
  paid: HalfEntry | undefined,
  cell: CellName,
): State | undefined {
  const { entry, atHome } = read;
  if (isReversed(read, cell)) {
    // The same authorization stands at home too: what was held here was never a second one.
    const held = entry.kind === "payment" && entry.capture === "manual" && atHome?.request === entry.request;
    return held || entry.state === "reversed" ? undefined : "reversed";
  }
  if (entry.kind !== "payment" && entry.queued !== undefined) {
    const done = isTakenIn(read, cell) && atHome !== undefined && atHome.state !== entry.state;
    return done ? atHome.state : undefined;
  }
  if (entry.state !== "processing" || answered === undefined) return undefined;
  // Sent back as the second one: it stands all the same if it is the one that the home took in.
  const outcome = answered.outcome !== "bounced" ? answered.outcome : takenIn(atHome, cell) && paid?.outcome;
  return stateOf(outcome);
}

function stateOf(outcome: HalfOutcome | false | undefined): "completed" | "returned" | undefined {
  if (outcome === "credited") return "completed";
  return outcome === "returned" ? "returned" : undefined;
}

function takenIn(atHome: PaymentEntry | OperationEntry | undefined, standIn: CellName): boolean {
  return atHome?.origin === standIn;
}

function isReversed(
  { entry, operationsAtHome }: Pick<SettlingRead, "entry" | "operationsAtHome">,
  standIn: CellName,
): boolean {
  const { payment, operation } = namesOf(entry);
  const id = reversalIdOf(payment, standIn, operation);
  return operationsAtHome.some((done) => done.id === id);
}

/** What a payee's cell can make of an entry that was to pay it. */
const ANSWERS: readonly HalfOutcome[] = ["credited", "returned", "bounced"];

/** The halves of this very entry's request: one of another request under the same id is none of its business. */
function halvesOf({ entry, halves }: SettlingRead): readonly HalfEntry[] {
  const { operation } = namesOf(entry);
  return halves.filter(
    (half) =>
      ANSWERS.includes(half.outcome) &&
      half.operation === operation &&
      (half.request === undefined || half.request === entry.request),
  );
}
