import { beforeEach, describe, expect, it } from "vitest";
import { createLogs } from "../../../../../local/aws/logs/index.ts";
import type { Logs } from "../../../../../local/aws/logs/index.ts";
import { GROUP_EVENTS_MAX } from "../../../../../local/aws/logs/store.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import type { VirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register } from "../account.ts";

const logGroupName = "/aws/lambda/prod-eu-relay";
const arn = `arn:aws:logs:eu-west-1:${accountId}:log-group:${logGroupName}`;
const DAY_MS = 86_400_000;

let kernel: VirtualKernel;
let logs: Logs;

beforeEach(async () => {
  kernel = createVirtualKernel(5);
  logs = createLogs({ kernel, accountId });
  const group = await register(logs.resources, "aws:cloudwatch/logGroup:LogGroup", {
    name: logGroupName,
    retentionInDays: 30,
  });
  expect(group).toMatchObject({ id: logGroupName, outputs: { arn, retentionInDays: 30 } });
});

function call(action: string, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  // The calls of CloudWatch Logs answer at once.
  return logs.service.handle(callOf("logs", action, input)) as Readonly<Record<string, unknown>>;
}

function messages(output: Readonly<Record<string, unknown>>): readonly string[] {
  // Both reading calls answer with a list of events.
  return (output["events"] as readonly { readonly message: string }[]).map(({ message }) => message);
}

const filter = (more: Readonly<Record<string, unknown>>) =>
  messages(call("FilterLogEvents", { logGroupName, ...more }));

describe("lines", () => {
  it("written by the local cloud are read back, group and stream made where missing", () => {
    logs.append("eu-west-1", "/new", "one", ["first", "second"]);
    expect(call("GetLogEvents", { logGroupName: "/new", logStreamName: "one", startFromHead: true })).toEqual({
      events: ["first", "second"].map((message) => ({ message, timestamp: kernel.now(), ingestionTime: kernel.now() })),
      nextForwardToken: "f/2",
      nextBackwardToken: "b/0",
    });
    expect(() => logs.append("us-east-1", "/new", "one", ["elsewhere"])).not.toThrow();
    expect(messages(call("FilterLogEvents", { logGroupName: "/new" }))).toEqual(["first", "second"]);
  });

  it("put by a client need a stream, an order and a time", () => {
    const put = (logEvents: readonly unknown[]) =>
      call("PutLogEvents", { logGroupName, logStreamName: "s", logEvents });
    const event = { timestamp: kernel.now(), message: "hello" };
    expect(() => put([event])).toThrow("The specified log stream does not exist.");
    call("CreateLogStream", { logGroupName, logStreamName: "s" });
    expect(put([event])).toEqual({ nextSequenceToken: "1" });
    expect(() => put([])).toThrow(expect.objectContaining({ code: "InvalidParameterException" }));
    expect(() => put([{ message: "x" }])).toThrow("Each log event needs a timestamp.");
    expect(() => put([event, { ...event, timestamp: event.timestamp - 1 }])).toThrow(/chronological order/);
    expect(filter({})).toEqual(["hello"]);
  });

  it("are paged forwards and backwards until a token stays", () => {
    logs.append("eu-west-1", logGroupName, "s", ["1", "2", "3", "4", "5"]);
    const get = (more: Readonly<Record<string, unknown>>) =>
      call("GetLogEvents", { logGroupName, logStreamName: "s", limit: 2, ...more });
    const newest = get({});
    expect(messages(newest)).toEqual(["4", "5"]);
    const before = get({ nextToken: newest["nextBackwardToken"] });
    expect(messages(before)).toEqual(["2", "3"]);
    const oldest = get({ nextToken: before["nextBackwardToken"] });
    expect(messages(oldest)).toEqual(["1"]);
    const after = get({ nextToken: oldest["nextForwardToken"] });
    expect(messages(after)).toEqual(["2", "3"]);
    const end = get({ nextToken: newest["nextForwardToken"] });
    expect(end).toMatchObject({ events: [], nextForwardToken: newest["nextForwardToken"] });
  });
});

