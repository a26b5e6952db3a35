import type { Rule } from "../../core/rule.ts";
import { disallowConsumerDeletion } from "./disallow-consumer-deletion.ts";
import { disallowPublicStreamPolicy } from "./disallow-public-stream-policy.ts";
import { requireShardMetrics } from "./require-shard-metrics.ts";
import { requireStreamCustomerKey } from "./require-stream-customer-key.ts";
import { requireStreamRetention } from "./require-stream-retention.ts";

/** The rules about Kinesis Data Streams. */
export const kinesisRules: readonly Rule[] = [
  disallowConsumerDeletion,
  disallowPublicStreamPolicy,
  requireShardMetrics,
  requireStreamCustomerKey,
  requireStreamRetention,
];
