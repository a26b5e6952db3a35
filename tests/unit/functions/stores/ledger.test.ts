import { describe, expect, it } from "vitest";
import { parseCellName } from "../../../../functions/domain/ids.ts";
import type { CommitOutcome, LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { createLedger } from "../../../../functions/stores/ledger.ts";
import { valueOf } from "../domain/world.ts";
import { cancelled, fault, manualClock, reply, scriptedClient, type Scripted } from "./scripted-client.ts";

const WRITES: readonly LedgerWrite[] = [
  { write: "put", key: { pk: "eu#pay#p", sk: "payment" }, item: { kind: "payment" } },
  { write: "update", key: { pk: "eu#acct#a", sk: "balance" }, require: [], add: { posted: 1n } },
];
const DONE = {};
const CONFLICT = cancelled("None", "TransactionConflict");
const THROTTLED = fault("ThrottlingException");
const LOST = fault("TimeoutError");
const REFUSED = cancelled({ Code: "ConditionalCheckFailed", Item: { kind: { S: "payment" } } }, "None");

/** Commits against a script; `may` says of each attempt in turn whether the lease still allows it. */
async function commit(script: readonly Scripted[], may: readonly boolean[] = []) {
  const client = scriptedClient(script);
  const clock = manualClock();
  const ledger = createLedger(client, "ledger", clock, () => 0.5);
  const asked: number[] = [];
  const outcome = await ledger.commit(WRITES, () => {
    asked.push(client.sent.length);
    return may[asked.length - 1] ?? true;
  });
  return { outcome, attempts: client.sent.length, asked, slept: clock.slept, sent: client.sent };
}

describe("a commit", () => {
  const times = (count: number, scripted: Scripted) => Array.from({ length: count }, () => scripted);
  const refused: CommitOutcome = { outcome: "refused", refusals: [{ index: 0, old: { kind: "payment" } }] };

  it.each<[string, readonly Scripted[], CommitOutcome, number]>([
    ["goes through at once", [DONE], { outcome: "committed" }, 1],
    ["is refused at once, with the item that refused it", [REFUSED], refused, 1],
    ["goes through after a conflict", [CONFLICT, DONE], { outcome: "committed" }, 2],
    ["goes through after throttling", [THROTTLED, THROTTLED, DONE], { outcome: "committed" }, 3],
    ["gives up on a storm of conflicts, nothing written", times(6, CONFLICT), { outcome: "contention" }, 6],
    ["gives up on throttling, nothing written", times(6, THROTTLED), { outcome: "contention" }, 6],
    ["asks again after a lost reply", [LOST, DONE], { outcome: "committed" }, 2],
    ["finds its own write after a lost reply", [LOST, REFUSED], refused, 2],
    ["does not know after lost replies only", times(6, LOST), { outcome: "unknown" }, 6],
    ["does not know after a lost reply and a storm", [LOST, ...times(5, CONFLICT)], { outcome: "unknown" }, 6],
    ["does not know after a storm and a lost reply", [...times(5, CONFLICT), LOST], { outcome: "unknown" }, 6],
    ["is refused after a storm", [CONFLICT, CONFLICT, REFUSED], refused, 3],
  ])("%s", async (_, script, outcome, attempts) => {
    const result = await commit(script);
    expect(result.outcome).toEqual(outcome);
    expect(result.attempts).toBe(attempts);
  });

  it("asks before every attempt whether it may start", async () => {
    const { asked } = await commit([CONFLICT, LOST, DONE]);
    expect(asked).toEqual([0, 1, 2]);
  });

  it.each<[string, readonly Scripted[], readonly boolean[], CommitOutcome, number]>([
    ["before the first attempt, nothing is sent", [], [false], { outcome: "lease_ended" }, 0],
    ["after a conflict, nothing was written", [CONFLICT], [true, false], { outcome: "lease_ended" }, 1],
    ["after a lost reply, nobody knows", [LOST], [true, false], { outcome: "unknown" }, 1],
    ["after both, nobody knows", [LOST, CONFLICT], [true, true, false], { outcome: "unknown" }, 2],
  ])("when the lease ends %s", async (_, script, may, outcome, attempts) => {
    const result = await commit(script, may);
    expect(result.outcome).toEqual(outcome);
    expect(result.attempts).toBe(attempts);
  });

  it("waits longer before each further attempt, and asks about the lease after waiting", async () => {
    const { slept } = await commit(times(6, CONFLICT));
    expect(slept).toEqual([8, 16, 32, 64, 128]);
    const client = scriptedClient([CONFLICT]);
    const clock = manualClock();
    const start = clock.monotonic();
    const ledger = createLedger(client, "ledger", clock, () => 0.5);
    expect(await ledger.commit(WRITES, () => clock.monotonic() === start)).toEqual({ outcome: "lease_ended" });
    expect(client.sent).toHaveLength(1);
  });

  it.each([
    ["a malformed request", fault("ValidationException")],
    ["missing permission", fault("AccessDeniedException")],
    ["a malformed item", cancelled("None", "ValidationError")],
  ])("throws %s as it is, without another attempt", async (_, error) => {
    const client = scriptedClient([error]);
    const ledger = createLedger(client, "ledger", manualClock(), () => 0.5);
    await expect(ledger.commit(WRITES, () => true)).rejects.toBe(error);
    expect(client.sent).toHaveLength(1);
  });

  it("sends the same items each time, every attempt with a deadline and without a client token", async () => {
    const { sent } = await commit([LOST, CONFLICT, DONE]);
    const inputs = new Set(sent.map(({ input }) => JSON.stringify(input)));
    expect(inputs.size).toBe(1);
    expect(sent.map(({ command }) => command)).toEqual(Array.from({ length: 3 }, () => "TransactWriteItemsCommand"));
    expect(sent.every(({ hasDeadline }) => hasDeadline)).toBe(true);
    expect(sent[0]?.input).not.toHaveProperty("ClientRequestToken");
  });

  it("leaves nothing running: each attempt is over before the next starts and before the answer", async () => {
    let running = 0;
    const most: number[] = [];
    const slow = (error: Error) => async () => {
      running += 1;
      most.push(running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return error;
    };
    const { outcome } = await commit(times(6, slow(LOST)));
    expect(outcome).toEqual({ outcome: "unknown" });
    expect(running).toBe(0);
    expect(most).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("names every write that was refused, and the items as they were", async () => {
    const both = cancelled(
      { Code: "ConditionalCheckFailed" },
      { Code: "ConditionalCheckFailed", Item: { posted: { N: "5" } } },
    );
    expect((await commit([both])).outcome).toEqual({
      outcome: "refused",
      refusals: [
        { index: 0, old: undefined },
        { index: 1, old: { posted: 5n } },
      ],
    });
  });

  it("takes an empty old item for none", async () => {
    const none = cancelled("None", { Code: "ConditionalCheckFailed", Item: {} });
    expect((await commit([none])).outcome).toEqual({ outcome: "refused", refusals: [{ index: 1, old: undefined }] });
  });
});

describe("reading", () => {
  const ledgerOn = (script: readonly Scripted[]) => {
    const client = scriptedClient(script);
    return { client, ledger: createLedger(client, "ledger", manualClock(), () => 0.5) };
  };
  const stored = (sk: string, amount: string) => ({ pk: { S: "eu#pay#p" }, sk: { S: sk }, amount: { N: amount } });

  it("one item is strongly consistent, with a deadline", async () => {
    const { client, ledger } = ledgerOn([reply({ amount: { N: "7" } }), {}]);
    expect(await ledger.get({ pk: "a", sk: "b" })).toEqual({ amount: 7n });
    expect(await ledger.get({ pk: "a", sk: "b" })).toBeUndefined();
    expect(client.sent[0]).toEqual({
      command: "GetItemCommand",
      input: { TableName: "ledger", Key: { pk: { S: "a" }, sk: { S: "b" } }, ConsistentRead: true },
      hasDeadline: true,
    });
  });

  it("a partition goes on to its last page", async () => {
    const LastEvaluatedKey = { pk: { S: "eu#pay#p" }, sk: { S: "credit" } };
    const { client, ledger } = ledgerOn([
      { Items: [stored("credit", "1")], LastEvaluatedKey },
      { Items: [stored("payment", "2")] },
    ]);
    expect(await ledger.partition("eu#pay#p")).toEqual([
      { key: { pk: "eu#pay#p", sk: "credit" }, item: { amount: 1n } },
      { key: { pk: "eu#pay#p", sk: "payment" }, item: { amount: 2n } },
    ]);
    expect(client.sent.map(({ input }) => input["ExclusiveStartKey"])).toEqual([undefined, LastEvaluatedKey]);
    expect(client.sent.every(({ input }) => input["ConsistentRead"] === true)).toBe(true);
  });

  it("what is due comes a page at a time, and goes on from there", async () => {
    const LastEvaluatedKey = { pk: { S: "eu#pay#p" }, sk: { S: "payment" }, due: { S: "us" }, dueAt: { S: "t" } };
    const { client, ledger } = ledgerOn([{ Items: [{ ...LastEvaluatedKey }], LastEvaluatedKey }, { Items: [] }]);
    const us = valueOf(parseCellName("us"));
    const first = await ledger.dueBefore(us, "2027-01-15T08:00:00.000Z");
    expect(first).toEqual({ keys: [{ pk: "eu#pay#p", sk: "payment" }], next: LastEvaluatedKey });
    expect(await ledger.dueBefore(us, "2027-01-15T08:00:00.000Z", first.next)).toEqual({ keys: [], next: undefined });
    expect(client.sent.map(({ input }) => input["ExclusiveStartKey"])).toEqual([undefined, LastEvaluatedKey]);
    expect(client.sent[0]?.input).toMatchObject({
      IndexName: "due",
      KeyConditionExpression: "due = :cell AND dueAt < :time",
      ExpressionAttributeValues: { ":cell": { S: "us" }, ":time": { S: "2027-01-15T08:00:00.000Z" } },
    });
  });
});
