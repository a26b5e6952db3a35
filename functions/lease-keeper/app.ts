import type { Lease } from "../domain/lease.ts";
import type { AuthorityTable } from "../stores/authority.ts";
import type { Canary } from "../stores/canary.ts";
import type { Clock, Random } from "../stores/clock.ts";
import type { ControlWriter } from "../stores/control.ts";
import type { PublishedIssuer } from "../stores/issuer.ts";
import { reported, type Log } from "../stores/log.ts";
import type { Signs } from "../stores/signs.ts";
import { createBeating } from "./beating.ts";
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
  /** Ticks every two seconds for `durationMs`, and beats beside; a failed tick writes nothing, the next tries again. */
  run(durationMs: number): Promise<void>;
}

const TICK_MS = 2_000;
/** Makes a keeper; started every minute and running longer than that, keepers overlap and never pull a lease back. */
export function createApp(env: Env, stores: Stores, clock: Clock, random: Random): Keeper {
  const { authority, control, issuer, log } = stores;
  const beating = createBeating(env, stores, clock, random);
  let copiedDirectory: bigint | undefined;
  let published = false;

  async function copyDirectory(): Promise<void> {
    const directory = await authority.directory();
    for (const [pk, item] of directory) await control.putDirectoryItem(pk, item);
    if (published) return;
    const { url, keys } = await issuer();
    const pk = `issuer#${env.cell}`;
    const mine = { url, keys, canary: env.canaryClientId };
    const known = directory.get(pk);
    if (known?.["url"] !== url || known["keys"] !== keys || known["canary"] !== mine.canary) {
      await authority.putDirectoryItem(pk, mine);
      await control.putDirectoryItem(pk, mine);
    }
    published = true;
  }

  /** The directory goes first: a lease must not announce a revision whose entries are not there yet. */
  async function carry(lease: Lease): Promise<boolean> {
    const current = lease.directoryRevision === copiedDirectory && published;
    const copied = current || (await copyDirectory().then(() => true, reported(log, "keeper directory")));
    if (copied) copiedDirectory = lease.directoryRevision;
    return control.writeLease({ ...lease, directoryRevision: copiedDirectory ?? 0n });
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

  async function ticks(started: number, end: number): Promise<void> {
    let renewed = true;
    for (let next = started; next < end; next += renewed ? TICK_MS : TICK_MS / 4) {
      const early = next - clock.monotonic();
      if (early > 0) await clock.sleep(early);
      renewed = await tick().catch(reported(log, "keeper tick"));
    }
  }

  return {
    tick,
    beat: beating.beat,
    async run(durationMs) {
      const started = clock.monotonic();
      await Promise.all([ticks(started, started + durationMs), beating.run(started + durationMs)]);
    },
  };
}
