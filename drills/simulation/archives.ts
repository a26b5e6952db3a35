import type { StreamingDependencies } from "../../local/aws/dynamodb/streaming-destination.ts";
import type { JournalKnobs } from "../../local/faults/knobs.ts";
import type { DeliveryFaults } from "../../local/faults/plan.ts";
import {
  archiveBucketName,
  createArchiveBuckets,
  type ArchiveBuckets,
  type BucketsOptions,
} from "./archive-buckets.ts";
import { createArchiveDelivery, type ArchiveDelivery } from "./archive-delivery.ts";
import type { ArchivePlan } from "./archive-plan.ts";
import { keyIn, type Image } from "./images.ts";
import { journalArn } from "./tables.ts";

/** What archives of all cells stand on: a bucket for each, and the way there from its journal stream. */
export interface Archives {
  readonly plan: ArchivePlan;
  readonly buckets: ArchiveBuckets;
  readonly streaming: StreamingDependencies;
  /** What befalls changes on their way into journal streams from now on. */
  faults(faults: DeliveryFaults): void;
  deliveryOf(cell: string): ArchiveDelivery;
}

/** Until a change is in its stream, and how late a late one may be. */
const LAG_MS = 150;
const LATE_MS_MAX = 15_000;
/** Other cells' items have archives of their own: one in so many shows that they are here, too. */
const OTHERS = 10;

/** Archives that nothing was put into yet. */
export async function createArchives(plan: ArchivePlan, options: BucketsOptions): Promise<Archives> {
  const { kernel, log, places } = options;
  const buckets = await createArchiveBuckets(options);
  const deliveries = new Map<string, ArchiveDelivery>();
  const streams = new Map<string, string>();
  for (const { cell, region } of places) {
    const to = { bucket: archiveBucketName(cell), bufferMs: plan.bufferMs, s3: buckets.near };
    deliveries.set(cell, createArchiveDelivery({ kernel, cell, region, ...to }));
    streams.set(journalArn(cell, region), cell);
  }
  const knobs: JournalKnobs = {
    lagMs: LAG_MS,
    duplicated: 0,
    late: 0,
    lateMsMax: LATE_MS_MAX,
    observe: (fault) => log.observe(fault),
  };
  let unseen = 0;
  return {
    plan,
    buckets,
    streaming: {
      knobs,
      // A replica in a lost region is written by nobody; what it had on its way waits with Firehose.
      regions: { hold: () => false },
      intake: { has: () => true, put: (arn, records) => deliveries.get(streams.get(arn) ?? "")?.put(records) },
      carries(item, arn) {
        // The model holds items in the wire's form.
        if (keyIn(item as Image).pk.startsWith(`${streams.get(arn) ?? ""}#`)) return true;
        unseen += 1;
        return unseen % OTHERS === 0;
      },
    },
    faults({ duplicated, late }) {
      knobs.duplicated = duplicated;
      knobs.late = late;
    },
    deliveryOf(cell) {
      const delivery = deliveries.get(cell);
      if (delivery === undefined) throw new Error(`${cell} has no archive.`);
      return delivery;
    },
  };
}
