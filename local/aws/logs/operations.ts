import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { readerOf, refuseUnknown } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { compileFilterPattern } from "./filter-pattern.ts";
import { groupInputs, groupName, groupOperation } from "./group-operations.ts";
import type { LogEvent, LogGroup, LogStore, LogStream } from "./store.ts";

type Output = Readonly<Record<string, unknown>>;

/** Handles the calls of CloudWatch Logs. */
export function logsOperations(store: LogStore): (call: Call) => Output {
  return (call) => {
    const input = readInput(call);
    switch (call.action) {
      case "CreateLogStream":
        store.createStream(call.region, input.requiredText("logGroupName"), input.requiredText("logStreamName"));
        return {};
      case "PutLogEvents":
        return putLogEvents(store, groupOf(store, call, input), input);
      case "DescribeLogGroups":
        return describeGroups(store, call, input);
      case "DescribeLogStreams":
        return describeStreams(groupOf(store, call, input), input);
      case "GetLogEvents":
        return getLogEvents(groupOf(store, call, input), input);
      case "FilterLogEvents":
        return filterLogEvents(groupOf(store, call, input), input);
      default:
        return groupOperation(store, call, input);
    }
  };
}

/** What IAM is asked about a call; a call about a whole group means its stream of no name, as AWS writes it. */
export function logsAuthorizations(accountId: string, call: Call): readonly AuthorizationRequest[] {
  const input = readInput(call);
  const group = groupName(input) ?? "";
  const stream = input.text("logStreamName") ?? "";
  const resource = `arn:aws:logs:${call.region}:${accountId}:log-group:${group}:log-stream:${stream}`;
  return [{ action: `logs:${call.action}`, resource, context: {} }];
}

const INPUTS: Readonly<Record<string, readonly string[]>> = {
  ...groupInputs,
  CreateLogStream: ["logGroupName", "logStreamName"],
  PutLogEvents: ["logGroupName", "logStreamName", "logEvents", "sequenceToken"],
  DescribeLogGroups: ["logGroupNamePrefix", "logGroupNamePattern", "limit", "nextToken"],
  DescribeLogStreams: ["logGroupName", "logStreamNamePrefix", "orderBy", "descending", "limit", "nextToken"],
  GetLogEvents: ["logGroupName", "logStreamName", "startTime", "endTime", "limit", "startFromHead", "nextToken"],
  FilterLogEvents: [
    "logGroupName",
    "logStreamNames",
    "logStreamNamePrefix",
    "startTime",
    "endTime",
    "filterPattern",
    "limit",
    "nextToken",
    "interleaved",
  ],
};

function readInput(call: Call): Reader {
  const known = Object.hasOwn(INPUTS, call.action) ? INPUTS[call.action] : undefined;
  if (known === undefined) throw notImplemented(`logs:${call.action}`);
  const input = readerOf(`logs:${call.action}`, call.input);
  refuseUnknown(input, known);
  return input;
}

function groupOf(store: LogStore, call: Call, input: Reader): LogGroup {
  return store.group(call.region, input.requiredText("logGroupName"));
}

function streamOf(group: LogGroup, input: Reader): LogStream {
  const stream = group.streams.get(input.requiredText("logStreamName"));
  if (stream === undefined) {
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
  }
  return stream;
}

function putLogEvents(store: LogStore, group: LogGroup, input: Reader): Output {
  const events = input.children("logEvents").map((event) => {
    const timestamp = event.number("timestamp");
    if (timestamp === undefined) throw invalid("Each log event needs a timestamp.");
    return { timestamp, message: event.requiredText("message") };
  });
  if (events.length < 1 || events.length > 10_000) throw invalid("A batch has between 1 and 10000 log events.");
  const ordered = events.every((event, index) => index === 0 || event.timestamp >= (events[index - 1]?.timestamp ?? 0));
  if (!ordered) throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
  store.append(group, streamOf(group, input), events);
  return { nextSequenceToken: String(group.nextOrdinal) };
}

