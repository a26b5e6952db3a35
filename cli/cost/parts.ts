import { prices, type Price } from "../../infra/plan/prices.ts";
import type { Count } from "../../local/core/counts.ts";
import { assumptions, durations, perpetualFunctions } from "./assumptions.ts";
import type { Usage } from "./usage.ts";

/** One part of what payments cost. */
export interface Part {
  readonly part: string;
  /** Units of the price, for a million payments. */
  readonly quantity: number;
  readonly price: Price;
  readonly usd: number;
  /** Whether the local cloud counted all of it. */
  readonly basis: "counted" | "assumed";
}

/** What a usage is told by besides itself. */
export interface PartsContext {
  /** The usage is of so many payments. */
  readonly payments: number;
  readonly ledgerTable: string;
  readonly viewsTables: readonly string[];
  /** MiB of every function, by its physical name, and which of the plan's functions it is. */
  readonly functions: ReadonlyMap<string, { readonly name: string; readonly memoryMiB: number }>;
}

const GB = 1e9;
const MILLION = 1_000_000;
const FIREHOSE_STEP_KB = 5;
const FIREHOSE_GB_KB = 1_048_576;

/** What a million payments cost, part by part, by what some of them used. */
export function partsOf(usage: Usage, context: PartsContext): readonly Part[] {
  const { payments } = context;
  const sum: Sum = (is, of = ({ times }) => times) => usage.filter(is).reduce((total, count) => total + of(count), 0);
  const part: MakePart = (name, used, price, basis = "counted") => {
    const quantity = (used / payments) * MILLION;
    return { part: name, quantity, price, usd: (quantity / price.per) * price.usd, basis };
  };
  return [...wayIn(sum, part), ...tables(sum, part, context), ...archive(sum, part), ...work(sum, part, context)];
}

type Sum = (is: (count: Count) => boolean, of?: (count: Count) => number) => number;
type MakePart = (name: string, used: number, price: Price, basis?: Part["basis"]) => Part;

/** From the client to the function. */
function wayIn(sum: Sum, part: MakePart): readonly Part[] {
  const times = (service: string, what: string): number => sum((count) => isOf(count, service, what));
  const edge = times("cloudfront", "Request");
  const toClients = (edge * assumptions.responseBytes.value) / GB;
  const toCells = (edge * assumptions.requestBytes.value) / GB;
  return [
    part("API Gateway", times("apigateway", "Request"), prices.apiRequest),
    part("CloudFront: requests", edge, prices.edgeRequest),
    part("CloudFront: router's runs", times("cloudfront", "FunctionInvocation"), prices.edgeRun),
    part("CloudFront: router's reads", times("cloudfront", "KeyValueStoreRead"), prices.edgeRead),
    part("CloudFront: bytes to clients", toClients, prices.edgeBytesOut, "assumed"),
    part("CloudFront: bytes to cells", toCells, prices.edgeBytesToOrigin, "assumed"),
    part("WAF, edge and origin", times("wafv2", "Request"), prices.firewallRequest),
  ];
}

/** The ledger, what follows from it, and all other tables. */
function tables(sum: Sum, part: MakePart, { ledgerTable, viewsTables }: PartsContext): readonly Part[] {
  const units = (what: string, is: (table: string) => boolean = () => true): number =>
    sum((count) => isOf(count, "dynamodb", what) && is(count.of));
  const isLedger = (table: string): boolean => table === ledgerTable;
  const isViews = (table: string): boolean => viewsTables.includes(table);
  const others = units("WriteUnit", (table) => !isLedger(table) && !isViews(table));
  const sent = sum(
    (count) => isOf(count, "dynamodb", "ReplicatedWriteUnit"),
    ({ bytes }) => bytes,
  );
  const payload = sum((count) => isOf(count, "kinesis", "PayloadUnit"));
  return [
    part("Ledger: writes", units("WriteUnit", isLedger), prices.writeUnit),
    part("Ledger: replicated writes", units("ReplicatedWriteUnit"), prices.replicatedWriteUnit),
    part("Ledger: bytes between regions", sent / GB, prices.regionBytes),
    part("Ledger: changes for Kinesis", units("CaptureUnit"), prices.captureUnit),
    part("Kinesis: payload", payload, prices.payloadUnit),
    part("Views: writes", units("WriteUnit", isViews), prices.writeUnit),
    part("Other tables: writes", others, prices.writeUnit),
    part("All tables: reads", units("ReadUnit"), prices.readUnit),
  ];
}

