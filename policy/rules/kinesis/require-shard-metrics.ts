import { rule } from "../../core/rule.ts";

/** It shows which shard is behind or throttled. */
export const requireShardMetrics = rule({
  name: "require-shard-metrics",
  description: "Kinesis data streams report metrics of their shards.",
  types: ["aws:kinesis/stream:Stream"],
  property: "kinesis.Stream.shardLevelMetrics",
  severity: "low",
  level: "advisory",
  reason: "A stream's averages hide the one shard that is hot, whose records come late or are refused.",
  remediation: 'List in `shardLevelMetrics` at least "IteratorAgeMilliseconds" and the throughput exceeded.',
  controls: { soc2: ["A1.1", "CC7.2"], psd2: ["PSD2 95"] },
  judge: ({ read }) =>
    read.texts("shardLevelMetrics").length > 0 ? undefined : "The stream reports no metrics of its shards.",
});
