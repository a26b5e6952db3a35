import type { Suite } from "../../case.ts";
import { recordCases } from "./records.ts";
import { shardCases } from "./shards.ts";
import { streamCases } from "./streams.ts";

/** Kinesis Data Streams. */
export const kinesisSuites: readonly Suite[] = [streamCases, recordCases, shardCases];
