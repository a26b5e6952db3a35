import type { Standing } from "./balances.ts";
import type { Takeover } from "./fences.ts";
import type { CellName } from "./ids.ts";
import { keptBack } from "./isolated.ts";
import { figureIn, type Item } from "./ledger-write.ts";

/** Under what a stand-in works: its epoch over a home of which it has only a replica. */
export interface StandInStanding extends Standing {
  readonly home: CellName;
  /** An operator has said so: the whole allowance is the stand-in's. */
  readonly homeIsDead: boolean;
  /** Every other cell of the platform, the home among them. */
  readonly others: readonly CellName[];
}

/** What a stand-in's replica has of an account. */
export interface AccountSeen {
  /** The home's balance. */
  readonly balance: Item | undefined;
  /** The stand-in's own row. */
  readonly own: Item | undefined;
  /** The rows of third cells that stood in before. */
  readonly thirds: readonly { readonly cell: CellName; readonly row: Item | undefined }[];
}

/** What a stand-in may debit from an account in its epoch, minor units. */
export interface Allowance {
  /** Below zero where more was spent than is seen now. */
  readonly left: bigint;
  /** The lowest `net` that its row may reach; none for an account without a floor. */
  readonly lowest: bigint | undefined;
  /** Whether the home could not spend a share of its own, so that asking it to yield brings nothing. */
  readonly whole: boolean;
}

/**
 * What a stand-in may still debit: what the home's balance has available, corrected by what stand-ins debited that it
 * had not absorbed, less the home's own share. The share is the stand-in's too once the home's balance carries this
 * epoch: that version contains every earlier debit of the home and refuses every later one.
 */
export function allowanceOf(seen: AccountSeen, standing: StandInStanding): Allowance {
  const { balance = {}, own = {}, thirds } = seen;
  const net = figureIn(own, "net");
  const base = baseOf(own, standing);
  const absorbed = (cell: CellName) => figureIn(balance, absorbedField(cell));
  const unabsorbed = thirds.map(({ cell, row }) => figureIn(row, "net") - absorbed(cell));
  const onTheWay = unabsorbed.reduce((sum, debits) => sum + (debits < 0n ? debits : 0n), 0n);
  const available = figureIn(balance, "available");
  const whole = standing.homeIsDead || figureIn(balance, "epoch") >= standing.epoch;
  const share = whole ? 0n : shareOf(balance);
  const limit = available - share + base - absorbed(standing.cell) + onTheWay;
  const lowest = balance["floor"] === "none" ? undefined : base - limit;
  return { left: limit - (base - net), lowest, whole };
}

/**
 * What the home may spend by itself beyond this version of its balance: what is left of the share that it has begun, or
 * the one that it would take of all that it sees. It knows of no stand-in's debits that are still on their way.
 */
function shareOf(balance: Item): bigint {
  const left = balance["isolatedLeft"];
  return typeof left === "bigint" ? left : keptBack(figureIn(balance, "available"));
}

/** The field of a home's balance that says how much of a stand-in's `net` is in it. */
export function absorbedField(cell: CellName): string {
  return `absorbed_${cell}`;
}

/** Whose epoch a stand-in works under, as its fence rows are named. */
export function takeoverOf({ cell, home, epoch }: StandInStanding): Takeover {
  return { standIn: cell, home, epoch };
}

/** The `net` at the start of this epoch: the present one where the row was last written under another. */
function baseOf(own: Item, { epoch }: Standing): bigint {
  return figureIn(own, own["epoch"] === epoch ? "base" : "net");
}
