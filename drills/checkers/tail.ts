import { homeOf, parseAccountId, systemAccountId } from "../../functions/domain/ids.ts";
import { balanceKey, writerOf } from "../../functions/domain/keys.ts";
import { debitsByHome, debitsByStandIn, type Debit } from "./debits.ts";
import {
  accountOf,
  balancesIn,
  figureOf,
  journalIn,
  nameOf,
  standInRowsIn,
  subjectOf,
  textOf,
  type LedgerView,
  type StoredItem,
} from "./ledger-view.ts";

/** A debit that a stand-in did not know of when it began to spend from the same account. */
export interface TailEntry {
  /** The cell that made it: the home, or an earlier stand-in. */
  readonly cell: string;
  readonly payment: string;
  readonly operation?: string;
  readonly amount: bigint;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
}

/** The unreplicated tail of one takeover on one account: the most by which it may end below its limit. */
export interface Tail {
  readonly home: string;
  /** The cell that began to spend without knowing of it: the stand-in, or a home that returned before it was told. */
  readonly spender: string;
  readonly epoch: bigint;
  readonly account: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly entries: readonly TailEntry[];
}

/** An account that is or was below its limit, and what of it the tails explain; minor units. */
export interface Overdraft {
  readonly account: string;
  readonly currency: string;
  readonly below: bigint;
  readonly tail: bigint;
  /** What no tail explains: a breach where it is more than nothing. */
  readonly beyond: bigint;
  readonly balance: StoredItem;
}

/**
 * The tails of every takeover that the ledger's stand-in rows tell of, empty ones left out: the debits of the home and
 * of earlier stand-ins, under an older epoch, that the stand-in had not seen when it first debited. What the home took
 * in isolation comes out of its own share and is no tail, unless an operator had declared the home dead.
 */
export function tailsIn(ledger: LedgerView): readonly Tail[] {
  const unseenByHomes = tailsOfHomes(ledger, debitsByStandIn(ledger.journal));
  return [...tailsOfRows(ledger, standInRowsIn(ledger.truth)), ...unseenByHomes];
}

/** The tails that stand-in rows tell of, these or others: as they were at the end of an earlier takeover. */
export function tailsOfRows(ledger: LedgerView, told: readonly StoredItem[]): readonly Tail[] {
  const own = debitsByHome(ledger.journal);
  const others = debitsByStandIn(ledger.journal);
  const rows = standInRowsIn(ledger.truth);
  return told.flatMap((row) => {
    const account = accountOf(row.key);
    if (account === undefined) return [];
    const home = homeOf(account);
    const standIn = writerOf(row.key);
    const epoch = figureOf(row.item, "epoch");
    const dead = ledger.state.declaredDead?.has(`${home} ${epoch}`) ?? false;
    const unseen = (debits: readonly Debit[] = [], seen: bigint, cell: string) =>
      unseenOf(before(debits, epoch), seen, dead, cell);
    const earlier = rows.filter(({ key }) => subjectOf(key) === account && writerOf(key) !== standIn);
    const parts = [
      unseen(own.get(account), figureOf(row.item, "seenDebited"), home),
      ...earlier.map(({ key }) => {
        const cell = writerOf(key);
        return unseen(others.get(`${cell} ${account}`), -figureOf(row.item, `seen_${cell}`), cell);
      }),
    ];
    const amount = total(parts);
    const entries = parts.flatMap((part) => part.entries);
    const balance = ledger.find(balanceKey(account));
    const currency = textOf(balance?.item ?? row.item, "currency");
    return amount === 0n ? [] : [{ home, spender: standIn, epoch, account, currency, amount, entries }];
  });
}

/** What a stand-in had debited when its home returned without it: the home spent from the same accounts meanwhile. */
function tailsOfHomes({ state }: LedgerView, byStandIn: ReadonlyMap<string, readonly Debit[]>): readonly Tail[] {
  return [...(state.returnedEarly ?? [])].flatMap((takeover) => {
    const [standIn = "", home = "", number = "0"] = takeover.split(" ");
    const epoch = BigInt(number);
    return [...byStandIn].flatMap(([name, debits]) => {
      const [cell, account = ""] = name.split(" ");
      const late = debits.filter((debit) => debit.epoch === epoch);
      const [first] = late;
      if (cell !== standIn || !account.startsWith(`acc_${home}_`) || first === undefined) return [];
      const entries = late.map((debit) => entryOf(debit, standIn));
      return [{ home, spender: home, epoch, account, currency: first.currency, amount: total(entries), entries }];
    });
  });
}

/** A debit that a region had and another did not. */
export interface UnreplicatedDebit extends TailEntry {
  readonly account: string;
  readonly currency: string;
}

/**
 * What `cell` had debited and a replica did not have at some moment: from the cell's own items and the replica's. A
 * transaction that had arrived by half counts: its entry may be there, and the balance that a stand-in goes by not.
 */
