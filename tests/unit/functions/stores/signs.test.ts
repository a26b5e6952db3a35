import { beforeEach, describe, expect, it } from "vitest";
import { createSigns, type Signs } from "../../../../functions/stores/signs.ts";
import { encodeItem } from "../../../../functions/stores/item-codec.ts";
import { createDynamoDb } from "../../../../local/aws/dynamodb/index.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";
import { accountId, register } from "../../local/aws/account.ts";
import { EU, US } from "../domain/world.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";
import { conditionFailed, fault, manualClock, scriptedClient } from "./scripted-client.ts";

const REGIONS = ["eu-west-1", "eu-central-1"];
const GONE = fault("TimeoutError");

let signs: Signs;
let clock: ReturnType<typeof manualClock>;
let put: (item: Parameters<typeof encodeItem>[0]) => Promise<unknown>;

beforeEach(async () => {
  const dynamoDb = createDynamoDb({ kernel: createVirtualKernel(1), knobs: defaultKnobs(), accountId });
  const table = { name: "authority", attributes: [{ name: "pk", type: "S" }], hashKey: "pk" };
  await register(dynamoDb.resources, "aws:dynamodb/table:Table", { ...table, billingMode: "PAY_PER_REQUEST" });
  const client = dynamoDbSeam(dynamoDb.service, "eu-west-1");
  clock = manualClock(1_000_000);
  signs = createSigns([client], "authority", clock);
  const { PutItemCommand } = await import("@aws-sdk/client-dynamodb");
  put = (item) => client.send(new PutItemCommand({ TableName: "authority", Item: encodeItem(item) }));
});

const authority = { pk: "authority", revision: 3n, directoryRevision: 1n, homes: {} };

describe("a survey", () => {
  it("is the authority with every sign that there is", async () => {
    await put(authority);
    await signs.beat(EU);
    await signs.noteProbe({ region: "eu-west-1", cell: US }, false);
    expect(await signs.survey([EU, US], REGIONS)).toEqual({
      authority: { revision: 3n, homes: {}, forbidden: [], history: [] },
      beats: [{ cell: "eu", count: 1n, at: 1_000_000n }],
      probes: [{ region: "eu-west-1", cell: "us", count: 1n, recent: 1n, at: 1_000_000n }],
    });
  });

  it("of a platform that nobody ever wrote to is none", async () => {
    expect(await signs.survey([EU], REGIONS)).toBeUndefined();
  });

  it("is one strong reading with a deadline; what it leaves out makes it none", async () => {
    const client = scriptedClient([{ Responses: {}, UnprocessedKeys: { authority: { Keys: [] } } }]);
    await expect(createSigns([client], "authority", clock).survey([EU], REGIONS)).rejects.toThrow("unread");
    const RequestItems = { authority: { ConsistentRead: true, Keys: { length: 4 } } };
    expect(client.sent).toMatchObject([{ command: "BatchGetItemCommand", input: { RequestItems }, hasDeadline: true }]);
  });
});

describe("beats", () => {
  it("count up, whatever the clock says", async () => {
    expect(await signs.beatOf(EU)).toBeUndefined();
    expect(await signs.beat(EU)).toBe(1n);
    clock.advance(-500_000);
    expect(await signs.beat(EU)).toBe(2n);
    expect(await signs.beatOf(EU)).toEqual({ cell: "eu", count: 2n, at: 500_000n });
  });

  it("go through the far region when the near one is gone", async () => {
    const far = scriptedClient([{ Attributes: encodeItem({ count: 6n }) }]);
    expect(await createSigns([scriptedClient([GONE]), far], "authority", clock).beat(EU)).toBe(6n);
  });
});

describe("probes", () => {
  const seen = async () => {
    const found = (await signs.survey([EU], REGIONS))?.probes[0];
    if (found === undefined) throw new Error("there is a probe");
    return found;
  };
  beforeEach(() => put(authority));

  it("are noted one after the other", async () => {
    expect(await signs.noteProbe({ region: "eu-west-1", cell: EU }, true)).toBe(true);
    for (const answered of [false, true, false]) expect(await signs.noteProbe(await seen(), answered)).toBe(true);
    expect(await seen()).toMatchObject({ count: 4n, recent: 0b101n });
  });

  it("of two watchers at once are counted once", async () => {
    await signs.noteProbe({ region: "eu-west-1", cell: EU }, true);
    const both = await seen();
    expect(await signs.noteProbe(both, false)).toBe(true);
    expect(await signs.noteProbe(both, false)).toBe(false);
    expect(await signs.noteProbe({ region: "eu-west-1", cell: EU }, false)).toBe(false);
    expect(await seen()).toMatchObject({ count: 2n, recent: 1n });
  });

  it("whose reply was lost are not counted again", async () => {
    const clients = [scriptedClient([GONE]), scriptedClient([conditionFailed()])] as const;
    expect(await createSigns(clients, "authority", clock).noteProbe({ region: "r", cell: EU }, true)).toBe(false);
  });

  it("that cannot be noted anywhere are a fault", async () => {
    const none = createSigns([scriptedClient([GONE])], "authority", clock);
    await expect(none.noteProbe({ region: "r", cell: EU }, true)).rejects.toBe(GONE);
  });
});
