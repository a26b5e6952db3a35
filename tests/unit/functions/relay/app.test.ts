import { describe, expect, it } from "vitest";
import { parseCellName } from "../../../../functions/domain/ids.ts";
import { encodeItem } from "../../../../functions/stores/item-codec.ts";
import { systemAccountId } from "../../../../functions/domain/ids.ts";
import { beginsPayout, concernsInbox, createApp, isTold, type ChangeRecord } from "../../../../functions/relay/app.ts";

const parsed = parseCellName("us");
if (!parsed.ok) throw new Error("us is a cell name");
const us = parsed.value;

const HASH = "0123456789abcdef0123456789abcde";
const payment = (home: string, n = 0) => `pay_${home}_${HASH}${n % 10}`;
const ACCOUNT = `acc_us_${HASH}0`;

const change = (n: number, more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  sequenceNumber: `${n}`,
  key: { pk: `eu#pay#${payment("eu", n)}`, sk: "payment" },
  first: true,
  due: undefined,
  origin: undefined,
  originBefore: undefined,
  image: {},
  ...more,
});

describe("what concerns the inbox of us", () => {
  const half = (home: string, writer = "ap", sk = "credit") => ({ pk: `${writer}#pay#${payment(home)}`, sk });
  const rows: readonly (readonly [string, Partial<ChangeRecord>, boolean])[] = [
    ["an entry due here", { due: "us" }, true],
    ["an entry due here that changed again", { due: "us", first: false }, true],
    ["an entry due in eu", { due: "eu" }, false],
    ["a half that answers our entry", { key: half("us"), origin: "us" }, true],
    [
      "that half again, when its writer changed it",
      { key: half("us"), origin: "us", originBefore: "us", first: false },
      false,
    ],
    ["a half that answers eu's entry", { key: half("eu"), origin: "eu" }, false],
    ["a half that answers eu's entry of our payment", { key: half("us"), origin: "eu" }, true],
    ["a second half of our payment", { key: half("us", "ap", "bounce#eu"), origin: "eu" }, true],
    ["that half again", { key: half("us"), origin: "eu", originBefore: "eu", first: false }, false],
    ["our own half of our payment", { key: half("us", "us"), origin: "eu" }, false],
    ["a stand-in's payment of our home", { key: half("us", "eu", "payment") }, true],
    ["a stand-in's operation on one", { key: half("us", "eu", "op#op_" + HASH + "0") }, true],
    ["that payment when its state has changed", { key: half("us", "eu", "payment"), first: false }, false],
    ["our own payment", { key: half("us", "us", "payment") }, false],
    ["a home's copy of our entry", { origin: "us" }, true],
    ["a home's copy in the place of a decline", { origin: "us", first: false }, true],
    ["a home's copy of another's entry", { origin: "ap" }, false],
    ["a stand-in's claim on us", { key: { pk: `eu#claim#${payment("us")}`, sk: "payment" }, due: "us" }, true],
    [
      "a hold of ours, which time makes due",
      { key: { pk: `us#acct#${ACCOUNT}`, sk: `hold#${payment("us")}` }, due: "us" },
      false,
    ],
    [
      "a stripe of ours, which is swept",
      { key: { pk: `us#acct#${ACCOUNT}`, sk: "stripe#3" }, due: "us", first: false },
      false,
    ],
    ["a payment within one cell", {}, false],
    ["what is no key of ours", { key: { pk: "nobody", sk: "nothing" }, due: "us" }, false],
  ];
  it.each(rows)("%s", (_, more, wanted) => {
    expect(concernsInbox(change(1, more), us)).toBe(wanted);
  });
});

describe("handing on", () => {
  const env = { cell: us, inboxQueueUrl: "", payoutsQueueUrl: "", toldQueueUrl: "" };
  const never = () => Promise.reject(new Error("no payout is among them"));
  const all = Array.from({ length: 25 }, (_, n) => change(n, { due: "us" }));

  it("sends keys in batches of ten, in order", async () => {
    const sizes: number[] = [];
    const send = async (keys: readonly unknown[]) => {
      sizes.push(keys.length);
      return [];
    };
    const relay = createApp(env, { inbox: { send }, payouts: { send: never }, told: { send: never } });
    expect(await relay.handOn(all)).toBeUndefined();
    expect(sizes).toEqual([10, 10, 5]);
  });

  it("says from where to start again when a key was not taken", async () => {
    let call = 0;
    const send = async () => ((call += 1) === 2 ? [7, 3] : []);
    const relay = createApp(env, { inbox: { send }, payouts: { send: never }, told: { send: never } });
    expect(await relay.handOn(all)).toBe("13");
    expect(call).toBe(2);
  });
});

