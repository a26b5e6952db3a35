import { beforeEach, describe, expect, it } from "vitest";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { parseAccountId, parsePaymentId } from "../../../../functions/domain/ids.ts";
import type { ViewWrite } from "../../../../functions/domain/projections.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { createViewWriter } from "../../../../functions/stores/view-writer.ts";
import { createViewsWorld, type ViewsWorld } from "../projector/views-world.ts";

function valueOf<Value>(parsed: { readonly ok: true; readonly value: Value } | { readonly ok: false }): Value {
  if (!parsed.ok) throw new Error("the test names things rightly");
  return parsed.value;
}

const account = valueOf(parseAccountId(`acc_eu_${"a".repeat(32)}`));
const payment = valueOf(parsePaymentId(`pay_eu_${"b".repeat(32)}`));

function entry(number: number, amount = 1n): ViewWrite {
  const row = { id: `en_${number}`, account, at: 1_000n, amount, currency: "EUR", kind: "payment", payment } as const;
  return { write: "entry", row };
}

function part(name: string, us: bigint, text: string): ViewWrite {
  return { write: "part", payment, part: name, image: { text }, us };
}

let world: ViewsWorld;
beforeEach(async () => {
  world = await createViewsWorld();
});

const month = () => world.dump().find(([name]) => name.includes(" month#"))?.[1];
const parts = () => world.dump().find(([name]) => name.startsWith("1#pay#"))?.[1];
const count = (action: string) => world.calls.filter((call) => call === action).length;

describe("entries", () => {
  it("are counted once, however often they come, in as few transactions as they fit into", async () => {
    const many = Array.from({ length: 250 }, (_, number) => entry(number, BigInt(number)));
    expect(await world.writer.write(1n, [...many, ...many])).toEqual([]);
    expect(month()).toEqual({ amount: 31_125n, entries: 250n });
    // 99 rows and their month in each.
    expect(count("TransactWriteItems")).toBe(3);
    expect(await world.writer.write(1n, [...many.slice(0, 5), entry(250, 7n)])).toEqual([]);
    expect(month()).toEqual({ amount: 31_132n, entries: 251n });
    expect(count("TransactWriteItems")).toBe(5);
  });

  it("of two generations do not see each other", async () => {
    await world.writer.write(1n, [entry(1)]);
    await world.writer.write(2n, [entry(1)]);
    expect(
      world
        .dump()
        .filter(([name]) => name.includes("month#"))
        .map(([, { entries }]) => entries),
    ).toEqual([1n, 1n]);
  });
});

describe("parts of a payment", () => {
  it("are replaced by newer versions alone, each by itself", async () => {
    await world.writer.write(1n, [
      part("eu#payment", 5n, "new"),
      part("eu#payment", 4n, "old"),
      part("us#credit", 1n, "a"),
    ]);
    await world.writer.write(1n, [part("eu#payment", 3n, "older"), part("us#credit", 2n, "b")]);
    const stored = { "eu#payment": { us: 5n, image: { text: "new" } }, "us#credit": { us: 2n, image: { text: "b" } } };
    expect(parts()).toEqual(stored);
    await world.writer.write(1n, [part("eu#payment", 5n, "new")]);
    expect(parts()).toEqual(stored);
  });

  it("may be many: an expression never grows longer than DynamoDB takes", async () => {
    const many = Array.from({ length: 90 }, (_, number) => part(`eu#op#op_${number}${"0".repeat(30)}`, 1n, "x"));
    expect(await world.writer.write(1n, many)).toEqual([]);
    expect(Object.keys(parts() ?? {}).length).toBe(90);
  });

  it("that would grow the row over 400 KB are refused by name, and all else is written", async () => {
    const big = "x".repeat(150_000);
    const failed = await world.writer.write(1n, [part("eu#op#1", 1n, big), part("eu#op#2", 1n, big), entry(1)]);
    expect(failed).toEqual([]);
    const again = await world.writer.write(1n, [part("eu#op#3", 1n, big), part("eu#op#4", 1n, "small"), entry(2)]);
    expect(again).toEqual([{ index: 0, name: `part eu#op#3 of ${payment}`, why: "refused" }]);
    expect(Object.keys(parts() ?? {})).toEqual(["eu#op#1", "eu#op#2", "eu#op#4"]);
    expect(month()).toEqual({ amount: 2n, entries: 2n });
  });
});

/** A writer over a client that does what is scripted, call by call, the last for ever. */
function scripted(...script: readonly (() => unknown)[]) {
  const slept: number[] = [];
  const sent: string[] = [];
  const { deadline } = systemClock();
  const clock: Clock = { now: () => 0, monotonic: () => 0, sleep: async (ms) => void slept.push(ms), deadline };
  const send = async (command: object) => {
    const act = script[Math.min(sent.length, script.length - 1)];
    sent.push(command.constructor.name);
    return act?.();
  };
  // One of the overloads of `send`.
  const client = { send } as unknown as Parameters<typeof createViewWriter>[0];
  return { writer: createViewWriter(client, "views", clock, () => 0.5), slept, sent };
}

const conflict = () => {
  const CancellationReasons = [{ Code: "TransactionConflict" }];
  throw new TransactionCanceledException({ message: "conflict", $metadata: {}, CancellationReasons });
};
const broken = (name: string) => () => {
  throw Object.assign(new Error(name), { name });
};

describe("a table that is busy", () => {
  it("is asked again after pauses that grow, and in the end what was not written is named", async () => {
    const twice = scripted(conflict, broken("TimeoutError"), () => ({}));
    expect(await twice.writer.write(1n, [entry(1)])).toEqual([]);
    expect(twice.slept).toEqual([8, 16]);
    const always = scripted(conflict);
    expect(await always.writer.write(1n, [entry(1), entry(2)])).toEqual([
      { index: 0, name: "entry en_1", why: "busy" },
      { index: 1, name: "entry en_2", why: "busy" },
    ]);
    expect(always.sent.length).toBe(8);
  });

  it("that leaves puts over is asked for those alone", async () => {
    const put = (sk: string): ViewWrite => ({ write: "put", key: { pk: "tenant#shop", sk }, item: {} });
    const Item = { pk: { S: "1#tenant#shop" }, sk: { S: "two" } };
    const { writer, sent } = scripted(
      () => ({ UnprocessedItems: { views: [{ PutRequest: { Item } }] } }),
      () => ({}),
    );
    expect(await writer.write(1n, [put("one"), put("two")])).toEqual([]);
    expect(sent).toEqual(["BatchWriteItemCommand", "BatchWriteItemCommand"]);
  });

  it("but one that we may not write throws at once", async () => {
    const { writer, sent } = scripted(broken("AccessDeniedException"));
    await expect(writer.write(1n, [entry(1), entry(2)])).rejects.toThrow("AccessDeniedException");
    expect(sent.length).toBe(1);
  });
});
