import type { Caller } from "../../../core/call.ts";
import { AwsError, notImplemented } from "../../../core/errors.ts";
import type { Kernel } from "../../../core/kernel.ts";
import type { Reader } from "../../inputs.ts";
import type { AwsCall, EventSources } from "../dependencies.ts";
import type { InvocationResult } from "../environment-pool.ts";
import { isKinesisArn } from "../../kinesis/index.ts";
import { compileFilters, type RecordFilter } from "./filter.ts";
import type { ShardStart } from "./stream-source.ts";

/** An event source mapping as its resource declares it, checked. */
export interface MappingConfig {
  readonly uuid: string;
  readonly kind: "queue" | "dynamodb" | "kinesis";
  readonly sourceArn: string;
  readonly region: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly reportsFailures: boolean;
  readonly filter: RecordFilter;
  /** Queues only: batches in flight at a time. */
  readonly maximumConcurrency: number | undefined;
  /** Streams only. */
  readonly start: Extract<ShardStart, { readonly type: "TRIM_HORIZON" | "LATEST" | "AT_TIMESTAMP" }>;
  /** Streams only: batches of one shard in flight at a time; records of one group never are in two of them. */
  readonly lanes: number;
  readonly bisects: boolean;
  /** Undefined: until the record leaves the stream. */
  readonly maximumRetryAttempts: number | undefined;
  readonly maximumRecordAgeMs: number | undefined;
  readonly onFailureArn: string | undefined;
}

/** What a reader of an event source works with. An update of the mapping shows in it. */
export interface MappingContext {
  readonly kernel: Kernel;
  readonly config: MappingConfig;
  readonly functionArn: string;
  readonly call: AwsCall;
  /** The ARN of the function's role. */
  roleArn(): string;
  /** The function's role, in whose name the source is read. Throws where the role does not trust Lambda. */
  caller(): Caller;
  readonly sources: EventSources;
  /** Batches in flight at a time unless the mapping says otherwise. */
  readonly pollers: number;
  /** `links`: X-Ray's headers of what the event is about. */
  invoke(event: unknown, links?: readonly string[]): Promise<InvocationResult>;
  requestId(): string;
  /** Told how the last batch went, in the words of ListEventSourceMappings. */
  report(result: string): void;
}

/** A mapping that reads; while it is paused it keeps its place, and what it has in hand. */
export interface MappingReader {
  pause(): void;
  resume(): void;
  stop(): void;
  /** Whether nothing is left to be read or taken; a queue says of itself what it still holds. */
  isAtRest?(): boolean;
}

/** Whether a reader may go on. */
export interface Gate {
  readonly stopped: boolean;
  readonly paused: boolean;
  /** Kept once the reader is not paused, or is stopped. */
  passed(): Promise<void>;
}

/** An open gate. */
export function createGate(): Gate & MappingReader {
  let stopped = false;
  let paused = false;
  const waiting: (() => void)[] = [];
  const letThrough = (): void => {
    for (const pass of waiting.splice(0)) pass();
  };
  return {
    get stopped() {
      return stopped;
    },
    get paused() {
      return paused;
    },
    passed: () => (paused && !stopped ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve()),
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      letThrough();
    },
    stop() {
      stopped = true;
      letThrough();
    },
  };
}

