import type { ShardMark } from "../domain/projection-lag.ts";
import { concernsViews, project, type ViewWrite } from "../domain/projections.ts";
import { ok, type Result } from "../domain/result.ts";
import type { Clock } from "../stores/clock.ts";
import { readJournalRecord, type JournalRecord } from "../stores/journal-records.ts";
import type { Log } from "../stores/log.ts";
import { noMetrics, type Metrics } from "../stores/metrics.ts";
import { noSegments, type Segments, type Span } from "../stores/segments.ts";
import type { GenerationStore } from "../stores/view-generations.ts";
import type { ViewMarks } from "../stores/views.ts";
import { createProjecting, type Asked, type ProjectingStores } from "./projecting.ts";

/** What the projector reads and writes. */
export interface Stores extends ProjectingStores {
  readonly generations: Pick<GenerationStore, "current">;
  readonly marks: ViewMarks;
  readonly log: Log;
  readonly metrics?: Metrics;
}

/** A record of the journal stream as its shard delivers it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly shard: string;
  /** The JSON text that DynamoDB has written. */
  readonly data: string;
}

/** Turns the ledger's changes into the rows that listings and statements are read from. */
export interface Projector {
  /**
   * Projects a batch of one shard; what cannot be is left out, and all else is done. Gives the sequence number to start
   * again from, where there is one: that of a record that cannot be read, too, until whoever starts again gives it up.
   */
  project(records: readonly StreamRecord[]): Promise<string | undefined>;
}

/** Makes a projector; projecting twice, or in another order, comes to the same. */
export function createApp(stores: Stores, clock: Clock, segments: Segments = noSegments): Projector {
  const { generations, marks, log, metrics = noMetrics } = stores;
  const projecting = createProjecting(stores);

  /** What the changes of a batch ask for, and when each record was written; what cannot be read fails. */
  function read(records: readonly StreamRecord[], failed: Set<number>) {
    const asked: Asked[] = [];
    const times: (bigint | undefined)[] = [];
    const spans: (Span | undefined)[] = [];
    for (const [change, { data, sequenceNumber }] of records.entries()) {
      const record = readJournalRecord(data, concernsViews);
      times.push(record.ok ? record.value.us : undefined);
      spans.push(record.ok ? spanOf(record.value, segments) : undefined);
      const writes = record.ok ? writesOf(record.value) : record;
      if (writes.ok) {
        for (const write of writes.value) asked.push({ change, write });
      } else {
        failed.add(change);
        log("error", "a record of the journal cannot be read", { sequenceNumber, why: writes.refusal });
      }
    }
    return { asked, times, spans };
  }

  /** Into the views that serve, and into those that are begun or made to serve while this goes on. */
  async function projectAll(asked: readonly Asked[], failed: Set<number>): Promise<void> {
    const written = new Set<bigint>();
    for (;;) {
      const { serving, building = serving } = await generations.current();
      const generation = [serving, building].find((one) => !written.has(one));
      if (generation === undefined) return;
      written.add(generation);
      for (const { change, what, why } of await projecting.project(generation, asked)) {
        failed.add(change);
        log(why === "busy" ? "warn" : "error", "a change was not projected", {
          what,
          why,
          generation: `${generation}`,
        });
      }
    }
  }

  /** Lag is that of the batch's oldest change, from its being written in any region to its being in the views here. */
  function measure(times: readonly (bigint | undefined)[], failed: ReadonlySet<number>, now: number): void {
    const oldest = times.reduce((least, time) => (least === undefined || (time ?? least) < least ? time : least));
    metrics.measure({
      ChangesProjected: times.length - failed.size,
      ...(failed.size > 0 && { ChangesNotProjected: failed.size }),
      ...(oldest !== undefined && { ProjectionLag: Math.max(0, now - Number(oldest / 1000n)) }),
    });
  }

  return {
    async project(records) {
      const failed = new Set<number>();
      const { asked, times, spans } = read(records, failed);
      if (asked.length > 0) await projectAll(asked, failed);
      for (const [change, span] of spans.entries()) span?.close(failed.has(change) ? "failed" : "done");
      const first = failed.size === 0 ? undefined : Math.min(...failed);
      const mark = markOf(times, first, clock.now());
      const shard = records[0]?.shard;
      if (mark !== undefined && shard !== undefined) await marks.mark(shard, mark);
      measure(times, failed, clock.now());
      return first === undefined ? undefined : records[first]?.sequenceNumber;
    },
  };
}

/** The first image of a journal entry is a step of the trace that it was written in. */
function spanOf({ change }: JournalRecord, segments: Segments): Span | undefined {
  const { before, image = {} } = change ?? {};
  const place = before === undefined && "postings" in image ? image["traceparent"] : undefined;
  return typeof place === "string" ? segments.open(place, { name: "projector", as: "segment" }) : undefined;
}

function writesOf({ change }: JournalRecord): Result<readonly ViewWrite[], string> {
  return change === undefined ? ok([]) : project(change);
}

/** How far a batch has come, by the times of its records and the first of them that failed. */
function markOf(
  times: readonly (bigint | undefined)[],
  failed: number | undefined,
  now: number,
): ShardMark | undefined {
  const known = times.filter((time) => time !== undefined);
  const [first] = known;
  if (first === undefined) return undefined;
  const newest = latest(known, first);
  const through = times.slice(0, failed).filter((time) => time !== undefined);
  // Of what came before the batch nothing is known here but that it is older.
  const oldest = known.reduce((least, time) => (time < least ? time : least), first);
  return { us: failed === undefined ? newest : latest(through, oldest - 1n), newest, tried: BigInt(now) };
}

function latest(times: readonly bigint[], least: bigint): bigint {
  return times.reduce((most, time) => (time > most ? time : most), least);
}
