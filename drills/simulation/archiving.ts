import { gunzipSync } from "node:zlib";
import { readJournalRecord } from "../../functions/stores/journal-records.ts";
import { ERROR_PREFIX, JOURNAL_PREFIX, MANIFEST_PREFIX } from "../../functions/domain/archive-manifest.ts";
import { sha256 } from "../../functions/domain/archive-merkle.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { ArchivedChange, ArchiveRun, SeenArchive, SeenObject } from "../checkers/archive/archive-run.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import { createArchiveWaiting } from "./archive-backlog.ts";
import type { ArchiveEpisode } from "./archive-plan.ts";
import type { Archives } from "./archives.ts";
import type { Backlog } from "./backlog.ts";
import type { Cell } from "./cells.ts";
import { countersignKey, type KeyManagement } from "./key-management.ts";
import type { Pace } from "./pace.ts";
import { createScheduledStarts, type ScheduledStarts } from "./scheduled-starts.ts";
import type { Weather } from "./weather.ts";

/** All that a run has of archives beyond the functions of its cells. */
export interface Archiving {
  /** Lets befall archives what the plan says, from now on. */
  begin(): void;
  heal(): void;
  /** Lets everything be sealed that is on its way, and countersigned, and nothing be sealed any more. */
  settle(): Promise<void>;
  /** What the checkers look at. */
  run(): ArchiveRun;
  backlog(cell: string): Backlog;
  /** Starts the keeper of a cell's archive once for all starts that were given up. */
  redrive(cell: string): Promise<void>;
}

/** What archiving is made with. */
export interface ArchivingOptions {
  readonly kernel: VirtualKernel;
  readonly cells: readonly Cell[];
  readonly weather: Pick<Weather, "isLost">;
  readonly keyManagement: Pick<KeyManagement, "verifies">;
  readonly dynamoDb: DynamoDb;
  readonly pace: Pick<Pace, "startRetriesMs">;
}

/** Longer than the clocks of regions are apart: a sealer that is behind learns of a day later. */
const APART_MS = 210_000;
/** So long a run takes at most, where nothing befalls it, and what it writes to arrive everywhere. */
const RUN_MS = 20_000;
const STEP_MS = 5_000;
const STEPS_MAX = 200;

/** Archives of a run in which nothing has happened yet; the scheduler starts sealing at once. */
export function createArchiving(archives: Archives, options: ArchivingOptions): Archiving {
  const { kernel, cells, weather, keyManagement } = options;
  const { plan } = archives;
  const unsealed = new Set<string>();
  let [twice, ended] = [0, false];

  const keeper = keepersOf(archives, options);

  function start({ name, region }: Cell): void {
    if (!unsealed.has(name) && !weather.isLost(region)) keeper(name).starts.start();
  }

  function startOn(cell: Cell): void {
    if (ended) return;
    start(cell);
    if (twice > 0 && kernel.random() < twice) kernel.after(kernel.random() * 100, () => start(cell));
    kernel.after(plan.everyMs, () => startOn(cell));
  }

  function befall({ does, cell }: ArchiveEpisode, begins: boolean): void {
    if (does === "undelivered") archives.deliveryOf(cell).hold(begins);
    else if (does === "failing") archives.buckets.fail(cell, begins);
    else unsealed[begins ? "add" : "delete"](cell);
  }

  for (const cell of cells) kernel.after(plan.everyMs * kernel.random(), () => startOn(cell));

  return {
    begin() {
      twice = plan.twice;
      archives.buckets.dying(plan.dying);
      archives.faults(plan.delivery);
      for (const episode of plan.episodes) {
        kernel.after(episode.at, () => befall(episode, true));
        kernel.after(episode.until, () => befall(episode, false));
      }
    },
    heal() {
      twice = 0;
      archives.buckets.dying(0);
      archives.faults({ duplicated: 0, late: 0 });
      for (const { name: cell } of cells) {
        for (const does of ["undelivered", "unsealed", "failing"] as const) {
          befall({ does, cell, at: 0, until: 0 }, false);
        }
      }
    },
    async settle() {
      ended = true;
      await kernel.elapse(APART_MS);
      const waits = (): boolean => cells.some(({ name }) => archives.deliveryOf(name).isWaiting());
      for (let steps = 0; waits() && steps < STEPS_MAX; steps += 1) await kernel.elapse(STEP_MS);
      // The second run finds what the first one left behind, where something stood in its way.
      for (let runs = 0; runs < 2; runs += 1) {
        cells.forEach(start);
        await kernel.elapse(RUN_MS);
      }
      for (const { archive } of cells) void archive?.invoke((app) => app.countersign());
      await kernel.elapse(RUN_MS);
    },
    backlog: (cell) => keeper(cell).backlog(),
    redrive: (cell) => keeper(cell).starts.redrive(),
    run: () => ({
      archives: cells.map(({ name }) => seen(name, archives)),
      verifies: (signer, text, signature) => keyManagement.verifies(countersignKey(signer), text, signature),
    }),
  };
}