function describeGroups(store: LogStore, call: Call, input: Reader): Output {
  const prefix = input.text("logGroupNamePrefix") ?? "";
  const part = input.text("logGroupNamePattern") ?? "";
  if (prefix !== "" && part !== "")
    throw invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive");
  const groups = store
    .groups(call.region)
    .filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(part.toLowerCase()))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const { items, more } = page(groups, input, 50);
  const logGroups = items.map((group) => ({
    logGroupName: group.name,
    creationTime: group.createdAt,
    ...(group.retentionDays === 0 ? {} : { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${group.arn}:*`,
    logGroupArn: group.arn,
    storedBytes: group.storedCharacters,
    logGroupClass: group.groupClass,
    deletionProtectionEnabled: group.deletionProtection,
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
  }));
  return { logGroups, ...more };
}

function describeStreams(group: LogGroup, input: Reader): Output {
  const prefix = input.text("logStreamNamePrefix") ?? "";
  const byTime = input.text("orderBy") === "LastEventTime";
  const sign = (input.flag("descending") ?? false) ? -1 : 1;
  const key = (stream: LogStream): number | string => (byTime ? (stream.lastTimestamp ?? 0) : stream.name);
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .toSorted((left, right) => (key(left) < key(right) ? -sign : sign));
  const { items, more } = page(streams, input, 50);
  const logStreams = items.map((stream) => ({
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    arn: stream.arn,
    storedBytes: 0,
    ...(stream.firstTimestamp === undefined ? {} : { firstEventTimestamp: stream.firstTimestamp }),
    ...(stream.lastTimestamp === undefined ? {} : { lastEventTimestamp: stream.lastTimestamp }),
    ...(stream.lastIngestedAt === undefined ? {} : { lastIngestionTime: stream.lastIngestedAt }),
  }));
  return { logStreams, ...more };
}

/** A page of one stream: forwards from the token, or the newest before it. A token that moves nothing comes back. */
function getLogEvents(group: LogGroup, input: Reader): Output {
  const { name } = streamOf(group, input);
  const limit = limitOf(input, 10_000);
  const inTime = withinTimes(input);
  const token = /^([fb])\/(\d+)$/.exec(input.text("nextToken") ?? "");
  if (input.text("nextToken") !== undefined && token === null) throw invalid("The specified nextToken is invalid.");
  const forwards = token === null ? (input.flag("startFromHead") ?? false) : token[1] === "f";
  const bound = token === null ? (forwards ? 0 : Infinity) : Number(token[2]);
  const candidates = group.events.filter(
    (event) => event.stream === name && inTime(event) && (forwards ? event.ordinal >= bound : event.ordinal < bound),
  );
  const chosen = forwards ? candidates.slice(0, limit) : candidates.slice(-limit);
  const first = chosen[0]?.ordinal ?? (bound === Infinity ? group.nextOrdinal : bound);
  const last = chosen.at(-1)?.ordinal ?? first - 1;
  const events = chosen.map((event) => ({
    timestamp: event.timestamp,
    message: event.message,
    ingestionTime: event.ingestedAt,
  }));
  return { events, nextForwardToken: `f/${last + 1}`, nextBackwardToken: `b/${first}` };
}

function filterLogEvents(group: LogGroup, input: Reader): Output {
  const limit = limitOf(input, 10_000);
  const names = new Set(input.texts("logStreamNames"));
  const prefix = input.text("logStreamNamePrefix") ?? "";
  const matches = compileFilterPattern(input.text("filterPattern") ?? "");
  const inTime = withinTimes(input);
  const from = Number(input.text("nextToken") ?? "0");
  if (!Number.isSafeInteger(from)) throw invalid("The specified nextToken is invalid.");
  const found = group.events.filter(
    (event) =>
      event.ordinal >= from &&
      (names.size === 0 || names.has(event.stream)) &&
      event.stream.startsWith(prefix) &&
      inTime(event) &&
      matches(event.message),
  );
  const events = found.slice(0, limit).map((event) => ({
    logStreamName: event.stream,
    timestamp: event.timestamp,
    message: event.message,
    ingestionTime: event.ingestedAt,
    eventId: String(event.ordinal),
  }));
  const next = found[limit];
  return { events, searchedLogStreams: [], ...(next === undefined ? {} : { nextToken: String(next.ordinal) }) };
}

function withinTimes(input: Reader): (event: LogEvent) => boolean {
  const start = input.number("startTime") ?? -Infinity;
  const end = input.number("endTime") ?? Infinity;
  return ({ timestamp }) => timestamp >= start && timestamp <= end;
}

function limitOf(input: Reader, most: number): number {
  const limit = input.number("limit") ?? most;
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw invalid(`limit must be between 1 and ${most}.`);
  return limit;
}

// The token is the index at which the next page starts.
function page<Item>(all: readonly Item[], input: Reader, most: number): { items: readonly Item[]; more: Output } {
  const size = limitOf(input, most);
  const start = Number(input.text("nextToken") ?? "0");
  if (!Number.isSafeInteger(start) || start < 0) throw invalid("The specified nextToken is invalid.");
  const end = start + size;
  return { items: all.slice(start, end), more: end < all.length ? { nextToken: String(end) } : {} };
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
