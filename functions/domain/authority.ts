import type { CellName } from "./ids.ts";
import type { Takeover } from "./fences.ts";
import type { HomeAuthority, Served } from "./lease.ts";
import { invariant, ok, refuse, type Result } from "./result.ts";

/** Who did what to the authority, and which revision it made of it. */
export interface ChangeRecord {
  /** Tells a change whose reply was lost from somebody else's. */
  readonly id: string;
  readonly by: string;
  readonly what: string;
  readonly revision: bigint;
  /** Wall time of whoever did it, milliseconds since the epoch. */
  readonly at: bigint;
}

/** The one item that says who serves which home. */
export interface AuthorityState {
  /** Raised by every change. */
  readonly revision: bigint;
  readonly homes: Homes;
  /** Cells that automation may not evacuate. */
  readonly forbidden: readonly CellName[];
  /** The latest changes, newest last; homes add themselves without leaving a record. */
  readonly history: readonly ChangeRecord[];
}

/** The authority over every home, by the home's name. */
export type Homes = Readonly<Record<string, HomeAuthority>>;

/** What a change makes of the authority. */
export type NextAuthority = Pick<AuthorityState, "homes" | "forbidden">;

/** Why the authority stays as it is. */
export type AuthorityRefusal =
  /** No home of that name is listed. */
  | "unknown_cell"
  /** Its home is served by another cell already. */
  | "already_evacuated"
  /** There is no other cell that could serve its homes. */
  | "last_cell"
  /** An operator keeps automation off this cell. */
  | "automation_forbidden"
  /** The home serves itself. */
  | "not_evacuated"
  /** The home is on its way back already. */
  | "already_returning"
  /** The home is not on its way back. */
  | "not_returning"
  /** The epoch that the caller speaks of is over. */
  | "epoch_passed"
  /** It is as asked. */
  | "already_so";

/** A change of the authority: what it would make of a state, or why not. */
export type Decision = (state: AuthorityState) => Result<NextAuthority, AuthorityRefusal>;

/** What evacuating a cell is to respect. */
export interface Evacuation {
  readonly cell: CellName;
  /** Who may stand in for a home, the first choice first; any other cell comes after them. */
  readonly standIns: Readonly<Record<string, readonly CellName[]>>;
  /** Automation heeds what an operator has forbidden; an operator does not. */
  readonly automatic: boolean;
  /** An operator answers for it that the cell is gone: the stand-in may spend what it kept back for itself. */
  readonly homeIsDead?: boolean;
  /** Cells that nothing is to be given to, since they seem to be down themselves. */
  readonly avoid?: readonly CellName[];
}

/** A cell whose own home another cell serves. */
export function isEvacuated(homes: Homes, cell: string): boolean {
  const authority = homes[cell];
  return authority !== undefined && authority.owner !== cell;
}

/** The takeovers of a home by its present owner, one for each of its epochs, oldest first. */
export function presentTakeovers(home: CellName, held: HomeAuthority): readonly Takeover[] {
  return takeoversBy(home, servedNow(held));
}

/** Takeovers by stand-ins that handed the home on: it has to absorb their fences too before it serves itself again. */
export function earlierTakeovers(home: CellName, { earlier = [] }: HomeAuthority): readonly Takeover[] {
  return earlier.flatMap((served) => takeoversBy(home, served));
}

function servedNow({ owner, epoch, since = epoch }: HomeAuthority): Served {
  return { owner, since, until: epoch };
}

function takeoversBy(home: CellName, { owner, since, until }: Served): readonly Takeover[] {
  invariant(since <= until, "nobody took over under an epoch that is still to come");
  const length = Number(until - since) + 1;
  return Array.from({ length }, (_, index) => ({ standIn: owner, home, epoch: since + BigInt(index) }));
}

