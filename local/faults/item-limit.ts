/** What one item takes in a second: DynamoDB's limit of 1,000 write units, or less to meet it sooner. */
export interface ItemLimit {
  /** Takes the units of a write to the item with this key, or refuses and takes none. */
  take(item: string, units: number): boolean;
}

/**
 * A limit with one second of burst, in virtual or in real time. DynamoDB gives a partition 1,000 write units a second
 * and splits one that is hot, down to a single item (AWS: "DynamoDB burst and adaptive capacity"): so the items of one
 * partition key share nothing here.
 */
export function createItemLimit(unitsPerSecond: number, now: () => number): ItemLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(item, units) {
      const at = now();
      const bucket = buckets.get(item) ?? { left: unitsPerSecond, at };
      buckets.set(item, bucket);
      bucket.left = Math.min(unitsPerSecond, bucket.left + ((at - bucket.at) / 1_000) * unitsPerSecond);
      bucket.at = at;
      if (bucket.left < units) return false;
      bucket.left -= units;
      return true;
    },
  };
}
