import type { AuthorityTable } from "../stores/authority.ts";
import type { ControlWriter } from "../stores/control.ts";
import type { PublishedIssuer } from "../stores/issuer.ts";
import { reported, type Log } from "../stores/log.ts";
import type { Env } from "./env.ts";

/** The directory's way from the authority table to this region's control table. */
export interface DirectoryCopy {
  /** Copies the directory where it is of another revision; tells of which revision the control table has it now. */
  bringTo(revision: bigint): Promise<bigint>;
  /** Another keeper has copied the directory of this revision. */
  isAt(revision: bigint): void;
}

/** What copying reads and writes. */
interface Stores {
  readonly authority: Pick<AuthorityTable, "directory" | "putDirectoryItem">;
  readonly control: Pick<ControlWriter, "putDirectoryItem">;
  readonly issuer: () => Promise<PublishedIssuer>;
  readonly log: Log;
}

/** Copies the directory of all cells, and publishes this cell's issuer in it. */
export function createDirectoryCopy(env: Env, { authority, control, issuer, log }: Stores): DirectoryCopy {
  let copied: bigint | undefined;
  let published = false;

  async function copy(): Promise<void> {
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

  return {
    async bringTo(revision) {
      const current = revision === copied && published;
      const done = current || (await copy().then(() => true, reported(log, "keeper directory")));
      if (done) copied = revision;
      return copied ?? 0n;
    },
    isAt(revision) {
      copied = revision;
    },
  };
}