/** Parses a mapping's inputs. */
export function parseMapping(inputs: Reader, uuid: string, region: string): MappingConfig {
  const sourceArn = inputs.requiredText("eventSourceArn");
  const kind = kindOf(inputs, sourceArn);
  const batchSize = inputs.number("batchSize") ?? (kind === "queue" ? 10 : 100);
  const windowSeconds = inputs.number("maximumBatchingWindowInSeconds") ?? 0;
  const lanes = inputs.number("parallelizationFactor") ?? 1;
  if (lanes < 1 || lanes > 10) throw invalid(`${inputs.what}: parallelizationFactor ${lanes} is not 1 to 10.`);
  if (batchSize < 1 || batchSize > 10_000) throw invalid(`${inputs.what}: batchSize ${batchSize} is not 1 to 10000.`);
  if (kind === "queue" && batchSize > 10 && windowSeconds < 1) {
    throw invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
  }
  return {
    uuid,
    kind,
    sourceArn,
    region,
    batchSize,
    windowMs: windowSeconds * 1000,
    reportsFailures: inputs.texts("functionResponseTypes").includes("ReportBatchItemFailures"),
    filter: compileFilters(inputs.child("filterCriteria")),
    maximumConcurrency: inputs.child("scalingConfig")?.number("maximumConcurrency"),
    start: parseStart(inputs, kind),
    lanes,
    bisects: inputs.flag("bisectBatchOnFunctionError") ?? false,
    maximumRetryAttempts: unlessNegative(inputs.number("maximumRetryAttempts")),
    maximumRecordAgeMs: unlessNegative(inputs.number("maximumRecordAgeInSeconds"), 1000),
    onFailureArn: parseOnFailure(inputs),
  };
}

/** A promise that is kept after `delayMs`. */
export function sleep(kernel: Kernel, delayMs: number): Promise<void> {
  return new Promise((resolve) => void kernel.after(delayMs, resolve));
}

/** Runs `work` when woken; a call that comes while it runs makes it run once more. */
export function createWaker(work: () => Promise<void>, limit: () => number): { wake(): void; stop(): void } {
  let running = 0;
  let again = false;
  let stopped = false;
  const wake = (): void => {
    if (stopped) return;
    if (running >= limit()) {
      again = true;
      return;
    }
    running += 1;
    void work().finally(() => {
      running -= 1;
      if (!again) return;
      again = false;
      wake();
    });
  };
  return {
    wake,
    stop() {
      stopped = true;
    },
  };
}

function parseOnFailure(inputs: Reader): string | undefined {
  const arn = inputs.child("destinationConfig")?.child("onFailure")?.text("destinationArn");
  if (arn !== undefined && !arn.startsWith("arn:aws:sqs:"))
    throw notImplemented(`${inputs.what}.destinationConfig to ${arn}`);
  return arn;
}

function kindOf(inputs: Reader, sourceArn: string): MappingConfig["kind"] {
  if (sourceArn.startsWith("arn:aws:sqs:")) return "queue";
  if (/^arn:aws:dynamodb:[^:]+:\d+:table\/[^/]+\/stream\//.test(sourceArn)) return "dynamodb";
  if (isKinesisArn(sourceArn)) return "kinesis";
  throw notImplemented(`${inputs.what}.eventSourceArn ${sourceArn}`);
}

function parseStart(inputs: Reader, kind: MappingConfig["kind"]): MappingConfig["start"] {
  const type = inputs.text("startingPosition");
  const time = inputs.text("startingPositionTimestamp");
  if (kind === "queue") {
    if (type !== undefined) throw invalid("StartingPosition is not valid for SQS event sources.");
    return { type: "LATEST" };
  }
  if ((type === "AT_TIMESTAMP") !== (time !== undefined)) {
    throw invalid("StartingPositionTimestamp is required for AT_TIMESTAMP, and for nothing else.");
  }
  if (type === "TRIM_HORIZON" || type === "LATEST") return { type };
  const atMs = Date.parse(time ?? "");
  if (kind === "kinesis" && !Number.isNaN(atMs)) return { type: "AT_TIMESTAMP", seconds: atMs / 1_000 };
  const stream = kind === "kinesis" ? "Kinesis" : "DynamoDB";
  throw invalid(`1 validation error detected: StartingPosition ${type ?? "is missing"} for a ${stream} stream.`);
}

function unlessNegative(value: number | undefined, factor = 1): number | undefined {
  return value === undefined || value < 0 ? undefined : value * factor;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
