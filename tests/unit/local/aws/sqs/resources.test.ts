import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId } from "../account.ts";
import { lifeOf } from "../life.ts";
import { sqsUnderTest } from "./harness.ts";

const queueType = "aws:sqs/queue:Queue";
const arnOf = (name: string) => `arn:aws:sqs:eu-west-1:${accountId}:${name}`;
const urlOf = (name: string) => `https://sqs.eu-west-1.amazonaws.com/${accountId}/${name}`;
const redriveTo = (name: string, maxReceiveCount = 5) =>
  JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount });

function queueLife() {
  const under = sqsUnderTest();
  return { ...under, life: lifeOf(under.sqs.resources, queueType) };
}

describe("what check says of a queue", () => {
  it.each<[string, Properties, string]>([
    ["a name with a dot", { name: "a.b" }, "name: invalid queue name: a.b"],
    ["a FIFO queue without the end of its name", { name: "a", fifoQueue: true }, "name: invalid queue name: a"],
    [
      "deduplication by content on a standard queue",
      { contentBasedDeduplication: true },
      "contentBasedDeduplication: content-based deduplication can only be set for FIFO queue",
    ],
    [
      "two kinds of encryption",
      { kmsMasterKeyId: "alias/a", sqsManagedSseEnabled: true },
      "kmsMasterKeyId: conflicts with sqsManagedSseEnabled",
    ],
    ["a long delay", { delaySeconds: 901 }, "delaySeconds: expected it to be in the range (0 - 900), got 901"],
    [
      "another scope",
      { deduplicationScope: "all" },
      'deduplicationScope: expected it to be one of ["messageGroup" "queue"], got all',
    ],
    [
      "a short retention",
      { messageRetentionSeconds: 59 },
      "messageRetentionSeconds: expected it to be in the range (60 - 1209600), got 59",
    ],
    [
      "big messages",
      { maxMessageSize: 1_048_577 },
      "maxMessageSize: expected it to be in the range (1024 - 1048576), got 1048577",
    ],
    [
      "a long visibility timeout",
      { visibilityTimeoutSeconds: 43_201 },
      "visibilityTimeoutSeconds: expected it to be in the range (0 - 43200), got 43201",
    ],
  ])("%s", (_what, inputs, line) => {
    expect(queueLife().life.refusals(inputs)).toEqual([line]);
  });
});

