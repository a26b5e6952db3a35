import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";

/** What a stream's batches are made of. */
export interface Delivered {
  readonly sequenceNumber: string;
}

/** How batches of a shard come to a function. */
export interface Delivery<Record extends Delivered> {
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  /** Works on records in order; where to start again, undefined when all were taken. */
  readonly handler: (records: readonly Record[]) => Promise<string | undefined>;
  /** How likely a batch that was taken is delivered again, from 0 to 1. */
  readonly duplicated: number;
  /** Whether a batch that fails from its first record on is halved: what fails is to be alone in the end. */
  readonly halves: (batch: readonly Record[]) => boolean;
  /** How often a batch is tried again before it is given up. */
  readonly retriesMax: number;
  /** Hears of records as they are given up; all of them are told at the end, too. */
  readonly onGivenUp?: (records: readonly Record[]) => void;
}

/** The pause before another try doubles from here, up to a minute. */
const RETRY_MS = 100;
const RETRY_MS_MAX = 60_000;

/** Delivers a batch until it is taken; those of its records that were given up. */
export async function deliver<Record extends Delivered>(
  batch: readonly Record[],
  delivery: Delivery<Record>,
): Promise<readonly Record[]> {
  const { kernel, log, handler, duplicated, halves, retriesMax } = delivery;
  const parked: Record[] = [];
  let remaining = batch;
  for (let attempts = 0; remaining.length > 0;) {
    const failed = await handler(remaining);
    if (failed === undefined) {
      if (kernel.random() < duplicated) {
        log.observe("streamDuplicated");
        await handler(remaining);
      }
      return parked;
    }
    const from = indexOf(remaining, failed);
    remaining = remaining.slice(from);
    if (from > 0) continue;
    if (remaining.length > 1 && halves(remaining)) {
      const middle = Math.ceil(remaining.length / 2);
      parked.push(...(await deliver(remaining.slice(0, middle), delivery)));
      remaining = remaining.slice(middle);
      continue;
    }
    attempts += 1;
    if (attempts > retriesMax) {
      delivery.onGivenUp?.(remaining);
      return [...parked, ...remaining];
    }
    await new Promise<void>((resolve) => kernel.after(Math.min(RETRY_MS * 2 ** attempts, RETRY_MS_MAX), resolve));
  }
  return parked;
}

function indexOf(records: readonly Delivered[], sequenceNumber: string): number {
  return Math.max(
    0,
    records.findIndex((record) => record.sequenceNumber === sequenceNumber),
  );
}
