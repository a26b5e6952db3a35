import type { Item } from "./values.ts";

/** One stored item. The row stays, its item is replaced whole: indexes hold the same row. */
export interface Row {
  item: Item;
  readonly hash: string;
  readonly sort: string;
  bytes: number;
  /** When it was last written, milliseconds; writes of one item never share a time. */
  at: number;
  /** The region that wrote it. */
  by: string;
}

/** The rows of one partition key, in order. */
export interface Partition {
  readonly hash: string;
  /** Where scans meet it, a number below 2^32 that depends on the key alone. */
  readonly place: number;
  readonly rows: Row[];
}

/** Rows by partition key, ordered within. */
export interface RowSet {
  rows(hash: string): readonly Row[];
  insert(hash: string, row: Row): void;
  remove(hash: string, row: Row): void;
  /** All partitions whose place is at least `from`, by place, then hash: the order of scans. */
  partitionsFrom(from: number): Iterable<Partition>;
}

const bucketBits = 10;

/** An empty set whose partitions are ordered by `order`. */
export function createRowSet(order: (left: Row, right: Row) => number): RowSet {
  const partitions = new Map<string, Partition>();
  const buckets: Partition[][] = [];
  for (let index = 0; index < 2 ** bucketBits; index += 1) buckets.push([]);
  const bucketOf = (place: number): Partition[] => buckets[place >>> (32 - bucketBits)] ?? [];

  const created = (hash: string): Partition => {
    const partition: Partition = { hash, place: scanPlace(hash), rows: [] };
    partitions.set(hash, partition);
    const bucket = bucketOf(partition.place);
    const isAfter = (other: Partition): boolean =>
      other.place === partition.place ? other.hash > hash : other.place > partition.place;
    bucket.splice(firstIndex(bucket, isAfter), 0, partition);
    return partition;
  };

  return {
    rows: (hash) => partitions.get(hash)?.rows ?? [],
    insert(hash, row) {
      const { rows } = partitions.get(hash) ?? created(hash);
      const last = rows.at(-1);
      // Keys that grow are the common case: no search, no move.
      if (last === undefined || order(last, row) < 0) rows.push(row);
      else
        rows.splice(
          firstIndex(rows, (other) => order(other, row) >= 0),
          0,
          row,
        );
    },
    remove(hash, row) {
      const partition = partitions.get(hash);
      if (partition === undefined) return;
      const index = firstIndex(partition.rows, (other) => order(other, row) >= 0);
      if (partition.rows[index] === row) partition.rows.splice(index, 1);
      if (partition.rows.length > 0) return;
      partitions.delete(hash);
      const bucket = bucketOf(partition.place);
      bucket.splice(bucket.indexOf(partition), 1);
    },
    *partitionsFrom(from) {
      for (let index = from >>> (32 - bucketBits); index < buckets.length; index += 1) {
        for (const partition of buckets[index] ?? []) if (partition.place >= from) yield partition;
      }
    },
  };
}

/** The index of the first member that fulfils `after`, which must be false, then true, along the list. */
export function firstIndex<Member>(members: readonly Member[], after: (member: Member) => boolean): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const member = members[middle];
    if (member !== undefined && after(member)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Spreads keys evenly over 32 bits (FNV-1a with a final mix): the order of scans and the border of their segments. */
export function scanPlace(hash: string): number {
  let place = 0x811c9dc5;
  for (let index = 0; index < hash.length; index += 1) {
    place = Math.imul(place ^ hash.charCodeAt(index), 0x01000193);
  }
  place = Math.imul(place ^ (place >>> 16), 0x85ebca6b);
  return (place ^ (place >>> 13)) >>> 0;
}