describe("a queue", () => {
  const declared = { name: "inbox", visibilityTimeoutSeconds: 60, tags: { cell: "eu" } };

  it("has a name of its own where none is given, with the end that a FIFO queue needs", async () => {
    const { sqs } = sqsUnderTest();
    const name = async (inputs: Properties) => (await lifeOf(sqs.resources, queueType).create(inputs)).outputs["name"];
    expect(await name({})).toMatch(/^it-[\da-f]{7}$/);
    expect(await name({ fifoQueue: true })).toMatch(/^it-[\da-f]{7}\.fifo$/);
  });

  it("changes in place, but for its name and kind", async () => {
    const { life } = queueLife();
    await life.create(declared);
    expect(life.plan({ ...declared, fifoQueue: true, name: "inbox.fifo" })).toEqual([
      "fifoQueue (replace)",
      "name (replace)",
    ]);
    expect(life.plan({ ...declared, delaySeconds: 0, maxMessageSize: 262_144 })).toEqual([]);
    expect(life.plan({ ...declared, delaySeconds: 1, kmsMasterKeyId: "alias/a", tags: {} })).toEqual([
      "delaySeconds",
      "kmsMasterKeyId",
      "tags.cell",
    ]);
  });

  it("keeps its messages when its attributes change", async () => {
    const { life, call, receive } = queueLife();
    await life.create(declared);
    await call("SendMessage", { QueueUrl: urlOf("inbox"), MessageBody: "kept" });
    const updated = await life.update({ ...declared, visibilityTimeoutSeconds: 1, kmsMasterKeyId: "alias/a" });
    expect(updated.outputs).toMatchObject({ visibilityTimeoutSeconds: 1, sqsManagedSseEnabled: false });
    expect(await receive(urlOf("inbox"))).toEqual(["kept"]);
    const back = await life.update(declared);
    expect(back.outputs).toMatchObject({ sqsManagedSseEnabled: true, visibilityTimeoutSeconds: 60 });
    expect(back.outputs["kmsMasterKeyId"]).toBeUndefined();
    expect(life.refresh()).toMatchObject({ inputs: back.inputs, outputs: back.outputs });
  });

  it("reads after its creation exactly as it was made", async () => {
    const { life, queue } = queueLife();
    await queue("inbox-dlq");
    const created = await life.create({
      ...declared,
      redrivePolicy: redriveTo("inbox-dlq"),
      kmsMasterKeyId: "alias/a",
    });
    expect(created.id).toBe(urlOf("inbox"));
    expect(life.refresh()).toEqual({ id: created.id, inputs: created.inputs, outputs: created.outputs });
    expect(life.import(urlOf("inbox"))?.inputs).toMatchObject({
      name: "inbox",
      kmsMasterKeyId: "alias/a",
      redrivePolicy: redriveTo("inbox-dlq"),
      tags: { cell: "eu" },
      visibilityTimeoutSeconds: 60,
    });
    expect(life.import(urlOf("absent"))).toBeUndefined();
  });

  it("shows what was changed behind its back", async () => {
    const { life, call } = queueLife();
    await life.create(declared);
    const QueueUrl = urlOf("inbox");
    await call("SetQueueAttributes", { QueueUrl, Attributes: { VisibilityTimeout: "5", DelaySeconds: "7" } });
    await call("TagQueue", { QueueUrl, Tags: { owner: "ops" } });
    expect(life.refresh()?.inputs).toMatchObject({
      visibilityTimeoutSeconds: 5,
      delaySeconds: 7,
      tags: { cell: "eu", owner: "ops" },
    });
    expect(life.plan(declared)).toEqual(["delaySeconds", "tags.owner", "visibilityTimeoutSeconds"]);
  });

  it("is gone with its messages, and comes back empty", async () => {
    const { life, call, receive } = queueLife();
    await life.create(declared);
    await call("SendMessage", { QueueUrl: urlOf("inbox"), MessageBody: "lost" });
    await life.delete();
    await life.delete();
    expect(life.refresh()).toBeUndefined();
    await expect(call("SendMessage", { QueueUrl: urlOf("inbox"), MessageBody: "x" })).rejects.toMatchObject({
      code: "QueueDoesNotExist",
    });
    await life.create(declared);
    expect(await receive(urlOf("inbox"))).toEqual([]);
  });

  it("is left alone by an update that AWS refuses", async () => {
    const { life } = queueLife();
    const before = await life.create(declared);
    const refused = life.update({ ...declared, delaySeconds: 9, receiveWaitTimeSeconds: 21 });
    await expect(refused).rejects.toMatchObject({ code: "InvalidAttributeValue" });
    const orphaned = life.update({ ...declared, redrivePolicy: redriveTo("absent") });
    await expect(orphaned).rejects.toThrow("Dead letter target does not exist.");
    expect(life.refresh()?.outputs).toEqual(before.outputs);
  });

  it("is not made twice with other attributes", async () => {
    const { life, queue } = queueLife();
    await queue("inbox", { visibilityTimeoutSeconds: 30 });
    await expect(life.create(declared)).rejects.toMatchObject({ code: "QueueNameExists" });
  });

  it("takes dead letters to a queue of its own kind and region alone", async () => {
    const { sqs, queue } = queueLife();
    await queue("dlq");
    const far = lifeOf(sqs.resources, queueType, { region: "us-east-1" });
    await expect(far.create({ name: "far", redrivePolicy: redriveTo("dlq") })).rejects.toThrow("same region");
    const fifo = lifeOf(sqs.resources, queueType);
    const inputs = { name: "a.fifo", fifoQueue: true, redrivePolicy: redriveTo("dlq") };
    await expect(fifo.create(inputs)).rejects.toThrow("Dead-letter queue must be same type of queue as the source.");
  });
});

describe("a resource that sets one attribute of a queue", () => {
  const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" };
  const policy = (Sid: string) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid, ...statement }] });

  it.each([
    ["aws:sqs/queuePolicy:QueuePolicy", "policy", "Policy", policy("a"), policy("b")],
    ["aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy", "RedrivePolicy", redriveTo("dlq"), redriveTo("dlq", 9)],
    [
      "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
      "redriveAllowPolicy",
      "RedriveAllowPolicy",
      '{"redrivePermission":"denyAll"}',
      '{"redrivePermission":"allowAll"}',
    ],
  ])("%s", async (type, input, attribute, first, second) => {
    const { sqs, queue, call } = sqsUnderTest();
    await queue("dlq");
    const queueUrl = await queue("inbox");
    const life = lifeOf(sqs.resources, type);
    const shown = async () => {
      const { Attributes } = await call("GetQueueAttributes", { QueueUrl: queueUrl, AttributeNames: [attribute] });
      return Attributes;
    };
    expect(life.refusals({ queueUrl })).toEqual([
      `${input}: Missing required argument. The argument "${input}" is required, but no definition was found.`,
    ]);
    const created = await life.create({ queueUrl, [input]: first });
    expect(life.refresh()).toEqual({ id: queueUrl, inputs: created.inputs, outputs: created.outputs });
    expect(life.plan({ queueUrl: urlOf("dlq"), [input]: second })).toEqual([input, "queueUrl (replace)"].toSorted());
    await life.update({ queueUrl, [input]: second });
    expect(await shown()).toEqual({ [attribute]: second });
    expect(life.import(queueUrl)?.inputs).toMatchObject({ queueUrl, [input]: second });
    await call("SetQueueAttributes", { QueueUrl: queueUrl, Attributes: { [attribute]: first } });
    expect(life.refresh()?.inputs[input]).toBe(first);
    await life.delete();
    await life.delete();
    expect(life.refresh()).toBeUndefined();
    expect(await shown()).toBeUndefined();
  });
});
