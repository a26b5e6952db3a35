import type { ArchiveFault, FoundObject } from "../../functions/domain/archive-chain.ts";
import {
  ERROR_PREFIX,
  JOURNAL_PREFIX,
  MANIFEST_PREFIX,
  type SealedManifest,
  type SealedObject,
} from "../../functions/domain/archive-manifest.ts";
import { sha256 } from "../../functions/domain/archive-merkle.ts";
import type { ArchiveRoot } from "../../functions/domain/archive-roots.ts";
import type { AuditedBucket, ListedVersion } from "./bucket.ts";
import { linesOf, type Changes } from "./changes.ts";

/** What lies in a bucket, sorted by what it is. */
export interface ArchiveListing {
  readonly manifests: readonly ListedVersion[];
  readonly objects: readonly ListedVersion[];
  /** What lies elsewhere, and marks that hide something: nobody of ours puts or deletes anything there. */
  readonly faults: readonly ArchiveFault[];
}

/** How long after it was written an object may still wait to be listed by whoever seals. */
const UNLISTED_MS = 900_000;
/** Objects are read so many at once: each is in memory meanwhile. */
const AT_ONCE = 4;

/** Lists an archive. */
export async function listArchive(bucket: AuditedBucket): Promise<ArchiveListing> {
  const listed = await bucket.list();
  const under = (prefix: string) => listed.filter(({ key, isMark }) => key.startsWith(prefix) && !isMark);
  const known = [MANIFEST_PREFIX, JOURNAL_PREFIX, ERROR_PREFIX];
  return {
    manifests: under(MANIFEST_PREFIX),
    objects: [...under(JOURNAL_PREFIX), ...under(ERROR_PREFIX)],
    faults: listed.flatMap(({ key, isMark }) => {
      if (isMark) return [{ where: key, what: "somebody has deleted it: a mark hides it" }];
      return known.some((prefix) => key.startsWith(prefix))
        ? []
        : [{ where: key, what: "nobody of ours writes there" }];
    }),
  };
}

/** The text of every manifest: of several versions that one which the ledger speaks of, the others being at fault. */
export async function readManifests(
  bucket: AuditedBucket,
  { manifests }: ArchiveListing,
  roots: readonly ArchiveRoot[],
): Promise<{
  readonly texts: readonly { readonly key: string; readonly text: string }[];
  readonly faults: readonly ArchiveFault[];
}> {
  const told = new Set(roots.map(({ manifest }) => manifest));
  const byKey = new Map<string, string[]>();
  for (const some of pagesOf(manifests)) {
    const bodies = await Promise.all(some.map(({ key, version }) => bucket.read(key, version)));
    for (const [index, { key }] of some.entries()) {
      byKey.set(key, [...(byKey.get(key) ?? []), bodies[index]?.toString("utf8") ?? ""]);
    }
  }
  const chosen = [...byKey].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    texts: chosen.map(([key, texts]) => ({
      key,
      text: texts.find((text) => told.has(sha256(text))) ?? texts[0] ?? "",
    })),
    faults: chosen.flatMap(([key, texts]) =>
      texts.length === 1
        ? []
        : [{ where: key, what: `the manifest was written over: it has ${texts.length} versions` }],
    ),
  };
}

/** What reading the objects of an archive has found. */
export interface ObjectsRead {
  /** Every version that was looked for, by `key version`. */
  readonly found: ReadonlyMap<string, FoundObject>;
  readonly faults: readonly ArchiveFault[];
  /** Objects that wait to be sealed. */
  readonly waiting: number;
}

/** Reads every object; the changes of those that are as they were sealed, and of those that wait for it, are taken. */
export async function readObjects(
  bucket: AuditedBucket,
  { objects }: ArchiveListing,
  manifests: readonly SealedManifest[],
  changes: Changes,
): Promise<ObjectsRead> {
  const sealed = new Map(
    manifests.flatMap(({ manifest }) => manifest.objects.map((one) => [nameOf(one), one] as const)),
  );
  const sealedKeys = new Set([...sealed.values()].map(({ key }) => key));
  const sealedBytes = new Set([...sealed.values()].map((seal) => `${seal.key} ${seal.sha256}`));
  const newestMs = Date.parse(manifests.at(-1)?.manifest.sealedAt ?? "");
  const found = new Map<string, FoundObject>();
  const faults: ArchiveFault[] = [];
  let waiting = 0;

  function take({ key, version, modifiedMs }: ListedVersion, body: Buffer | undefined): void {
    const seal = sealed.get(nameOf({ key, version }));
    const digest = body && sha256(body);
    if (seal !== undefined) found.set(nameOf(seal), { key, version, bytes: body?.length ?? 0, sha256: digest });
    // Firehose that got no answer delivers once more, which makes another version of the same bytes.
    if (seal === undefined && sealedBytes.has(`${key} ${digest}`)) return;
    if (seal === undefined && sealedKeys.has(key)) {
      faults.push({ where: key, what: "the object was written over after it had been sealed" });
    } else if (seal === undefined && modifiedMs < newestMs - UNLISTED_MS) {
      faults.push({ where: key, what: "the object was never sealed" });
    } else if (body !== undefined && (seal === undefined || seal.sha256 === digest)) {
      if (seal === undefined) waiting += 1;
      takeLines(key, body, seal);
    }
  }

  function takeLines(key: string, body: Buffer, seal: SealedObject | undefined): void {
    // What came to the error prefix is wrapped: an alarm has told somebody, who looks at it.
    if (key.startsWith(ERROR_PREFIX)) return;
    const lines = linesOf(body);
    const unread = lines?.filter((line) => !changes.take(line, seal !== undefined)).length;
    if (lines === undefined) faults.push({ where: key, what: "the object cannot be unpacked" });
    if (unread !== undefined && unread > 0) faults.push({ where: key, what: `${unread} of its lines cannot be read` });
  }

  for (const some of pagesOf(objects)) {
    const bodies = await Promise.all(some.map(({ key, version }) => bucket.read(key, version)));
    for (const [index, one] of some.entries()) take(one, bodies[index]);
  }
  return { found, faults, waiting };
}

/** A version of an object as one text. */
export function nameOf({ key, version }: Pick<SealedObject, "key" | "version">): string {
  return `${key} ${version}`;
}

function* pagesOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += AT_ONCE) yield all.slice(start, start + AT_ONCE);
}
