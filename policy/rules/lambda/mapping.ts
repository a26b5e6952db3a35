import type { Reader } from "../../core/reader.ts";

const BROKERS = [
  "topics",
  "queues",
  "selfManagedEventSource",
  "amazonManagedKafkaEventSourceConfig",
  "selfManagedKafkaEventSourceConfig",
  "documentDbEventSourceConfig",
];

/**
 * What a mapping reads. Told without the source's ARN, which a preview seldom knows: only streams and brokers have a
 * starting position, only brokers have topics or queues, and what is left is SQS.
 */
export function sourceOf(read: Reader): "stream" | "queue" | "broker" {
  if (BROKERS.some((name) => read.has(name))) return "broker";
  return read.has("startingPosition") ? "stream" : "queue";
}

/** What can take the events that a function failed on. */
export const FAILURE_TARGETS = [
  "aws:sqs/queue:Queue",
  "aws:sns/topic:Topic",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:cloudwatch/eventBus:EventBus",
  "aws:lambda/function:Function",
] as const;
