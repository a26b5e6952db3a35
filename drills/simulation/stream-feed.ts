import type { LedgerKey } from "../../functions/domain/keys.ts";
import type { ChangeRecord } from "../../functions/relay/app.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { DeliveryFaults } from "../../local/faults/plan.ts";
import { createHand, type Backlog } from "./backlog.ts";
import { createStreamCursor } from "./stream-cursor.ts";
import { hurried, type Pace } from "./pace.ts";

/** Works on records in order; where to start again, undefined when all were taken. */
export type RecordHandler = (records: readonly ChangeRecord[]) => Promise<string | undefined>;

/** The reader of one region's ledger stream: batches in order within a shard, each until it is taken or given up. */
export interface StreamFeed {
  faults(faults: DeliveryFaults): void;
  /** Which share of records fails whatever is tried; they are parked in the end. */
  poison(share: number): void;
  /** Nobody reads while the region is gone. */
  pause(paused: boolean): void;
  /** Where the records stand that were given up. */
  parked(): readonly LedgerKey[];
  backlog(): Backlog;
  /** An operator hands what was given up to the relay again, twice. */
  redriveTwice(): void;
  /** Records that wait. */
  waiting(): number;
}

/** What a feed is made with. */
export interface StreamFeedOptions {
  readonly dynamoDb: DynamoDb;
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  readonly region: string;
  readonly table: string;
  readonly handler: RecordHandler;
  /** As in a short run unless said otherwise. */
  readonly pace?: Pace;
}

interface Shard {
  readonly records: FedRecord[];
  busy: boolean;
}

interface FedRecord extends ChangeRecord {
  readonly arrived: number;
  poisoned: boolean;
}

/** As the program sets them. */
const BATCH = 100;
const SHARDS = 2;
const READ_MS = { least: 20, more: 60 };

/** Reads the stream of `table` in `region` from now on. */
export function createStreamFeed(options: StreamFeedOptions): StreamFeed {
  const { dynamoDb, kernel, log, region, table, handler, pace = hurried } = options;
  const cursor = createStreamCursor(dynamoDb, region, table);
  const shards = Array.from({ length: SHARDS }, (): Shard => ({ records: [], busy: false }));
  const hand = createHand<FedRecord>();
  let delivery: DeliveryFaults = { duplicated: 0, late: 0 };
  let [poisonShare, paused, reading] = [0, false, false];
  const parked: FedRecord[] = [];
  const isPoisoned = (records: readonly FedRecord[]): boolean => records.some(({ poisoned }) => poisoned);
  const means = {
    kernel,
    log,
    halves: (batch: readonly FedRecord[]) => pace.halves || isPoisoned(batch),
    retriesMax: pace.retriesMax.relay,
    handler: (records: readonly FedRecord[]) =>
      isPoisoned(records) ? Promise.resolve(records[0]?.sequenceNumber) : handler(records),
  };
  /** A reader comes by now and then, and takes what came meanwhile. */
  const ring = (): void => {
    if (!reading) kernel.after(READ_MS.least + kernel.random() * READ_MS.more, read);
    reading = true;
  };
  const take = (records: readonly FedRecord[]): void => {
    for (const record of records) shards[record.key.pk.length % SHARDS]?.records.push(record);
    for (const shard of shards) wake(shard);
  };
  const isPoison = (): boolean => poisonShare > 0 && kernel.random() < poisonShare;
  const read = (): void => {
    reading = false;
    take(cursor.next().map((change) => ({ ...change, poisoned: isPoison(), arrived: kernel.now() })));
  };

  function wake(shard: Shard): void {
    if (shard.busy || paused || shard.records.length === 0) return;
    shard.busy = true;
    const late = kernel.random() < delivery.late;
    if (late) log.observe("streamReordered");
    kernel.after(late ? kernel.random() * 15_000 : 1 + kernel.random() * 4, async () => {
      const batch = shard.records.splice(0, BATCH);
      const givenUp = await hand.deliver(batch, { ...means, duplicated: delivery.duplicated });
      if (isPoisoned(givenUp)) log.observe("poison");
      parked.push(...givenUp);
      shard.busy = false;
      wake(shard);
    });
  }

  dynamoDb.onStreamRecords(cursor.arn, ring);
  return {
    faults(wanted) {
      delivery = wanted;
    },
    poison(share) {
      poisonShare = share;
    },
    pause(wanted) {
      paused = wanted;
      for (const shard of shards) wake(shard);
    },
    backlog: () => hand.backlog(shards.map(({ records }) => records).flat(), parked.length),
    redriveTwice() {
      const again = () => gone.map((record) => ({ ...record, poisoned: false, arrived: kernel.now() }));
      const gone = parked.splice(0);
      if (gone.length > 0) log.observe("redrivenTwice");
      take([...again(), ...again()]);
    },
    parked: () => parked.map(({ key }) => key),
    waiting: () => shards.reduce((sum, { records, busy }) => sum + records.length + (busy ? 1 : 0), reading ? 1 : 0),
  };
}