describe("what begins a payout of us", () => {
  const rails = systemAccountId(us, "rails", "EUR");
  const entry = { kind: "payment", payee: rails, currency: "EUR", state: "authorized", postings: [] };
  const began = (more: Partial<ChangeRecord> = {}, fields: object = {}) =>
    change(1, {
      key: { pk: `us#pay#${payment("us")}`, sk: "payment" },
      image: encodeItem({ ...entry, ...fields }),
      ...more,
    });
  const rows: readonly (readonly [string, ChangeRecord, boolean])[] = [
    ["a payment to our rails account whose hold stands", began(), true],
    ["that payment when it changed", began({ first: false }), false],
    ["one that was declined", began({}, { state: "declined" }), false],
    ["one to another account", began({}, { payee: ACCOUNT }), false],
    ["one to the rails account of another currency", began({}, { currency: "USD" }), false],
    ["another cell's, which arrives here too", began({ key: { pk: `eu#pay#${payment("eu")}`, sk: "payment" } }), false],
    ["a stand-in's of our home", began({ key: { pk: `eu#pay#${payment("us")}`, sk: "payment" } }), false],
    ["its hold", began({ key: { pk: `us#acct#${ACCOUNT}`, sk: `hold#${payment("us")}` } }), false],
  ];
  it.each(rows)("%s", (_, record, wanted) => {
    expect(beginsPayout(record, us)).toBe(wanted);
  });

  it("goes to the payouts' queue as it is, and again from where the queue did not take it", async () => {
    const sent: unknown[] = [];
    const send = async (images: readonly unknown[]) => {
      sent.push(...images);
      return [1];
    };
    const env = { cell: us, inboxQueueUrl: "", payoutsQueueUrl: "", toldQueueUrl: "" };
    const relay = createApp(env, {
      inbox: { send: async () => [] },
      payouts: { send },
      told: { send: async () => [] },
    });
    const records = [
      change(1),
      began({ sequenceNumber: "2" }),
      change(3, { due: "us" }),
      began({ sequenceNumber: "4" }),
    ];
    expect(await relay.handOn(records)).toBe("4");
    expect(sent).toEqual([records[1]?.image, records[3]?.image]);
  });
});

describe("what tenants of us are told", () => {
  const at = "2026-11-23T12:00:00.000Z";
  const event = { pk: `us#event#${ACCOUNT}`, sk: `${at}#payout.settled#${payment("us")}` };
  const rows: readonly (readonly [string, Partial<ChangeRecord>, boolean])[] = [
    ["an event that happened here", { key: event }, true],
    ["the same, of which a later image comes", { key: event, first: false }, false],
    ["another cell's, which that cell tells", { key: { ...event, pk: `eu#event#${ACCOUNT}` } }, false],
    ["a replay that was asked for here", { key: { pk: "us#replay#shop", sk: "replay#rpl_1" } }, true],
    ["one that was asked for elsewhere", { key: { pk: "eu#replay#shop", sk: "replay#rpl_1" } }, false],
    ["an endpoint", { key: { pk: "us#hooks#shop", sk: "endpoint#whk_us_1" } }, false],
  ];
  it.each(rows)("%s", (_, more, wanted) => {
    expect(isTold(change(1, more), us)).toBe(wanted);
  });

  it("goes to its queue as it is, and again from where the queue did not take it", async () => {
    const sent: unknown[] = [];
    const send = async (told: readonly unknown[]) => {
      sent.push(...told);
      return [1];
    };
    const env = { cell: us, inboxQueueUrl: "", payoutsQueueUrl: "", toldQueueUrl: "" };
    const queues = { inbox: { send: async () => [] }, payouts: { send: async () => [] }, told: { send } };
    const records = [change(1), change(2, { key: event }), change(3), change(4, { key: event })];
    expect(await createApp(env, queues).handOn(records)).toBe("4");
    expect(sent).toEqual([{ image: records[1]?.image }, { image: records[3]?.image }]);
  });
});
