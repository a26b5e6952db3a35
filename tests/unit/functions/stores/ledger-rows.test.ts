import { describe, expect, it } from "vitest";
import { createLedgerRows } from "../../../../functions/stores/ledger-rows.ts";
import { manualClock, scriptedClient, type Scripted } from "./scripted-client.ts";

describe("reading many items", () => {
  const keys = (count: number) =>
    Array.from({ length: count }, (_, shard) => ({ pk: `us#standin#${shard}`, sk: "fence" }));
  const found = (...shards: readonly number[]) =>
    shards.map((shard) => ({ pk: { S: `us#standin#${shard}` }, sk: { S: "fence" }, count: { N: `${shard}` } }));
  const rowsOn = (script: readonly Scripted[]) => {
    const client = scriptedClient(script);
    return { rows: createLedgerRows(client, "ledger", manualClock(), () => 0.5), sent: client.sent };
  };
  const left = (shard: number) => ({
    ledger: { Keys: [{ pk: { S: `us#standin#${shard}` }, sk: { S: "fence" } }], ConsistentRead: true },
  });

  it("tells each in the order of its key, and what is not there", async () => {
    const { rows, sent } = rowsOn([{ Responses: { ledger: found(2, 0) } }]);
    expect(await rows.getMany(keys(3))).toEqual([{ count: 0n }, undefined, { count: 2n }]);
    const RequestItems = { ledger: { ConsistentRead: true, Keys: { length: 3 } } };
    expect(sent).toMatchObject([{ command: "BatchGetItemCommand", input: { RequestItems }, hasDeadline: true }]);
  });

  it("reads a hundred at a time", async () => {
    const { rows, sent } = rowsOn([{}, {}, { Responses: { ledger: found(255) } }]);
    const items = await rows.getMany(keys(256));
    expect([items.length, items[255]]).toEqual([256, { count: 255n }]);
    const pages = [100, 100, 56].map((length) => ({ input: { RequestItems: { ledger: { Keys: { length } } } } }));
    expect(sent).toMatchObject(pages);
  });

  it("asks again for what DynamoDB left over, and for that alone", async () => {
    const { rows, sent } = rowsOn([
      { Responses: { ledger: found(0) }, UnprocessedKeys: left(1) },
      { Responses: { ledger: found(1) } },
    ]);
    expect(await rows.getMany(keys(2))).toEqual([{ count: 0n }, { count: 1n }]);
    expect(sent[1]?.input).toEqual({ RequestItems: left(1) });
  });

  it("gives up when more and more is left over", async () => {
    const { rows, sent } = rowsOn(Array.from({ length: 6 }, () => ({ UnprocessedKeys: left(1) })));
    await expect(rows.getMany(keys(2))).rejects.toThrow("left 1 items unread");
    expect(sent).toHaveLength(6);
  });

  it("of nothing asks nothing", async () => {
    expect(await rowsOn([]).rows.getMany([])).toEqual([]);
  });
});