/** Who keeps a cell's archive. */
interface Keeper {
  readonly starts: ScheduledStarts;
  backlog(): Backlog;
}

function keepersOf(archives: Archives, options: ArchivingOptions): (cell: string) => Keeper {
  const names = options.cells.map(({ name }) => name);
  const keepers = new Map<string, Keeper>();
  for (const cell of options.cells) {
    const { archive, name } = cell;
    if (archive === undefined) continue;
    const others = names.filter((other) => other !== name);
    const starts = createScheduledStarts(options, () => archive.invoke((app) => app.run()));
    const waiting = createArchiveWaiting(cell, others, { archives, ...options });
    keepers.set(name, {
      starts,
      backlog() {
        const waits = waiting();
        return { ...waits, toldSince: waits.since, deadLetters: starts.backlog().deadLetters };
      },
    });
  }
  return (cell) => {
    const keeper = keepers.get(cell);
    if (keeper === undefined) throw new Error(`Nobody keeps the archive of ${cell}.`);
    return keeper;
  };
}

/** An archive as it lies there. */
function seen(cell: SeenArchive["cell"], archives: Archives): SeenArchive {
  const versions = versionsIn(cell, archives);
  const read = ({ Key, VersionId }: Listed): Buffer => {
    const { Body } = archives.buckets.look(cell, "GetObject", { Key, VersionId });
    if (!(Body instanceof Buffer)) throw new Error(`${Key} has no bytes.`);
    return Body;
  };
  const under = (...prefixes: readonly string[]): readonly Listed[] =>
    versions.filter(({ Key }) => prefixes.some((prefix) => Key.startsWith(prefix)));
  return {
    cell,
    manifests: under(MANIFEST_PREFIX).map((listed) => ({ key: listed.Key, text: read(listed).toString("utf8") })),
    objects: under(JOURNAL_PREFIX, ERROR_PREFIX).map((listed): SeenObject => {
      const bytes = read(listed);
      const lines = gunzipSync(bytes).toString("utf8").split("\n");
      const changes = lines.filter((line) => line !== "").map(changeIn);
      return { key: listed.Key, version: listed.VersionId, bytes: bytes.length, sha256: sha256(bytes), changes };
    }),
    streamed: archives.deliveryOf(cell).streamed.map((data) => changeIn(data.toString("utf8"))),
  };
}

/** A version of an object, as S3 lists it. */
interface Listed {
  readonly Key: string;
  readonly VersionId: string;
}

function versionsIn(cell: string, archives: Archives): readonly Listed[] {
  const found: Listed[] = [];
  let after: object | undefined = {};
  while (after !== undefined) {
    const page = archives.buckets.look(cell, "ListObjectVersions", { ...after });
    // As S3 lists versions; nobody deletes any.
    found.push(...(page["Versions"] as readonly Listed[]));
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    after = page["IsTruncated"] === true ? { KeyMarker, VersionIdMarker } : undefined;
  }
  return found;
}

function changeIn(text: string): ArchivedChange {
  const record = readJournalRecord(text, () => true);
  if (!record.ok || record.value.change === undefined) throw new Error("A change in an archive cannot be read.");
  const { us, change } = record.value;
  return { key: change.key, us, image: change.image };
}
