import { describe, expect, it } from "vitest";
import { parseCellName } from "../../../../functions/domain/ids.ts";
import { createAuthorityTable } from "../../../../functions/stores/authority.ts";
import { encodeItem } from "../../../../functions/stores/item-codec.ts";
import { valueOf } from "../domain/world.ts";
import { conditionFailed, fault, manualClock, reply, scriptedClient, type Scripted } from "./scripted-client.ts";

const EU = valueOf(parseCellName("eu"));
const HOMES = { eu: { owner: "eu", epoch: 1n, mode: "normal" } };
const GONE = fault("TimeoutError");

function stored(revision: bigint): object {
  return reply(encodeItem({ pk: "authority", revision, directoryRevision: 2n, homes: HOMES }));
}

/** The table behind two replicas, each with its script. */
function tableOn(near: readonly Scripted[], far: readonly Scripted[]) {
  const clients = [scriptedClient(near), scriptedClient(far)] as const;
  const clock = manualClock();
  return { table: createAuthorityTable(clients, "authority", clock), near: clients[0], far: clients[1], clock };
}

describe("reading the authority", () => {
  const lease = (revision: bigint) => ({ revision, directoryRevision: 2n, homes: HOMES, sent: 1_800_000_000_000 });

  it.each<[string, Scripted, Scripted, unknown]>([
    ["both replicas answer", stored(7n), stored(7n), lease(7n)],
    ["the far one is ahead", stored(7n), stored(8n), lease(8n)],
    ["the near one is ahead", stored(8n), stored(7n), lease(8n)],
    ["the near region is gone", GONE, stored(7n), lease(7n)],
    ["the far region is gone", stored(7n), GONE, lease(7n)],
    ["one is malformed", reply(encodeItem({ pk: "authority" })), stored(7n), lease(7n)],
    ["only one has it yet", {}, stored(7n), lease(7n)],
    ["nobody ever wrote it", {}, {}, "missing"],
    ["nobody ever wrote it, as far as one can tell", GONE, {}, "missing"],
    ["neither answers", GONE, GONE, undefined],
  ])("when %s", async (_, near, far, expected) => {
    expect(await tableOn([near], [far]).table.read()).toEqual(expected);
  });

  it("asks both strongly at once, and dates the lease by when it asked", async () => {
    const clock = manualClock();
    const slow = () => {
      clock.advance(400);
      return stored(7n);
    };
    const clients = [scriptedClient([slow]), scriptedClient([slow])] as const;
    const read = await createAuthorityTable(clients, "authority", clock).read();
    expect(read).toMatchObject({ sent: 1_800_000_000_000 });
    for (const { sent } of clients) {
      expect(sent).toEqual([
        {
          command: "GetItemCommand",
          input: { TableName: "authority", Key: { pk: { S: "authority" } }, ConsistentRead: true },
          hasDeadline: true,
        },
      ]);
    }
  });
});

describe("adding a home", () => {
  it("makes the item, then the home under epoch 1, owned by itself, and raises the revision", async () => {
    const { table, near, far } = tableOn([{}, {}], []);
    await table.addHome(EU);
    expect(near.sent.map(({ command }) => command)).toEqual(["PutItemCommand", "UpdateItemCommand"]);
    expect(near.sent[0]?.input).toMatchObject({ ConditionExpression: "attribute_not_exists(pk)" });
    expect(near.sent[1]?.input).toMatchObject({
      Key: { pk: { S: "authority" } },
      UpdateExpression: "SET homes.#home = :itself ADD revision :one",
      ConditionExpression: "attribute_not_exists(homes.#home)",
      ExpressionAttributeNames: { "#home": "eu" },
      ExpressionAttributeValues: encodeItem({ ":itself": { owner: "eu", epoch: 1n, mode: "normal" }, ":one": 1n }),
    });
    expect(far.sent).toEqual([]);
  });

  it("that is there already does no harm", async () => {
    const { table, far } = tableOn([conditionFailed(), conditionFailed()], []);
    await expect(table.addHome(EU)).resolves.toBeUndefined();
    expect(far.sent).toEqual([]);
  });

  it("goes through the far region when the near one is gone", async () => {
    const { table, far } = tableOn([GONE, GONE], [{}, {}]);
    await table.addHome(EU);
    expect(far.sent.map(({ command }) => command)).toEqual(["PutItemCommand", "UpdateItemCommand"]);
  });

  it("through no region is a fault", async () => {
    const { table } = tableOn([GONE], [GONE]);
    await expect(table.addHome(EU)).rejects.toBe(GONE);
  });
});

describe("the directory", () => {
  const page = (pk: string, more: object = {}) => ({
    Items: [encodeItem({ pk, tenant: "acme" })],
    ...more,
  });

  it("is read page by page to the end", async () => {
    const LastEvaluatedKey = { pk: { S: "client#eu#a" } };
    const { table, near } = tableOn([page("client#eu#a", { LastEvaluatedKey }), page("client#eu#b")], []);
    expect(await table.directory()).toEqual(
      new Map([
        ["client#eu#a", { tenant: "acme" }],
        ["client#eu#b", { tenant: "acme" }],
      ]),
    );
    expect(near.sent.map(({ input }) => input["ExclusiveStartKey"])).toEqual([undefined, LastEvaluatedKey]);
    expect(near.sent[0]?.input).toMatchObject({
      ConsistentRead: true,
      FilterExpression: "begins_with(pk, :issuer) OR begins_with(pk, :client)",
      ExpressionAttributeValues: { ":issuer": { S: "issuer#" }, ":client": { S: "client#" } },
    });
  });

  it("is read in the far region, from its beginning, when the near one goes in the middle", async () => {
    const LastEvaluatedKey = { pk: { S: "client#eu#a" } };
    const pages = [page("client#eu#a", { LastEvaluatedKey }), page("client#eu#b")];
    const { table, far } = tableOn([page("client#eu#a", { LastEvaluatedKey }), GONE], pages);
    expect([...(await table.directory()).keys()]).toEqual(["client#eu#a", "client#eu#b"]);
    expect(far.sent.map(({ input }) => input["ExclusiveStartKey"])).toEqual([undefined, LastEvaluatedKey]);
  });

  it("has its entry first and its new revision second, so that no copy misses it", async () => {
    const { table, near } = tableOn([conditionFailed(), {}, {}], []);
    await table.putDirectoryItem("client#eu#c1", { tenant: "acme", pk: "not this" });
    const commands = ["PutItemCommand", "PutItemCommand", "UpdateItemCommand"];
    expect(near.sent.map(({ command }) => command)).toEqual(commands);
    expect(near.sent[1]?.input["Item"]).toEqual({ tenant: { S: "acme" }, pk: { S: "client#eu#c1" } });
    expect(near.sent[2]?.input).toMatchObject({
      UpdateExpression: "ADD directoryRevision :one",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    expect(near.sent[2]?.input).not.toHaveProperty("ExpressionAttributeNames");
  });

  it("of a platform without an authority begins with one over no homes", async () => {
    const { table, near } = tableOn([{}, {}, {}], []);
    await table.putDirectoryItem("client#eu#c1", {});
    expect(near.sent[0]?.input).toMatchObject({
      Item: { pk: { S: "authority" }, homes: { M: {} } },
      ConditionExpression: "attribute_not_exists(pk)",
    });
  });
});
