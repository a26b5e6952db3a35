import { beforeEach, describe, expect, it } from "vitest";
import { createLogs } from "../../../../../local/aws/logs/index.ts";
import type { Logs } from "../../../../../local/aws/logs/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf } from "../account.ts";
import { type Life, lifeOf } from "../life.ts";

const logGroupName = "/aws/lambda/relay";
const arn = `arn:aws:logs:eu-west-1:${accountId}:log-group:${logGroupName}`;
const kmsKeyId = `arn:aws:kms:eu-west-1:${accountId}:key/k`;
const given = { name: logGroupName, retentionInDays: 90, kmsKeyId, tags: { cell: "eu" } };

let logs: Logs;
let life: Life;

beforeEach(() => {
  const kernel = createVirtualKernel(5);
  logs = createLogs({ kernel, accountId, mayUseKey: (_region, _arn, key) => key !== "forbidden" });
  life = lifeOf(logs.resources, "aws:cloudwatch/logGroup:LogGroup");
});

function call(action: string, input: Properties): Properties {
  // The calls of CloudWatch Logs answer at once.
  return logs.service.handle(callOf("logs", action, input)) as Properties;
}

describe("what the provider refuses of a log group", () => {
  const form =
    "invalid value (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed), got a b";

  it.each<[Properties, string]>([
    [{ name: "a b" }, `name: ${form}`],
    [{ namePrefix: "a b" }, `namePrefix: ${form}`],
    [{ name: "other", namePrefix: "/aws/" }, "namePrefix: conflicts with name"],
    [
      { name: "a", retentionInDays: 2 },
      "retentionInDays: expected it to be one of [0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 " +
        "2557 2922 3288 3653], got 2",
    ],
    [
      { name: "a", logGroupClass: "CHEAP" },
      'logGroupClass: expected it to be one of ["STANDARD" "INFREQUENT_ACCESS" "DELIVERY"], got CHEAP',
    ],
  ])("%o", (inputs, refusal) => {
    expect(life.refusals(inputs)).toContain(refusal);
  });

  it("is nothing of what the program declares, named or not", async () => {
    expect(life.refusals(given)).toEqual([]);
    expect((await life.create({ namePrefix: "/aws/" })).id).toMatch(/^\/aws\/[0-9a-f]{7}$/);
  });
});

describe("the life of a log group", () => {
  it("shows no change after its creation and after an update", async () => {
    const created = await life.create(given);
    expect(created.outputs).toMatchObject({ arn, retentionInDays: 90, kmsKeyId, tagsAll: { cell: "eu" } });
    expect(life.refresh()?.outputs).toEqual(created.outputs);
    const updated = await life.update({ name: logGroupName, retentionInDays: 30 });
    expect(updated.outputs).toMatchObject({ retentionInDays: 30, tags: {}, kmsKeyId: "" });
    expect(life.refresh()?.outputs).toEqual(updated.outputs);
    expect(life.plan({ name: logGroupName, retentionInDays: 30 })).toEqual([]);
  });

  it("is replaced for another name or class, and changed in place for the rest", async () => {
    await life.create(given);
    expect(life.plan({ ...given, name: "b", logGroupClass: "DELIVERY" })).toEqual([
      "logGroupClass (replace)",
      "name (replace)",
    ]);
    expect(life.plan({ ...given, retentionInDays: 1, tags: { cell: "us" } })).toEqual(["retentionInDays", "tags.cell"]);
  });

  it.each<[string, Properties, Properties]>([
    ["PutRetentionPolicy", { logGroupName, retentionInDays: 7 }, { retentionInDays: 7 }],
    ["DisassociateKmsKey", { logGroupName }, { kmsKeyId: "" }],
    ["AssociateKmsKey", { logGroupName, kmsKeyId: `${kmsKeyId}2` }, { kmsKeyId: `${kmsKeyId}2` }],
    ["TagResource", { resourceArn: arn, tags: { by: "hand" } }, { tags: { cell: "eu", by: "hand" } }],
    ["UntagResource", { resourceArn: arn, tagKeys: ["cell"] }, { tags: {} }],
    ["TagLogGroup", { logGroupName, tags: { cell: "us" } }, { tags: { cell: "us" } }],
  ])("shows what %s did", async (action, input, found) => {
    await life.create(given);
    call(action, input);
    expect(life.refresh()?.outputs).toEqual({ ...life.state.outputs, ...found, ...tagsAll(found) });
    expect(life.plan(given)).toHaveLength(1);
  });

  it("leaves everything as it was where AWS refuses an update", async () => {
    const { outputs } = await life.create(given);
    await expect(life.update({ ...given, kmsKeyId: "forbidden", retentionInDays: 1 })).rejects.toThrow(
      `The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`,
    );
    expect(life.refresh()?.outputs).toEqual(outputs);
  });

  it("is imported by its name", async () => {
    await life.create(given);
    expect(life.import()?.inputs).toMatchObject(given);
    expect(life.import("nowhere")).toBeUndefined();
  });

  it("has streams that are imported by its name and theirs", async () => {
    await life.create(given);
    const stream = lifeOf(logs.resources, "aws:cloudwatch/logStream:LogStream");
    await stream.create({ logGroupName, name: "s3" });
    expect(stream.import(`${logGroupName}:s3`)).toMatchObject({ id: "s3", inputs: { logGroupName, name: "s3" } });
    expect(stream.import("s3")).toBeUndefined();
    expect(stream.import(`${logGroupName}:none`)).toBeUndefined();
  });

  it("ends with its events, unless it is to be spared", async () => {
    await life.create({ ...given, skipDestroy: true });
    await life.delete();
    expect(life.refresh()).toBeDefined();
    await life.update(given);
    logs.append("eu-west-1", logGroupName, "s", ["line"]);
    await life.delete();
    expect(life.import(logGroupName)).toBeUndefined();
    await life.delete();
    expect(call("DescribeLogGroups", {})).toEqual({ logGroups: [] });
    expect(() => call("FilterLogEvents", { logGroupName })).toThrow("The specified log group does not exist.");
  });

  it("does not end while it is protected", async () => {
    await life.create({ ...given, deletionProtectionEnabled: true });
    await expect(life.delete()).rejects.toMatchObject({ code: "ValidationException" });
    expect(life.refresh()).toBeDefined();
    call("PutLogGroupDeletionProtection", { logGroupIdentifier: arn, deletionProtectionEnabled: false });
    await life.delete();
    expect(life.import(logGroupName)).toBeUndefined();
  });
});

