import { beforeEach, describe, expect, it } from "vitest";
import { parseAccountId, parsePaymentId } from "../../../../functions/domain/ids.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import type { ViewWrite } from "../../../../functions/domain/projections.ts";
import { boundsOf } from "../../../../functions/domain/moments.ts";
import { monthOf, timeText } from "../../../../functions/domain/view-keys.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { createViewWriter } from "../../../../functions/stores/view-writer.ts";
import { createViewsWorld, type ViewsWorld } from "../projector/views-world.ts";

function valueOf<Value>(parsed: { readonly ok: true; readonly value: Value } | { readonly ok: false }): Value {
  if (!parsed.ok) throw new Error("the test names things rightly");
  return parsed.value;
}

const account = valueOf(parseAccountId(`acc_eu_${"a".repeat(32)}`));
const payment = valueOf(parsePaymentId(`pay_eu_${"b".repeat(32)}`));

/** When entries are booked unless said otherwise: now. */
let now = 0n;

function entry(number: number, amount = 1n, at = now): ViewWrite {
  const row = { id: `en_${number}`, account, at, amount, currency: "EUR", kind: "payment", payment } as const;
  return { write: "entry", row };
}

function nameOf(number: number): string {
  return `row acct#${account} entry#${timeText(now)}#${payment}#en_${number}`;
}

function put(sk: string, item: Item = {}): ViewWrite {
  return { write: "put", key: { pk: "tenant#shop#1", sk }, item };
}

let world: ViewsWorld;
beforeEach(async () => {
  world = await createViewsWorld();
  now = BigInt(world.clock.now());
});

const rows = () => world.dump().map(([name]) => name);
const count = (action: string) => world.calls.filter((call) => call === action).length;

describe("entries", () => {
  it("are there once, however often they come, in as few requests as they fit into", async () => {
    const many = Array.from({ length: 60 }, (_, number) => entry(number, BigInt(number)));
    expect(await world.writer.write(1n, [...many, ...many])).toEqual([]);
    expect(rows().length).toBe(60);
    expect(world.calls).toEqual(["BatchWriteItem", "BatchWriteItem", "BatchWriteItem"]);
    const before = world.dump();
    expect(await world.writer.write(1n, many.slice(0, 5))).toEqual([]);
    expect(world.dump()).toEqual(before);
  });

  it("of two generations do not see each other", async () => {
    await world.writer.write(1n, [entry(1)]);
    await world.writer.write(2n, [entry(1)]);
    expect(rows()).toEqual([nameOf(1).replace("row ", "1#"), nameOf(1).replace("row ", "2#")]);
  });

  it("cost a write unit each, and so do listings: nothing is written in a transaction", async () => {
    await world.writer.write(1n, [entry(1), entry(2), put("pay#1")]);
    expect(world.dynamoDb.meter()["eu-west-1"]?.["views"]?.writeUnits).toBe(3);
  });
});

describe("a row that DynamoDB will not have", () => {
  it("is refused by name, and all else is written", async () => {
    const big = put("big", { text: "x".repeat(410_000) });
    const failed = await world.writer.write(1n, [entry(1), big, entry(2), put("small")]);
    expect(failed).toEqual([{ index: 1, name: "row tenant#shop#1 big", why: "refused" }]);
    expect(rows().length).toBe(3);
  });
});

describe("what is booked in a month that is over", () => {
  const lastMonth = () => boundsOf(monthOf(now)).from - 1n;
  const monthRow = () => world.dump().find(([name]) => name.includes(" month#"));

  it("takes the month's sum away, once for all of a batch, and counts how often it did", async () => {
    await world.writer.write(1n, [entry(1, 1n, lastMonth()), entry(2, 1n, lastMonth()), entry(3)]);
    expect(monthRow()).toEqual([`1#acct#${account} month#${monthOf(lastMonth())}`, { late: 1n }]);
    await world.writer.write(1n, [entry(4, 1n, lastMonth())]);
    expect(monthRow()?.[1]).toEqual({ late: 2n });
    expect(count("UpdateItem")).toBe(2);
  });

  it("is nothing of the kind in views that nobody reads yet", async () => {
    await world.unserved.write(1n, [entry(1, 1n, lastMonth())]);
    expect(count("UpdateItem")).toBe(0);
  });
});

/** A writer over a client that does what is scripted, call by call, the last for ever. */
function scripted(...script: readonly (() => unknown)[]) {
  const slept: number[] = [];
  const sent: string[] = [];
  const { deadline } = systemClock();
  const clock: Clock = {
    now: () => Number(now),
    monotonic: () => 0,
    sleep: async (ms) => void slept.push(ms),
    deadline,
  };
  const send = async (command: object) => {
    const act = script[Math.min(sent.length, script.length - 1)];
    sent.push(command.constructor.name);
    return act?.();
  };
  // One of the overloads of `send`.
  const client = { send } as unknown as Parameters<typeof createViewWriter>[0];
  return { writer: createViewWriter(client, "views", clock, () => 0.5, { served: true }), slept, sent };
}

const broken = (name: string) => () => {
  throw Object.assign(new Error(name), { name });
};

describe("a table that is busy", () => {
  it("is asked again after pauses that grow, and in the end what was not written is named", async () => {
    const twice = scripted(broken("ThrottlingException"), broken("TimeoutError"), () => ({}));
    expect(await twice.writer.write(1n, [entry(1)])).toEqual([]);
    expect(twice.slept).toEqual([8, 16]);
    const always = scripted(broken("ThrottlingException"));
    expect(await always.writer.write(1n, [entry(1), entry(2)])).toEqual([
      { index: 0, name: nameOf(1), why: "busy" },
      { index: 1, name: nameOf(2), why: "busy" },
    ]);
    expect(always.sent.length).toBe(8);
  });

  it("that leaves puts over is asked for those alone", async () => {
    const Item = { pk: { S: "1#tenant#shop#1" }, sk: { S: "two" } };
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
