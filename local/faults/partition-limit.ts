/** What one partition key takes in a second: DynamoDB's limit of 1,000 write units, or less to meet it sooner. */
export interface PartitionLimit {
  /** Takes the units, or refuses and takes none. */
  take(partition: string, units: number): boolean;
}

/** A limit with one second of burst, in virtual or in real time (AWS: "Partition throughput", 1,000 write units/s). */
export function createPartitionLimit(unitsPerSecond: number, now: () => number): PartitionLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(partition, units) {
      const at = now();
      const bucket = buckets.get(partition) ?? { left: unitsPerSecond, at };
      buckets.set(partition, bucket);
      bucket.left = Math.min(unitsPerSecond, bucket.left + ((at - bucket.at) / 1_000) * unitsPerSecond);
      bucket.at = at;
      if (bucket.left < units) return false;
      bucket.left -= units;
      return true;
    },
  };
}
