import type { Lease } from "../domain/lease.ts";
import type { AuthorityTable } from "../stores/authority.ts";
import type { Clock } from "../stores/clock.ts";
import type { ControlWriter } from "../stores/control.ts";
import type { PublishedIssuer } from "../stores/issuer.ts";
import { faultFields, type Log } from "../stores/log.ts";
import type { Env } from "./env.ts";

/** What the keeper reads and writes. */
export interface Stores {
  readonly authority: AuthorityTable;
  readonly control: ControlWriter;
  readonly issuer: () => Promise<PublishedIssuer>;
  readonly log: Log;
}

/** The lease keeper: carries authority and directory from the authority table to this region's control table. */
export interface Keeper {
  /** One reading of the authority, and what follows from it; true when the lease was renewed. */
  tick(): Promise<boolean>;
  /** Ticks every two seconds for `durationMs`; a failed tick writes nothing and the next one tries again. */
  run(durationMs: number): Promise<void>;
}

const TICK_MS = 2_000;

/** Makes a keeper; started every minute and running longer than that, keepers overlap and never pull a lease back. */
export function createApp(env: Env, { authority, control, issuer, log }: Stores, clock: Clock): Keeper {
  let copiedDirectory: bigint | undefined;
  let published = false;

  async function copyDirectory(): Promise<void> {
    const directory = await authority.directory();
    for (const [pk, item] of directory) await control.putDirectoryItem(pk, item);
    if (published) return;
    const { url, keys } = await issuer();
    const pk = `issuer#${env.cell}`;
    const known = directory.get(pk);
    if (known?.["url"] !== url || known["keys"] !== keys) {
      await authority.putDirectoryItem(pk, { url, keys });
      await control.putDirectoryItem(pk, { url, keys });
    }
    published = true;
  }

  /** The directory goes first: a lease must not announce a revision whose entries are not there yet. */
  async function carry(lease: Lease): Promise<boolean> {
    const current = lease.directoryRevision === copiedDirectory && published;
    const copied = current || (await copyDirectory().then(() => true, reported(log, "directory")));
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

  return {
    tick,
    async run(durationMs) {
      const started = clock.monotonic();
      let renewed = true;
      for (let next = started; next - started < durationMs; next += renewed ? TICK_MS : TICK_MS / 4) {
        const early = next - clock.monotonic();
        if (early > 0) await clock.sleep(early);
        renewed = await tick().catch(reported(log, "tick"));
      }
    },
  };
}

function reported(log: Log, step: string): (fault: unknown) => false {
  return (fault) => {
    log("warn", `keeper ${step} failed`, faultFields(fault));
    return false;
  };
}
