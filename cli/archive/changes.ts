import { gunzipSync } from "node:zlib";
import type { LedgerKey } from "../../functions/domain/keys.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import { readJournalRecord } from "../../functions/stores/journal-records.ts";
import { canonicalJson } from "../../functions/stores/request-hash.ts";
import { nameOf, type StoredItem } from "../../drills/checkers/ledger-view.ts";

/** One state of an item, as the journal told it. */
export interface Version {
  readonly key: LedgerKey;
  /** Microseconds since the epoch, by DynamoDB's clock. */
  readonly us: bigint;
  /** Undefined: the item was deleted. */
  readonly image: Item | undefined;
  readonly sealed: boolean;
}

/** What the changes of one cell's own items come to, in whatever order and however often they are told. */
export interface Changes {
  /** Takes a record in. False where it cannot be read. */
  take(data: string, sealed: boolean): boolean;
  /** The newest state of every item, but for those that were deleted. */
  newest(): readonly StoredItem[];
  /** The newest state that is sealed, and every later one. */
  versionsOf(key: LedgerKey): readonly Version[];
  readonly names: ReadonlySet<string>;
  /** Records that were told, duplicates included. */
  readonly counts: { readonly sealed: number; readonly inFlight: number };
  /** When the newest sealed change was written; undefined where none is sealed. */
  readonly sealedThroughUs: bigint | undefined;
  /** When the oldest change was written that is not sealed. */
  readonly oldestInFlightUs: bigint | undefined;
}

/**
 * Collects the changes of `cell`: other cells' items have archives of their own. Of sealed states only the newest is
 * kept, and those since `recentUs`: the ledger was read before the archive, and may have been at any of them.
 */
export function collectChanges(cell: string, recentUs: bigint): Changes {
  const newestSealed = new Map<string, Version>();
  const later = new Map<string, Version[]>();
  const counts = { sealed: 0, inFlight: 0 };
  let sealedThroughUs: bigint | undefined;
  let oldestInFlightUs: bigint | undefined;
  const isOwn = ({ pk }: LedgerKey) => pk.startsWith(`${cell}#`);

  function keep(version: Version): void {
    const name = nameOf(version.key);
    const standing = newestSealed.get(name);
    if (version.sealed && (standing === undefined || standing.us <= version.us)) newestSealed.set(name, version);
    if (version.sealed && version.us < recentUs) return;
    const versions = later.get(name) ?? [];
    versions.push(version);
    later.set(name, versions);
  }

  /** Told twice, in the archive and on the way there, or in an object that waits and in the stream, it is known. */
  function isKnown(version: Version): boolean {
    const name = nameOf(version.key);
    const standing = newestSealed.get(name);
    if (standing !== undefined && standing.us > version.us) return true;
    return [standing, ...(later.get(name) ?? [])].some((one) => one?.us === version.us && isSame(one, version));
  }

  return {
    counts,
    take(data, sealed) {
      const record = readJournalRecord(data, isOwn);
      if (!record.ok) return false;
      const { us, change } = record.value;
      if (sealed) {
        counts.sealed += 1;
        if (sealedThroughUs === undefined || us > sealedThroughUs) sealedThroughUs = us;
      }
      if (change === undefined) return true;
      const version = { key: change.key, us, image: change.image, sealed };
      if (!sealed && isKnown(version)) return true;
      if (!sealed) {
        counts.inFlight += 1;
        if (oldestInFlightUs === undefined || us < oldestInFlightUs) oldestInFlightUs = us;
      }
      keep(version);
      return true;
    },
    newest() {
      return [...new Set([...newestSealed.keys(), ...later.keys()])].flatMap((name) => {
        const versions = [newestSealed.get(name), ...(later.get(name) ?? [])].filter((one) => one !== undefined);
        const last = versions.reduce((newest, one) => (one.us >= newest.us ? one : newest));
        return last.image === undefined ? [] : [{ key: last.key, item: last.image }];
      });
    },
    versionsOf(key) {
      const name = nameOf(key);
      const sealed = newestSealed.get(name);
      return [...(sealed === undefined ? [] : [sealed]), ...(later.get(name) ?? [])];
    },
    get names() {
      return new Set([...newestSealed.keys(), ...later.keys()]);
    },
    get sealedThroughUs() {
      return sealedThroughUs;
    },
    get oldestInFlightUs() {
      return oldestInFlightUs;
    },
  };
}

/** Whether two states of an item are the same. */
export function isSame(one: Pick<Version, "image">, other: Pick<Version, "image">): boolean {
  return canonicalJson(one.image ?? null) === canonicalJson(other.image ?? null);
}

/** The records of a delivered object, a line each. Undefined where its bytes are no such object. */
export function linesOf(bytes: Buffer): readonly string[] | undefined {
  try {
    return gunzipSync(bytes)
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    return undefined;
  }
}
