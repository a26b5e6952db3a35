import { deliver, type Delivered, type Delivery } from "./stream-delivery.ts";

/** What waits for a consumer. */
export interface Backlog {
  /** Records or messages that are not done, those in hand among them. */
  readonly waiting: number;
  /** Since when the oldest of them waits; undefined where nothing does. Virtual milliseconds. */
  readonly since: number | undefined;
  /** The same of what its service calls the oldest. */
  readonly toldSince: number | undefined;
  /** What was given up. */
  readonly deadLetters: number;
}

/** Something that came to a stream at a moment. */
export interface Arrived extends Delivered {
  readonly arrived: number;
}

/** What of a stream is being delivered, so that one can tell how far behind its reader is. */
export interface Hand<Record extends Arrived> {
  /** Delivers a batch until it is taken; those of its records that were given up. */
  deliver(batch: readonly Record[], delivery: Delivery<Record>): Promise<readonly Record[]>;
  /** What waits: that in hand, and `more`; with what was given up before this. */
  backlog(more: readonly Record[], parked: number): Backlog;
}

/** An empty hand. */
export function createHand<Record extends Arrived>(): Hand<Record> {
  const held = new Set<Record>();
  const given = new Set<Record>();
  return {
    async deliver(batch, delivery) {
      for (const record of batch) held.add(record);
      const onGivenUp = (records: readonly Record[]): void => {
        for (const record of records) given.add(record);
      };
      const givenUp = await deliver(batch, { ...delivery, onGivenUp });
      for (const record of batch) for (const set of [held, given]) set.delete(record);
      return givenUp;
    },
    backlog(more, parked) {
      const all = [...held, ...more].filter((record) => !given.has(record));
      const since = earliest(all.map(({ arrived }) => arrived));
      return { waiting: all.length, since, toldSince: since, deadLetters: parked + given.size };
    },
  };
}

/** The earliest of some moments. */
export function earliest(moments: Iterable<number>): number | undefined {
  let least: number | undefined;
  for (const moment of moments) if (least === undefined || moment < least) least = moment;
  return least;
}
