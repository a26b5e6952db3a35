import type { CellName } from "./ids.ts";

/** Who serves a home at present: one owner, under an epoch that every change of owner raises. */
export interface HomeAuthority {
  readonly owner: CellName;
  readonly epoch: bigint;
  /** `returning`: the owner has stopped serving and the home takes in what it did. */
  readonly mode: "normal" | "returning";
  /** An operator has said that the home's cell is gone and answers for what it kept back for itself. */
  readonly homeIsDead?: true;
  /** The epoch under which the present owner took over: its fences from there on are the home's to absorb. */
  readonly since?: bigint;
  /** Stand-ins before the present one, oldest first, whose fences the home has to absorb as well before it is back. */
  readonly earlier?: readonly Served[];
}

/** A cell that served another one's home, and under which epochs, both included. */
export interface Served {
  readonly owner: CellName;
  readonly since: bigint;
  readonly until: bigint;
}

/** What a keeper read from the authority table, and when it sent that read. */
export interface Lease {
  /** Raised by every change of authority. */
  readonly revision: bigint;
  /** Wall time at which the keeper's read was sent, milliseconds since the epoch. */
  readonly sent: number;
  readonly homes: Readonly<Record<string, HomeAuthority>>;
  /** Raised by every change of issuers and clients. */
  readonly directoryRevision: bigint;
}

/** A lease as it stands in `control`, and which keeper put it there. */
export interface KeptLease {
  readonly lease: Lease;
  /** Of two keepers' names, that of the one which began later is the greater; "" where no keeper is named. */
  readonly keeper: string;
}

/** A lease as a function has it in memory, with the time at which its own read of `control` was sent. */
export interface LeaseCopy {
  readonly lease: Lease;
  readonly sentWall: number;
  readonly sentMonotonic: number;
}

/** The two clocks of a machine at one moment, milliseconds. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

/** A lease lasts this long from the sending of the keeper's read. */
const LEASE_MS = 8_000;
/** An attempt of a write starts only with this much of the lease left, and times out in as much. */
export const ATTEMPT_MS = 1_000;
/** Functions read `control` again when their copy is older than this. */
export const COPY_FRESH_MS = 2_000;
/** How often the keeper that leads renews the lease. */
export const RENEWAL_MS = 2_000;
/** A renewal that is this much behind its time is missing: whoever stands by renews the lease itself. */
const LATE_MS = 500;
/** A lease sent further ahead of this machine's clock than this is none. */
const AHEAD_MS = 500;

/**
 * How old a lease is, milliseconds: the greater of what the wall clock says and of what the monotonic clock adds to the
 * age at reading, so that neither a wall clock set back nor a frozen container makes it younger. Infinite where the
 * lease comes from the future.
 */
export function leaseAge(copy: LeaseCopy, now: Moment): number {
  const { sent } = copy.lease;
  if (sent - now.wall > AHEAD_MS) return Number.POSITIVE_INFINITY;
  const byMonotonic = copy.sentWall - sent + (now.monotonic - copy.sentMonotonic);
  return Math.max(now.wall - sent, byMonotonic);
}

/**
 * Whether a keeper may stand by: another one that began later keeps the lease and is not behind. The youngest leads,
 * since it outlasts all others: no keeper's end leaves a lease without renewal.
 */
export function mayStandBy(kept: KeptLease, name: string, wallNow: number): boolean {
  const age = wallNow - kept.lease.sent;
  return kept.keeper > name && age >= -AHEAD_MS && age <= RENEWAL_MS + LATE_MS;
}

/**
 * When a keeper that stands by looks at the lease next, wall milliseconds. Should no renewal have come by then, a copy
 * that a function took of the lease at the last moment may still be used for as long as it counts as fresh.
 */
export function nextLookAt({ lease }: KeptLease): number {
  return lease.sent + 2 * RENEWAL_MS + LATE_MS;
}

/** What a cell may do about a home. */
export type Authority =
  | { readonly may: "everything"; readonly epoch: bigint }
  /** The home without a lease: it may spend the share that it keeps back, and decide nothing for good. */
  | { readonly may: "isolated"; readonly epoch: bigint }
  /** The owner of another cell's home: it may debit within its allowance, while its fence is open. */
  | { readonly may: "standIn"; readonly epoch: bigint; readonly homeIsDead: boolean }
  | { readonly may: "redirect"; readonly owner: CellName; readonly epoch: bigint }
  | { readonly may: "nothing" };

/** Judges, by the copy at hand, what `cell` may do about `home` at this moment. */
export function authorityOver(home: CellName, cell: CellName, copy: LeaseCopy | undefined, now: Moment): Authority {
  const authority = copy?.lease.homes[home];
  if (copy === undefined || authority === undefined) return { may: "nothing" };
  const { owner, epoch, mode, homeIsDead = false } = authority;
  if (leaseAge(copy, now) > LEASE_MS) {
    return home === cell && owner === cell && mode === "normal" ? { may: "isolated", epoch } : { may: "nothing" };
  }
  if (owner !== cell) return { may: "redirect", owner, epoch };
  if (mode === "returning") return { may: "nothing" };
  return home === cell ? { may: "everything", epoch } : { may: "standIn", epoch, homeIsDead };
}

/** Whether an attempt of a write may still start: a second of the lease is left. */
export function mayAttempt(copy: LeaseCopy, now: Moment): boolean {
  return leaseAge(copy, now) <= LEASE_MS - ATTEMPT_MS;
}