describe("calls on log groups", () => {
  beforeEach(() => {
    call("CreateLogGroup", { logGroupName, tags: { cell: "eu" }, logGroupClass: "INFREQUENT_ACCESS" });
  });

  it("tell what was created", () => {
    expect(call("DescribeLogGroups", { logGroupNamePattern: "LAMBDA" })).toMatchObject({
      logGroups: [{ logGroupName, logGroupClass: "INFREQUENT_ACCESS" }],
    });
    expect(call("DescribeLogGroups", { logGroupNamePattern: "other" })).toEqual({ logGroups: [] });
    expect(call("ListTagsForResource", { resourceArn: arn })).toEqual({ tags: { cell: "eu" } });
    expect(call("ListTagsLogGroup", { logGroupName })).toEqual({ tags: { cell: "eu" } });
  });

  it("forget a retention that is deleted", () => {
    call("PutRetentionPolicy", { logGroupName, retentionInDays: 7 });
    call("DeleteRetentionPolicy", { logGroupName });
    const { logGroups } = call("DescribeLogGroups", {});
    expect(logGroups).toEqual([expect.not.objectContaining({ retentionInDays: expect.anything() })]);
  });

  it("delete a stream with its events", () => {
    logs.append("eu-west-1", logGroupName, "one", ["1"]);
    logs.append("eu-west-1", logGroupName, "two", ["22"]);
    call("DeleteLogStream", { logGroupName, logStreamName: "one" });
    expect(call("FilterLogEvents", { logGroupName })).toMatchObject({ events: [{ message: "22" }] });
    expect(call("DescribeLogGroups", {})).toMatchObject({ logGroups: [{ storedBytes: 2 }] });
    expect(() => call("DeleteLogStream", { logGroupName, logStreamName: "one" })).toThrow(
      "The specified log stream does not exist.",
    );
  });

  it.each<[string, Properties, string]>([
    ["PutRetentionPolicy", { logGroupName, retentionInDays: 2 }, "InvalidParameterException"],
    ["PutRetentionPolicy", { logGroupName, retentionInDays: 0 }, "InvalidParameterException"],
    ["PutRetentionPolicy", { logGroupName: "nowhere", retentionInDays: 1 }, "ResourceNotFoundException"],
    ["DeleteLogGroup", { logGroupName: "nowhere" }, "ResourceNotFoundException"],
    ["AssociateKmsKey", { logGroupName, kmsKeyId: "forbidden" }, "InvalidParameterException"],
    ["CreateLogGroup", { logGroupName }, "ResourceAlreadyExistsException"],
    ["DescribeLogGroups", { logGroupNamePrefix: "a", logGroupNamePattern: "a" }, "InvalidParameterException"],
    ["PutMetricFilter", { logGroupName }, "NotImplemented"],
  ])("%s %o: %s", (action, input, code) => {
    expect(() => call(action, input)).toThrow(expect.objectContaining({ code }));
  });

  it("are judged by the group that they name, by name or ARN", () => {
    const resourceOf = (action: string, input: Properties) =>
      logs.service.authorizations(callOf("logs", action, input)).map(({ resource }) => resource);
    expect(resourceOf("TagResource", { resourceArn: arn })).toEqual(resourceOf("TagLogGroup", { logGroupName }));
  });
});

function tagsAll(found: Properties): Properties {
  return found["tags"] === undefined ? {} : { tagsAll: found["tags"] };
}