export function unreplicated(
  cell: string,
  own: readonly StoredItem[],
  replica: readonly StoredItem[],
): readonly UnreplicatedDebit[] {
  const arrived = new Set(replica.map(({ key }) => nameOf(key)));
  const seen = new Map(balancesIn(replica).map(({ key, item }) => [subjectOf(key), figureOf(item, "debited")]));
  const written = journalIn(own.filter(({ key }) => writerOf(key) === cell));
  return [...debitsByHome(written)].flatMap(([account, debits]) => {
    const unseen = new Set(lastOf(debits, total(debits) - (seen.get(account) ?? 0n)));
    return debits
      .filter((debit) => unseen.has(debit) || !arrived.has(nameOf(debit.stored.key)))
      .map((debit) => ({ ...entryOf(debit, cell), account, currency: debit.currency }));
  });
}

/**
 * Every account that is below its limit, or was as far as `lowest` tells, and how much of that its tails explain.
 * Settlement and suspense have no limit.
 */
export function overdraftsIn(ledger: LedgerView): readonly Overdraft[] {
  const tails = [...tailsIn(ledger), ...(ledger.state.earlierTails ?? [])];
  const lowestOf = ({ key, item }: StoredItem): bigint => {
    const [is, was] = [figureOf(item, "available"), ledger.state.lowest?.get(subjectOf(key)) ?? 0n];
    return was < is ? was : is;
  };
  return balancesIn(ledger.truth)
    .filter((balance) => lowestOf(balance) < 0n && textOf(balance.item, "floor") !== "none")
    .filter((balance) => !isSuspense(balance))
    .map((balance) => {
      const account = subjectOf(balance.key);
      const below = -lowestOf(balance);
      const tail = total(distinct(tails.filter((known) => known.account === account)));
      const beyond = below > tail ? below - tail : 0n;
      return { account, currency: textOf(balance.item, "currency"), below, tail, beyond, balance };
    });
}

function before(debits: readonly Debit[], epoch: bigint): readonly Debit[] {
  const later = debits.find((debit) => debit.epoch !== undefined && debit.epoch >= epoch);
  // A refund does not say its epoch: it is of the new one when it follows a payment that is.
  return debits.filter((debit) =>
    debit.epoch === undefined ? later === undefined || debit.at < later.at : debit.epoch < epoch,
  );
}

/**
 * The debits that were not seen, the home's own share left out unless `dead`. Their sum is exact, by what was counted;
 * which they are, is told by clocks, and those order debits of one moment only nearly: what does not fit is passed over
 * for what does, and where nothing does, the last ones are listed that reach the sum.
 */
function unseenOf(
  debits: readonly Debit[],
  seen: bigint,
  dead: boolean,
  cell: string,
): Pick<Tail, "amount" | "entries"> {
  const missing = total(debits) - seen;
  if (missing <= 0n) return { amount: 0n, entries: [] };
  const listed = lastOf(debits, missing);
  const share = dead ? 0n : total(listed.filter(({ isolated }) => isolated));
  const entries = listed.filter(({ isolated }) => dead || !isolated).map((debit) => entryOf(debit, cell));
  return { amount: missing > share ? missing - share : 0n, entries };
}

function lastOf(debits: readonly Debit[], sum: bigint): readonly Debit[] {
  const exact = lastFitting(debits, sum);
  return total(exact) === sum ? exact : lastReaching(debits, sum);
}

function lastFitting(debits: readonly Debit[], sum: bigint): readonly Debit[] {
  let left = sum;
  const fitting = debits.toReversed().filter(({ amount }) => {
    if (amount > left) return false;
    left -= amount;
    return true;
  });
  return fitting.toReversed();
}

function lastReaching(debits: readonly Debit[], sum: bigint): readonly Debit[] {
  let reached = 0n;
  const reaching = debits.toReversed().filter(({ amount }) => {
    if (reached >= sum) return false;
    reached += amount;
    return true;
  });
  return reaching.toReversed();
}

function entryOf({ payment, operation, amount, at }: Debit, cell: string): TailEntry {
  return { cell, payment, ...(operation === undefined ? {} : { operation }), amount, at };
}

function isSuspense({ key, item }: StoredItem): boolean {
  const id = parseAccountId(subjectOf(key));
  return id.ok && id.value === systemAccountId(homeOf(id.value), "suspense", textOf(item, "currency"));
}

/** A takeover's tail once, though an earlier note and the row itself may both tell of it. */
function distinct(tails: readonly Tail[]): readonly Tail[] {
  return [...new Map(tails.map((tail) => [`${tail.spender} ${tail.epoch}`, tail])).values()];
}

function total(parts: readonly { readonly amount: bigint }[]): bigint {
  return parts.reduce((sum, { amount }) => sum + amount, 0n);
}
