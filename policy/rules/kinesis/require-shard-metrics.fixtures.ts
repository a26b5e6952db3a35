import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { stream } from "./compliant.ts";
import { requireShardMetrics } from "./require-shard-metrics.ts";

/** Streams with and without metrics of shards. */
export const fixtures: Fixtures = {
  rule: requireShardMetrics,
  compliant: {
    some: { properties: stream },
    all: { properties: changed(stream, { shardLevelMetrics: ["ALL"] }) },
  },
  violating: {
    none: {
      properties: changed(stream, { shardLevelMetrics: undefined }),
      faults: ["The stream reports no metrics of its shards."],
    },
    "an empty list": {
      properties: changed(stream, { shardLevelMetrics: [] }),
      faults: ["The stream reports no metrics of its shards."],
    },
  },
  unknown: {
    metrics: { properties: changed(stream, { shardLevelMetrics: UNKNOWN }), path: "shardLevelMetrics" },
  },
};
