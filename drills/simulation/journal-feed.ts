import type { StreamRecord } from "../../functions/projector/app.ts";
import type { IncomingRecord } from "../../local/aws/kinesis/index.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import { createHand, type Backlog } from "./backlog.ts";
import { hurried, type Pace } from "./pace.ts";
import type { Delivery } from "./stream-delivery.ts";

/** The journal stream of a cell and its one reader: batches in order within a shard, each until taken or given up. */
export interface JournalFeed {
  put(records: readonly IncomingRecord[]): void;
  /** How likely a batch is delivered again, and how likely a record is followed by one that nobody can read. */
  faults(faults: { readonly duplicated: number; readonly unreadable: number }): void;
  /** Divides the stream into so many shards; those before are read to their end first. */
  reshard(count: number): void;
  /** While `paused` nobody reads; where the stream is `held`, nobody waits for that either. */
  pause(paused: boolean, why?: Pause): void;
  /** An operator hands what was given up to the projector again, twice; what nobody can read is left out. */
  redriveTwice(): void;
  /** Records that wait, those that were given up but can be read among them; while held, those being read alone. */
  waiting(): number;
  backlog(): Backlog;
}

/** Why nobody reads: a fault that heals, or the run keeps the rest for later. */
type Pause = "unread" | "held";

/** What a journal is made with. */
export interface JournalFeedOptions {
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  readonly handler: (records: readonly StreamRecord[]) => Promise<string | undefined>;
  /** As in a short run unless said otherwise. */
  readonly pace?: Pace;
}

interface Shard {
  readonly name: string;
  readonly records: FedRecord[];
  busy: boolean;
}

interface FedRecord {
  readonly arrived: number;
  readonly sequenceNumber: string;
  readonly shard: string;
  readonly data: string;
  readonly readable: boolean;
}

/** As the program sets it. */
const BATCH = 500;
const SHARDS = 2;
/** Lambda looks at a shard about once a second. */
const READ_MS = { least: 200, more: 1_000 };

/** A journal stream that nobody has written to. */
export function createJournalFeed({ kernel, log, handler, pace = hurried }: JournalFeedOptions): JournalFeed {
  const parked: FedRecord[] = [];
  const hand = createHand<FedRecord>();
  let [sequence, opened, unreadable, duplicated] = [0, 0, 0, 0];
  const pauses = new Set<Pause>();
  const open = (count: number): readonly Shard[] =>
    Array.from({ length: count }, () => ({ name: `shardId-${opened++}`, records: [], busy: false }));
  /** The shards that are written to come last; those before them are closed. */
  let generations: readonly (readonly Shard[])[] = [open(SHARDS)];

  function append(shard: Shard, data: string, readable: boolean): void {
    sequence += 1;
    shard.records.push({ sequenceNumber: `${sequence}`, shard: shard.name, data, readable, arrived: kernel.now() });
  }

  function wake(): void {
    while (generations.length > 1 && generations[0]?.every(isDone) === true) generations = generations.slice(1);
    if (pauses.size > 0) return;
    for (const shard of generations[0] ?? []) if (!shard.busy && shard.records.length > 0) read(shard);
  }

  function read(shard: Shard): void {
    shard.busy = true;
    kernel.after(READ_MS.least + kernel.random() * READ_MS.more, async () => {
      const { projector: retriesMax } = pace.retriesMax;
      const delivery: Delivery<FedRecord> = { kernel, log, handler, duplicated, retriesMax, halves: () => true };
      const givenUp = await hand.deliver(shard.records.splice(0, BATCH), delivery);
      if (givenUp.some(({ readable }) => !readable)) log.observe("poison");
      parked.push(...givenUp.filter(({ readable }) => readable));
      shard.busy = false;
      wake();
    });
  }

  return {
    put(records) {
      const shards = generations.at(-1) ?? [];
      for (const { partitionKey, data } of records) {
        const shard = shards[Number.parseInt(partitionKey.slice(0, 8), 16) % shards.length];
        if (shard === undefined) continue;
        const text = Buffer.from(data.encode(), "base64").toString("utf8");
        append(shard, text, true);
        if (unreadable > 0 && kernel.random() < unreadable) append(shard, text.slice(0, text.length / 2), false);
      }
      wake();
    },
    faults(wanted) {
      ({ duplicated, unreadable } = wanted);
    },
    reshard(count) {
      if (generations.at(-1)?.some((shard) => !isDone(shard)) === true) log.observe("resharded");
      generations = [...generations, open(count)];
      wake();
    },
    pause(paused, why = "unread") {
      if (!paused && pauses.has(why) && !(generations[0] ?? []).every(isEmpty)) log.observe("unread");
      pauses[paused ? "add" : "delete"](why);
      wake();
    },
    redriveTwice() {
      const [shard] = generations.at(-1) ?? [];
      const again = parked.splice(0);
      if (again.length > 0) log.observe("redrivenTwice");
      shard?.records.push(...again, ...again);
      wake();
    },
    backlog: () => hand.backlog(recordsIn(generations), parked.length),
    waiting: () => waitingIn(generations.flat(), pauses.has("held") ? undefined : parked.length),
  };
}

/** Records that are read, and, unless those are held, records that are still to be read. */
function waitingIn(shards: readonly Shard[], parked: number | undefined): number {
  const read = shards.filter(({ busy }) => busy).length;
  return parked === undefined ? read : shards.reduce((sum, { records }) => sum + records.length, read + parked);
}

function recordsIn(generations: readonly (readonly Shard[])[]): readonly FedRecord[] {
  return generations.flat().flatMap(({ records }) => records);
}

function isDone(shard: Shard): boolean {
  return isEmpty(shard) && !shard.busy;
}

function isEmpty({ records }: Shard): boolean {
  return records.length === 0;
}