/** What Firehose takes in, and all buckets' requests: the archive's, but for a report now and then. */
function archive(sum: Sum, part: MakePart): readonly Part[] {
  const steps = sum((count) => isOf(count, "firehose", "IngestedStep"));
  const isBucketRead = ({ what }: Count): boolean => what.startsWith("Get") || what.startsWith("Head");
  const bucket = (isRead: boolean): number => sum((count) => count.service === "s3" && isBucketRead(count) === isRead);
  return [
    part("Firehose: changes, 5 KB each", (steps * FIREHOSE_STEP_KB) / FIREHOSE_GB_KB, prices.firehoseBytes),
    part("S3: writes and lists", bucket(false), prices.bucketWrite),
    part("S3: reads", bucket(true), prices.bucketRead),
  ];
}

/** Functions, queues, keys, and what is told of it all. */
function work(sum: Sum, part: MakePart, context: PartsContext): readonly Part[] {
  const isRun = runsFor(context);
  const requests = sum((count) => isOf(count, "apigateway", "Request"));
  const edge = sum((count) => isOf(count, "cloudfront", "Request"));
  const lines = sum(
    (count) => isOf(count, "logs", "Line"),
    ({ bytes }) => bytes,
  );
  const requestLines = requests * assumptions.accessLogLine.value + edge * assumptions.edgeLogLine.value;
  return [
    part("Lambda: requests", sum(isRun), prices.functionRequest),
    part("Lambda: time", sum(isRun, gbSeconds(context)), prices.functionGbSecond, "assumed"),
    part(
      "SQS",
      sum(({ service }) => service === "sqs"),
      prices.queueRequest,
    ),
    part(
      "KMS",
      sum(({ service, what }) => service === "kms" && what !== "Sign"),
      prices.keyRequest,
    ),
    part(
      "KMS: signatures",
      sum((count) => isOf(count, "kms", "Sign")),
      prices.keySignature,
    ),
    part("Logs: functions", lines / GB, prices.logBytes),
    part("Logs: requests", requestLines / GB, prices.logBytes, "assumed"),
    part("X-Ray", (requests + sum(startsTrace(context))) * assumptions.traced.value, prices.trace, "assumed"),
  ];
}

/** What parts come to. */
export function totalOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { usd }) => sum + usd, 0);
}

/** The part that costs most. */
export function greatestOf(parts: readonly Part[]): Part | undefined {
  return parts.toSorted((one, other) => other.usd - one.usd)[0];
}

function isOf({ service, what }: Count, wantedService: string, wanted: string): boolean {
  return service === wantedService && what === wanted;
}

/** Invocations that payments cause: not those of what always runs. */
function runsFor({ functions }: PartsContext): (count: Count) => boolean {
  const perpetual: readonly string[] = perpetualFunctions.names;
  return (count) => {
    const known = functions.get(count.of);
    return isOf(count, "lambda", "Invocation") && known !== undefined && !perpetual.includes(known.name);
  };
}

/** Invocations that streams and queues start; those of the API belong to its requests' traces. */
function startsTrace(context: PartsContext): (count: Count) => boolean {
  const isRun = runsFor(context);
  return (count) => isRun(count) && context.functions.get(count.of)?.name !== "payments-api";
}

function gbSeconds({ functions }: PartsContext): (count: Count) => number {
  return ({ of, times, ms }) => {
    const { name, memoryMiB } = functions.get(of) ?? { name: "", memoryMiB: 0 };
    const assumed = durations[name];
    return (((assumed === undefined ? ms : times * assumed.value) / 1_000) * memoryMiB) / 1_024;
  };
}
