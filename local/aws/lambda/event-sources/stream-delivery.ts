import { sendToQueue } from "../../sqs/send-to-queue.ts";
import type { InvocationResult } from "../environment-pool.ts";
import { judgeBatch } from "./batch-response.ts";
import { sleep, type Gate, type MappingContext } from "./mapping.ts";
import type { StreamRecord, StreamSource } from "./stream-source.ts";

/** Retries wait longer and longer, up to this. */
const maxRetryDelayMs = 60_000;

/** Why records are given up. */
type GiveUp = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/**
 * Delivers a batch until the function took it or it is given up: halves it where the mapping says so, restarts at the
 * first failure that the function reports, and hands what is given up to the failure destination.
 */
export async function deliverBatch(
  context: MappingContext,
  source: StreamSource,
  shardId: string,
  batch: readonly StreamRecord[],
  gate: Gate,
): Promise<void> {
  const { kernel } = context;
  let remaining = batch;
  let attempts = 0;
  for (;;) {
    // A paused mapping keeps its batch in hand: it goes on where it was.
    await gate.passed();
    if (gate.stopped) return;
    const { config } = context;
    const [expired, fresh] = splitByAge(context, source, remaining);
    if (expired.length > 0) await giveUp(context, source, shardId, expired, "RecordAgeExceeded", attempts, undefined);
    if (fresh.length === 0) return;
    remaining = fresh;
    const result = await invoke(context, remaining);
    const verdict = judgeBatch(result, remaining.map(source.sequence), config.reportsFailures);
    if (verdict.kind === "done") {
      context.report("OK");
      return;
    }
    context.report("PROBLEM: Function call failed");
    const from = firstFailure(source, remaining, verdict.ids);
    if (from > 0) {
      remaining = remaining.slice(from);
    } else if (config.bisects && remaining.length > 1) {
      // Halving does not count as a retry.
      const middle = Math.ceil(remaining.length / 2);
      await deliverBatch(context, source, shardId, remaining.slice(0, middle), gate);
      remaining = remaining.slice(middle);
      continue;
    }
    attempts += 1;
    if (config.maximumRetryAttempts !== undefined && attempts > config.maximumRetryAttempts) {
      return giveUp(context, source, shardId, remaining, "RetryAttemptsExhausted", attempts, result);
    }
    await sleep(kernel, Math.min(100 * 2 ** attempts, maxRetryDelayMs));
  }
}

/** A throttled or refused invocation is a failed attempt like any other. */
function invoke(context: MappingContext, records: readonly StreamRecord[]): Promise<InvocationResult> {
  return context.invoke({ Records: records }).catch((error: unknown) => ({
    requestId: context.requestId(),
    payload: JSON.stringify({ errorMessage: String(error) }),
    functionError: "Unhandled" as const,
  }));
}

function firstFailure(source: StreamSource, records: readonly StreamRecord[], ids: readonly string[] | "all"): number {
  return ids === "all" ? 0 : records.findIndex((record) => ids.includes(source.sequence(record)));
}

function splitByAge(context: MappingContext, source: StreamSource, records: readonly StreamRecord[]) {
  const { maximumRecordAgeMs } = context.config;
  if (maximumRecordAgeMs === undefined) return [[], records] as const;
  const oldest = context.kernel.now() - maximumRecordAgeMs;
  return [
    records.filter((record) => source.arrivedAt(record) < oldest),
    records.filter((record) => source.arrivedAt(record) >= oldest),
  ] as const;
}

async function giveUp(
  context: MappingContext,
  source: StreamSource,
  shardId: string,
  records: readonly StreamRecord[],
  condition: GiveUp,
  attempts: number,
  result: InvocationResult | undefined,
): Promise<void> {
  const { kernel, config } = context;
  if (config.onFailureArn === undefined) return;
  const [first] = records;
  const last = records.at(-1);
  if (first === undefined || last === undefined) return;
  const response = { statusCode: 200, executedVersion: "$LATEST", functionError: result?.functionError };
  const body = {
    requestContext: {
      requestId: result?.requestId ?? context.requestId(),
      functionArn: context.functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    ...(result === undefined ? {} : { responseContext: response }),
    version: "1.0",
    timestamp: new Date(kernel.now()).toISOString(),
    [source.batchInfo]: {
      shardId,
      startSequenceNumber: source.sequence(first),
      endSequenceNumber: source.sequence(last),
      approximateArrivalOfFirstRecord: new Date(source.arrivedAt(first)).toISOString(),
      approximateArrivalOfLastRecord: new Date(source.arrivedAt(last)).toISOString(),
      batchSize: records.length,
      streamArn: config.sourceArn,
    },
  };
  const message = { queueArn: config.onFailureArn, body: JSON.stringify(body) };
  try {
    await sendToQueue(context.call, context.caller(), context.requestId(), message);
  } catch (error) {
    // As on AWS a destination that refuses does not hold up the shard.
    context.report(`PROBLEM: ${String(error)}`);
  }
}
