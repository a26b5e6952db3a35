import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../../local/core/resource.ts";
import { callOf } from "../../account.ts";
import { lifeOf } from "../../life.ts";
import { accountId, createWorker, functionArn, region } from "../harness.ts";
import { streamArn } from "./fake-stream.ts";
import { fed, type Event } from "./harness.ts";

const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";
const queueArn = `arn:aws:sqs:${region}:${accountId}:inbox`;
const onQueue = { functionName: "worker", eventSourceArn: queueArn, batchSize: 5 };
const onStream = { functionName: "worker", eventSourceArn: streamArn, startingPosition: "TRIM_HORIZON", batchSize: 2 };

async function mapped(handler: (event: Event) => unknown = () => null) {
  const under = await fed(handler);
  const api = async (action: string, input: Properties) => under.lambda.service.handle(callOf("lambda", action, input));
  const QueueUrl = await under.queue("inbox");
  const send = (MessageBody: string) => under.root("SendMessage", { QueueUrl, MessageBody });
  return { ...under, api, send, life: lifeOf(under.lambda.resources, mappingType) };
}

describe("what check says of a mapping", () => {
  it.each<[string, Properties, string]>([
    [
      "no source",
      { eventSourceArn: undefined },
      'eventSourceArn: Missing required argument. The argument "eventSourceArn" is required, but no ' +
        "definition was found.",
    ],
    ["a big batch", { batchSize: 10_001 }, "batchSize: expected it to be in the range (1 - 10000), got 10001"],
    [
      "a young record",
      { maximumRecordAgeInSeconds: 59 },
      "maximumRecordAgeInSeconds: expected it to be in the range (60 - 604800), got 59",
    ],
    [
      "another answer",
      { functionResponseTypes: ["All"] },
      'functionResponseTypes: expected it to be one of ["ReportBatchItemFailures"], got All',
    ],
    [
      "one at a time",
      { scalingConfig: { maximumConcurrency: 1 } },
      "scalingConfig: maximumConcurrency: expected it to be in the range (2 - 1000), got 1",
    ],
  ])("%s", async (_what, inputs, line) => {
    const { life } = await mapped();
    expect(life.refusals({ ...onQueue, ...inputs })).toEqual([line]);
  });
});