describe("a filter", () => {
  beforeEach(async () => {
    logs.append("eu-west-1", logGroupName, "a", ["ERROR payment refused", "INFO payment made"]);
    await kernel.advance(1_000);
    logs.append("eu-west-1", logGroupName, "b", ['{"level":"ERROR","what":"timed out"}']);
  });

  it.each([
    ["a word", { filterPattern: "ERROR" }, 2],
    ["two words", { filterPattern: "ERROR payment" }, 1],
    ["a phrase", { filterPattern: '"timed out"' }, 1],
    ["a phrase with quotes in it", { filterPattern: '"\\"level\\":\\"ERROR\\""' }, 1],
    ["case", { filterPattern: "error" }, 0],
    ["a stream", { logStreamNames: ["b"] }, 1],
    ["a stream's prefix", { logStreamNamePrefix: "a" }, 2],
    ["a start", { startTime: Date.UTC(2026, 0, 1) + 1 }, 1],
    ["an end", { endTime: Date.UTC(2026, 0, 1) }, 2],
  ])("asks for %s", (_what, more, count) => {
    expect(filter(more)).toHaveLength(count);
  });

  it("is paged", () => {
    const first = call("FilterLogEvents", { logGroupName, limit: 2 });
    expect(messages(first)).toEqual(["ERROR payment refused", "INFO payment made"]);
    expect(filter({ nextToken: first["nextToken"] })).toEqual(['{"level":"ERROR","what":"timed out"}']);
  });

  it.each(["{ $.level = ERROR }", "[a, b]", "?ERROR ?WARN", "ERROR -INFO"])(
    "%s is refused by name",
    (filterPattern) => {
      expect(() => filter({ filterPattern })).toThrow(expect.objectContaining({ code: "NotImplemented" }));
    },
  );
});

describe("groups and streams", () => {
  it("are described", () => {
    logs.append("eu-west-1", logGroupName, "s", ["12345"]);
    expect(call("DescribeLogGroups", { logGroupNamePrefix: "/aws/lambda/" })).toEqual({
      logGroups: [
        {
          logGroupName,
          arn: `${arn}:*`,
          logGroupArn: arn,
          creationTime: kernel.now(),
          retentionInDays: 30,
          metricFilterCount: 0,
          storedBytes: 5,
          logGroupClass: "STANDARD",
          deletionProtectionEnabled: false,
        },
      ],
    });
    expect(call("DescribeLogStreams", { logGroupName })).toMatchObject({
      logStreams: [{ logStreamName: "s", arn: `${arn}:log-stream:s`, lastEventTimestamp: kernel.now() }],
    });
    expect(call("DescribeLogGroups", { logGroupNamePrefix: "/none" })).toEqual({ logGroups: [] });
  });

  it("are refused when they are there already or have no proper name", async () => {
    const declare = (inputs: Readonly<Record<string, unknown>>) =>
      register(logs.resources, "aws:cloudwatch/logGroup:LogGroup", inputs);
    await expect(declare({ name: logGroupName })).rejects.toMatchObject({ code: "ResourceAlreadyExistsException" });
    expect(() => call("CreateLogGroup", { logGroupName: "a b" })).toThrow(
      expect.objectContaining({ code: "InvalidParameterException" }),
    );
    expect(() => call("CreateLogStream", { logGroupName: "/none", logStreamName: "s" })).toThrow(
      "The specified log group does not exist.",
    );
  });

  it("are what IAM is asked about", () => {
    const ask = (action: string, input: Readonly<Record<string, unknown>>) =>
      logs.service.authorizations(callOf("logs", action, input))[0]?.resource;
    expect(ask("PutLogEvents", { logGroupName, logStreamName: "s" })).toBe(`${arn}:log-stream:s`);
    expect(ask("FilterLogEvents", { logGroupName })).toBe(`${arn}:log-stream:`);
  });
});

describe("memory", () => {
  it("is given back after the retention", async () => {
    logs.append("eu-west-1", logGroupName, "s", ["old"]);
    await kernel.advance(30 * DAY_MS + 1);
    logs.append("eu-west-1", logGroupName, "s", ["new"]);
    expect(filter({})).toEqual(["new"]);
  });

  it("is bounded: the oldest lines of a group go first", () => {
    const lines = Array.from({ length: GROUP_EVENTS_MAX * 1.1 + 1 }, (_, index) => String(index));
    logs.append("eu-west-1", logGroupName, "s", lines);
    expect(filter({ limit: 1 })).toEqual([String(lines.length - GROUP_EVENTS_MAX)]);
  });
});
