import type { StoredItem } from "./stored-item.ts";
import type { Item } from "./values.ts";

/** The place of an item. The row stays, what is stored is replaced whole: indexes hold the same row. */
export class Row {
  stored: StoredItem;
  readonly hash: string;
  readonly sort: string;

  constructor(stored: StoredItem, hash: string, sort: string) {
    this.stored = stored;
    this.hash = hash;
    this.sort = sort;
  }

  get item(): Item {
    return this.stored.item;
  }

  get bytes(): number {
    return this.stored.bytes;
  }
}

/** The rows of one partition key, in order. */
export interface Partition {
  readonly hash: string;
  /** Where scans meet it, a number below 2^32 that depends on the key alone. */
  readonly place: number;
  readonly rows: readonly Row[];
}

/** Rows by partition key, ordered within. */
export interface RowSet {
  rows(hash: string): readonly Row[];
  /** The rows of a partition; one that is alone stands for itself. */
  partition(hash: string): Row | readonly Row[] | undefined;
  insert(hash: string, row: Row): void;
  remove(hash: string, row: Row): void;
  /** All partitions whose place is at least `from`, by place, then hash: the order of scans. */
  partitionsFrom(from: number): Iterable<Partition>;
}

const bucketBits = 10;

/** An empty set whose partitions are ordered by `order`. */
export function createRowSet(order: (left: Row, right: Row) => number): RowSet {
  // Most partitions have one row, which then stands for itself.
  const partitions = new Map<string, Row | Row[]>();
  // Most sets are small, so that a bucket is made when something comes into it.
  const buckets = Array.from<string[] | undefined>({ length: 2 ** bucketBits });

  const rowsOf = (hash: string): Row[] => {
    const found = partitions.get(hash);
    if (found === undefined) return [];
    return found instanceof Row ? [found] : found;
  };
  /** The bucket of a hash and the index where it is or would be; places are told again, not kept. */
  const bucketOf = (hash: string): readonly [string[], number] => {
    const place = scanPlace(hash);
    const bucket = (buckets[place >>> (32 - bucketBits)] ??= []);
    const isAtOrAfter = (other: string): boolean => {
      const otherPlace = scanPlace(other);
      return otherPlace === place ? other >= hash : otherPlace > place;
    };
    return [bucket, firstIndex(bucket, isAtOrAfter)];
  };

  return {
    rows: rowsOf,
    partition: (hash) => partitions.get(hash),
    insert(hash, row) {
      const found = partitions.get(hash);
      if (found === undefined) {
        partitions.set(hash, row);
        const [bucket, index] = bucketOf(hash);
        bucket.splice(index, 0, hash);
        return;
      }
      const rows = found instanceof Row ? [found] : found;
      if (rows !== found) partitions.set(hash, rows);
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
      const rows = rowsOf(hash);
      const index = firstIndex(rows, (other) => order(other, row) >= 0);
      if (rows[index] !== row) return;
      rows.splice(index, 1);
      if (rows.length > 0) return;
      partitions.delete(hash);
      const [bucket, place] = bucketOf(hash);
      bucket.splice(place, 1);
    },
    *partitionsFrom(from) {
      for (let index = from >>> (32 - bucketBits); index < buckets.length; index += 1) {
        for (const hash of buckets[index] ?? []) {
          const place = scanPlace(hash);
          if (place >= from) yield { hash, place, rows: rowsOf(hash) };
        }
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