describe("a mapping", () => {
  it("changes in place, but for its source and its start", async () => {
    const { life } = await mapped();
    await life.create(onStream);
    expect(life.plan({ ...onStream, enabled: true, maximumBatchingWindowInSeconds: 0 })).toEqual([]);
    expect(
      life.plan({ ...onStream, eventSourceArn: queueArn, startingPosition: "LATEST", batchSize: 9, enabled: false }),
    ).toEqual(["batchSize", "enabled", "eventSourceArn (replace)", "startingPosition (replace)"]);
  });

  it("reads after create and update exactly as it was made", async () => {
    const { life } = await mapped();
    const full = { ...onStream, functionResponseTypes: ["ReportBatchItemFailures"], maximumRetryAttempts: 5 };
    const created = await life.create(full);
    expect(life.refresh()).toEqual({ id: created.id, inputs: created.inputs, outputs: created.outputs });
    expect(life.import(created.id)?.inputs).toMatchObject(full);
    const updated = await life.update({ ...onStream, enabled: false });
    expect(updated.outputs).toMatchObject({ state: "Disabled", maximumRetryAttempts: undefined });
    expect(life.refresh()).toMatchObject({ inputs: updated.inputs, outputs: updated.outputs });
  });

  it("shows what was changed behind its back", async () => {
    const { api, life } = await mapped();
    const { id } = await life.create(onStream);
    await api("UpdateEventSourceMapping", {
      UUID: id,
      BatchSize: 9,
      Enabled: false,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    });
    expect(life.refresh()?.inputs).toMatchObject({ batchSize: 9, enabled: false });
    expect(life.plan(onStream)).toEqual(["batchSize", "destinationConfig", "enabled", "filterCriteria"]);
    await api("DeleteEventSourceMapping", { UUID: id });
    expect(life.refresh()).toBeUndefined();
  });

  it("reads nothing of a queue while it is disabled, and all that waits once it is enabled", async () => {
    const { kernel, life, send, bodies } = await mapped();
    await life.create({ ...onQueue, enabled: false });
    await send("a");
    await kernel.advance(1_000);
    expect(bodies()).toEqual([]);
    await life.update(onQueue);
    await kernel.advance(0);
    await life.update({ ...onQueue, enabled: false });
    await send("b");
    await kernel.advance(1_000);
    expect(bodies()).toEqual([["a"]]);
    await life.update({ ...onQueue, batchSize: 1 });
    await send("c");
    await kernel.advance(0);
    expect(bodies()).toEqual([["a"], ["b"], ["c"]]);
  });

  it("goes on in a stream where it was", async () => {
    const { kernel, life, stream, sequences } = await mapped();
    await life.create(onStream);
    for (let count = 0; count < 2; count += 1) stream.put({});
    await kernel.advance(0);
    await life.update({ ...onStream, enabled: false });
    for (let count = 0; count < 3; count += 1) stream.put({});
    await kernel.advance(60_000);
    expect(sequences()).toEqual([["1", "2"]]);
    await life.update({ ...onStream, batchSize: 10 });
    await kernel.advance(0);
    expect(sequences()).toEqual([
      ["1", "2"],
      ["3", "4", "5"],
    ]);
  });

  it("keeps a batch in hand that failed before it was disabled", async () => {
    let broken = true;
    const { kernel, life, stream, sequences } = await mapped(() => {
      if (broken) throw new Error("broken");
      return null;
    });
    await life.create(onStream);
    stream.put({});
    await kernel.advance(0);
    await life.update({ ...onStream, enabled: false });
    await kernel.advance(60_000);
    const before = sequences().length;
    broken = false;
    await kernel.advance(600_000);
    expect(sequences()).toHaveLength(before);
    await life.update(onStream);
    await kernel.advance(60_000);
    expect(sequences()).toHaveLength(before + 1);
    expect(sequences().at(-1)).toEqual(["1"]);
  });

  it("reads nothing more once it is deleted", async () => {
    const { kernel, life, send, bodies } = await mapped();
    await life.create(onQueue);
    await life.delete();
    await life.delete();
    await send("a");
    await kernel.advance(60_000);
    expect(bodies()).toEqual([]);
    expect(life.refresh()).toBeUndefined();
  });

  it("feeds the function that it is pointed at, and is left alone by a refused update", async () => {
    const { kernel, lambda, life, send, bodies } = await mapped();
    await createWorker(lambda, { name: "other" });
    const before = await life.create(onQueue);
    const refused = life.update({ ...onQueue, functionName: "absent", batchSize: 1 });
    await expect(refused).rejects.toMatchObject({ code: "ResourceNotFoundException" });
    expect(life.refresh()?.outputs).toEqual(before.outputs);
    const updated = await life.update({ ...onQueue, functionName: "other" });
    expect(updated.outputs["functionArn"]).toBe(functionArn.replace("worker", "other"));
    await send("a");
    await kernel.advance(0);
    expect(bodies()).toEqual([["a"]]);
    expect(lambda.environments()).toEqual({ [functionArn]: 0, [functionArn.replace("worker", "other")]: 1 });
  });

  it("is there once for a source and a function", async () => {
    const { life, api } = await mapped();
    const { id } = await life.create(onQueue);
    await expect(api("CreateEventSourceMapping", { FunctionName: "worker", EventSourceArn: queueArn })).rejects.toThrow(
      `Please update or delete the existing mapping with UUID ${id}`,
    );
  });

  it("loses nothing while its function is gone", async () => {
    const { kernel, lambda, life, send, bodies, api } = await mapped();
    const { id } = await life.create(onQueue);
    await api("DeleteFunction", { FunctionName: "worker" });
    await send("a");
    await kernel.advance(1_000);
    expect(await api("GetEventSourceMapping", { UUID: id })).toMatchObject({
      LastProcessingResult: expect.stringMatching(/^PROBLEM: .*Function not found/),
    });
    await createWorker(lambda);
    await send("b");
    await kernel.advance(60_000);
    expect(bodies().flat().toSorted()).toEqual(["a", "b"]);
  });
});

describe("listings of mappings", () => {
  it("come in pages, by source and by function", async () => {
    const { lambda, life, api, queue } = await mapped();
    await createWorker(lambda, { name: "other" });
    await queue("second");
    await life.create(onQueue);
    await api("CreateEventSourceMapping", { FunctionName: "other", EventSourceArn: queueArn, Enabled: false });
    await api("CreateEventSourceMapping", {
      FunctionName: "worker",
      EventSourceArn: queueArn.replace("inbox", "second"),
    });
    const list = async (input: Properties) => {
      const output = await api("ListEventSourceMappings", input);
      // The service's own list.
      return { ...output, count: (output["EventSourceMappings"] as readonly unknown[]).length };
    };
    expect(await list({ MaxItems: 2 })).toMatchObject({ count: 2, NextMarker: "2" });
    expect(await list({ MaxItems: 2, Marker: "2" })).not.toHaveProperty("NextMarker");
    expect(await list({ EventSourceArn: queueArn })).toMatchObject({ count: 2 });
    expect(await list({ FunctionName: "other" })).toMatchObject({
      EventSourceMappings: [{ State: "Disabled", EventSourceArn: queueArn }],
    });
    await expect(api("GetEventSourceMapping", { UUID: "none" })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
    });
  });
});
