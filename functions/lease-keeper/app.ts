import { mayStandBy, nextLookAt, RENEWAL_MS, type KeptLease, type Lease } from "../domain/lease.ts";
import type { AuthorityTable } from "../stores/authority.ts";
import type { Canary } from "../stores/canary.ts";
import type { Clock, Random } from "../stores/clock.ts";
import type { ControlWriter } from "../stores/control.ts";
import type { PublishedIssuer } from "../stores/issuer.ts";
import { reported, type Log } from "../stores/log.ts";
import type { Signs } from "../stores/signs.ts";
import { createBeating } from "./beating.ts";
import { createDirectoryCopy } from "./directory.ts";
import type { Env } from "./env.ts";

/** What the keeper reads and writes. */
export interface Stores {
  readonly authority: AuthorityTable;
  readonly control: ControlWriter;
  readonly issuer: () => Promise<PublishedIssuer>;
  readonly signs: Pick<Signs, "beatOf" | "beat">;
  readonly canary: Canary;
  readonly log: Log;
}

/** The lease keeper: carries authority and directory from the authority table to this region's control table. */
export interface Keeper {
  /** One reading of the authority, and what follows from it; true when the lease was renewed. */
  tick(): Promise<boolean>;
  /** One beat, unless another keeper has just beaten; tells in how many milliseconds the next one is due. */
  beat(): Promise<number>;
  /**
   * Ticks every two seconds for `durationMs`, and beats beside; a failed tick writes nothing, the next tries again.
   * While a keeper that began later does so, this one stands by: it looks at the lease alone, and ticks when that falls
   * behind.
   */
  run(durationMs: number): Promise<void>;
}

/** Makes a keeper; started every minute and running longer than that, keepers overlap and never pull a lease back. */
export function createApp(env: Env, stores: Stores, clock: Clock, random: Random): Keeper {
  const { authority, control, log } = stores;
  const beating = createBeating(env, stores, clock, random);
  const directory = createDirectoryCopy(env, stores);
  let name = keeperName(clock, random);
  /** The lease as a keeper that began later left it; undefined while this keeper leads. */
  let followed: KeptLease | undefined;

  /** The directory goes first: a lease must not announce a revision whose entries are not there yet. */
  async function carry(lease: Lease): Promise<boolean> {
    const directoryRevision = await directory.bringTo(lease.directoryRevision);
    const renewal = await control.writeLease({ ...lease, directoryRevision }, name);
    if (renewal.outcome === "superseded") return false;
    follow(renewal.before);
    return true;
  }

  function follow(kept: KeptLease | undefined): void {
    followed = kept !== undefined && mayStandBy(kept, name, clock.now()) ? kept : undefined;
    // Its entries were there before the lease was: there is nothing to copy if this keeper has to lead again.
    if (followed !== undefined) directory.isAt(followed.lease.directoryRevision);
  }

  const listsHome = (found: Lease | "missing"): found is Lease =>
    found !== "missing" && found.homes[env.cell] !== undefined;

  async function tick(): Promise<boolean> {
    const found = await authority.read();
    if (found === undefined) return false;
    if (listsHome(found)) return carry(found);
    await authority.addHome(env.cell);
    const added = await authority.read();
    return added !== undefined && listsHome(added) && carry(added);
  }

  /** Renews the lease, or sees that another keeper does; tells when to go on, as `planned` on the monotonic clock. */
  async function turn(planned: number): Promise<number> {
    if (followed !== undefined) {
      const kept = await control.keptLease().catch(reported(log, "keeper look"));
      follow(kept === false ? undefined : kept);
    }
    const renewed = followed !== undefined || (await tick().catch(reported(log, "keeper tick")));
    if (followed !== undefined) return clock.monotonic() + nextLookAt(followed) - clock.now();
    return planned + (renewed ? RENEWAL_MS : RENEWAL_MS / 4);
  }

  async function turns(started: number, end: number): Promise<void> {
    for (let next = started; next < end; next = await turn(next)) {
      const early = next - clock.monotonic();
      if (early > 0) await clock.sleep(early);
    }
  }

  return {
    tick,
    beat: beating.beat,
    async run(durationMs) {
      // Every run is a keeper of its own: it begins by leading.
      [name, followed] = [keeperName(clock, random), undefined];
      const started = clock.monotonic();
      await Promise.all([turns(started, started + durationMs), beating.run(started + durationMs)]);
    },
  };
}

/** Of two keepers, the one that began later has the greater name. */
function keeperName(clock: Pick<Clock, "now">, random: Random): string {
  return `${new Date(clock.now()).toISOString()}#${Math.floor(random() * 2 ** 48).toString(16)}`;
}