/** Gives every home that a cell serves to another cell, each under a new epoch. */
export function evacuate({ cell, standIns, automatic, homeIsDead = false, avoid = [] }: Evacuation): Decision {
  return ({ homes, forbidden }) => {
    if (homes[cell] === undefined) return refuse("unknown_cell");
    if (isEvacuated(homes, cell)) return refuse("already_evacuated");
    if (automatic && forbidden.includes(cell)) return refuse("automation_forbidden");
    const next: Record<string, HomeAuthority> = { ...homes };
    for (const [home, authority] of Object.entries(homes)) {
      if (authority.owner !== cell) continue;
      // Nobody is evacuated to an evacuated cell, so a home never goes to its own cell by this way.
      const owner = [...(standIns[home] ?? []), ...cellsOf(homes)].find(
        (other) => other !== cell && homes[other]?.owner === other && !avoid.includes(other),
      );
      if (owner === undefined) return refuse("last_cell");
      const epoch = authority.epoch + 1n;
      const dead = authority.homeIsDead === true || (homeIsDead && home === cell);
      const served = home === cell ? [] : [...(authority.earlier ?? []), servedNow(authority)];
      const more = { ...(dead && { homeIsDead: true as const }), ...(served.length > 0 && { earlier: served }) };
      next[home] = { owner, epoch, mode: "normal", since: epoch, ...more };
    }
    return ok({ homes: next, forbidden });
  };
}

/** Sends a home back: its stand-in stops serving under the epoch that stands, and the home takes in what it did. */
export function failback(home: CellName): Decision {
  return changed(home, (authority) => {
    if (authority.owner === home) return refuse("not_evacuated");
    if (authority.mode === "returning") return refuse("already_returning");
    const { homeIsDead: _, ...kept } = authority;
    return ok({ ...kept, mode: "returning" });
  });
}

/** The home serves itself again. */
export function finish(home: CellName, epoch: bigint): Decision {
  return changed(home, (authority) =>
    returning(authority, epoch, { owner: home, epoch: authority.epoch + 1n, mode: "normal" }),
  );
}

/** The home did not come back in time: its stand-in goes on under a new epoch. */
export function giveBack(home: CellName, epoch: bigint): Decision {
  return changed(home, (authority) =>
    returning(authority, epoch, {
      ...authority,
      epoch: authority.epoch + 1n,
      mode: "normal",
      // What it did before is still to be absorbed.
      since: authority.since ?? authority.epoch,
    }),
  );
}

/** An operator says of a cell that was evacuated before that it is gone. */
export function declareDead(home: CellName): Decision {
  return changed(home, (authority) => {
    if (authority.owner === home) return refuse("not_evacuated");
    if (authority.mode === "returning") return refuse("already_returning");
    return authority.homeIsDead === true ? refuse("already_so") : ok({ ...authority, homeIsDead: true });
  });
}

/** Forbids automation to evacuate a cell, or allows it again. */
export function setAutomation(cell: CellName, rule: "allow" | "forbid"): Decision {
  return ({ homes, forbidden }) => {
    if (homes[cell] === undefined) return refuse("unknown_cell");
    if (forbidden.includes(cell) === (rule === "forbid")) return refuse("already_so");
    const others = forbidden.filter((other) => other !== cell);
    return ok({ homes, forbidden: rule === "forbid" ? [...others, cell] : others });
  };
}

function changed(
  home: CellName,
  change: (authority: HomeAuthority) => Result<HomeAuthority, AuthorityRefusal>,
): Decision {
  return ({ homes, forbidden }) => {
    const authority = homes[home];
    if (authority === undefined) return refuse("unknown_cell");
    const next = change(authority);
    return next.ok ? ok({ homes: { ...homes, [home]: next.value }, forbidden }) : next;
  };
}

function returning(
  authority: HomeAuthority,
  epoch: bigint,
  next: HomeAuthority,
): Result<HomeAuthority, AuthorityRefusal> {
  if (authority.epoch !== epoch) return refuse("epoch_passed");
  return authority.mode === "returning" ? ok(next) : refuse("not_returning");
}

/** In the order of their names: whoever decides, decides the same. */
function cellsOf(homes: Homes): readonly CellName[] {
  return Object.keys(homes).toSorted() as CellName[]; // homes are listed under the names of their cells
}
