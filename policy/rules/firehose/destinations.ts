import type { Reader } from "../../core/reader.ts";

/** The properties by which a delivery stream says where it delivers. */
const DESTINATIONS = [
  "extendedS3Configuration",
  "redshiftConfiguration",
  "elasticsearchConfiguration",
  "opensearchConfiguration",
  "opensearchserverlessConfiguration",
  "splunkConfiguration",
  "httpEndpointConfiguration",
  "snowflakeConfiguration",
  "icebergConfiguration",
] as const;

/** The places that a delivery stream delivers to. */
export function destinations(read: Reader): readonly Reader[] {
  return DESTINATIONS.flatMap((name) => read.block(name) ?? []);
}

/** The buckets that a delivery stream writes to: as its destination, before it, or for what failed. */
export function bucketsOf(read: Reader): readonly Reader[] {
  return destinations(read).flatMap((one) => [
    ...(one.has("bucketArn") ? [one] : []),
    ...one.blocks("s3Configuration"),
    ...one.blocks("s3BackupConfiguration"),
  ]);
}
