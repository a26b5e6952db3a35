import { describe, expect, it } from "vitest";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { concernsViews, project, type ViewWrite } from "../../../../functions/domain/projections.ts";

const hex = (letter: string) => letter.repeat(32);
const source = `acc_eu_${hex("a")}`;
const payee = `acc_us_${hex("b")}`;
const near = `acc_eu_${hex("b")}`;
const pay = `pay_eu_${hex("c")}`;
const op = `op_${hex("d")}`;
const at = BigInt(Date.UTC(2027, 0, 31, 23, 59, 59, 999));
const TIME = "2027-01-31T23:59:59.999Z";

const common = { currency: "EUR", at, request: "v1:x" };
const payment: Item = {
  kind: "payment",
  id: pay,
  tenant: "shop",
  source,
  payee,
  amount: 5n,
  state: "processing",
  postings: [
    { account: source, amount: -5n },
    { account: "eu#transit#us#3", amount: 5n },
  ],
  ...common,
};
const declined: Item = { ...payment, state: "declined", code: "insufficient_funds", postings: [] };
const capture: Item = { ...payment, kind: "capture", id: op, payment: pay, state: "completed" };
const half: Item = {
  kind: "half",
  payment: pay,
  origin: "eu",
  outcome: "credited",
  amount: 5n,
  postings: [
    { account: "us#transit#eu#3", amount: -5n },
    { account: payee, amount: 5n },
  ],
  ...common,
};

/** What of a write a row of the table tells. */
function told(write: ViewWrite): string {
  switch (write.write) {
    case "entry": {
      const { account, amount, kind, operation, counterparty } = write.row;
      const who = account === source ? "source" : account === payee ? "payee" : account;
      const names = new Map<string, string>([
        [source, "source"],
        [payee, "payee"],
        [near, "near"],
      ]);
      const other = counterparty === undefined ? "?" : names.get(counterparty);
      return `entry ${who} ${amount} ${kind}${operation === undefined ? "" : " op"} with ${other}`;
    }
    case "put":
      return `put ${write.key.pk.replace(source, "source").replace(payee, "payee")} ${write.key.sk}`;
    case "listing":
      return `listing of ${write.account === payee ? "payee" : write.account} ${write.at} ${write.payment}`;
    case "opened":
      return `opened ${write.tenant}`;
    case "event":
      return `event of ${write.tenant}`;
  }
}

function of(pk: string, sk: string, image: Item | undefined, before?: Item): readonly string[] | string {
  const writes = project({ key: { pk, sk }, image, before });
  return writes.ok ? writes.value.map(told) : writes.refusal;
}

const LISTED = `pay#${TIME}#${pay}`;
const TENANTS = `put tenant#shop#4 ${LISTED}`;
const PAYEES_TENANT = `listing of payee ${at} ${pay}`;
const PAYEES = [`put acct#payee ${LISTED}`, PAYEES_TENANT];
const paidAtOnce = {
  ...payment,
  payee: near,
  state: "completed",
  postings: [
    { account: source, amount: -5n },
    { account: near, amount: 5n },
  ],
};

describe("what a change asks of the views", () => {
  it.each([
    [
      "a payment that goes to another cell: the payer's entry, and its place in the other listings",
      of(`eu#pay#${pay}`, "payment", payment),
      ["entry source -5 payment with payee", TENANTS, ...PAYEES],
    ],
    [
      "a payment within a cell: two entries that list it, too, and its place in the tenants' listings",
      of(`eu#pay#${pay}`, "payment", paidAtOnce),
      [
        "entry source -5 payment with near",
        `entry ${near} 5 payment with source`,
        TENANTS,
        `listing of ${near} ${at} ${pay}`,
      ],
    ],
    [
      "the same once it is complete: nothing, its state is the ledger's",
      of(`eu#pay#${pay}`, "payment", { ...payment, state: "completed" }, payment),
      [],
    ],
    [
      "a stand-in's payment: its own row is nobody's account",
      of(`us#pay#${pay}`, "payment", { ...payment, postings: [{ account: `us#acct#${source}`, amount: -5n }] }),
      [TENANTS, `put acct#source ${LISTED}`, ...PAYEES],
    ],
    [
      "a decline: the payee's side never hears of it",
      of(`eu#pay#${pay}`, "payment", declined),
      [TENANTS, `put acct#source ${LISTED}`],
    ],
    [
      "a stand-in's payment absorbed over a decline: all that the decline did not ask for",
      of(`eu#pay#${pay}`, "payment", payment, declined),
      ["entry source -5 payment with payee", ...PAYEES],
    ],
    [
      "a capture: an entry, and no listing of its own",
      of(`eu#pay#${pay}`, `op#${op}`, capture),
      ["entry source -5 capture op with payee"],
    ],
    [
      "a queued refund that was decided: the entry comes with its postings",
      of(`eu#pay#${pay}`, `op#${op}`, { ...capture, kind: "refund" }, { ...capture, kind: "refund", postings: [] }),
      ["entry source -5 refund op with payee"],
    ],
    [
      "the payee's half: an entry whose other end only the payment knows",
      of(`us#pay#${pay}`, "credit", half),
      ["entry payee 5 credited with ?"],
    ],
    [
      "a second entry sent back: between clearing rows, no account's",
      of(`us#pay#${pay}`, "bounce#eu", { ...half, outcome: "bounced", postings: [] }),
      [],
    ],
    ["a new account", of(`eu#acct#${source}`, "account", { tenant: "shop" }), ["opened shop"]],
    ["an account that was closed", of(`eu#acct#${source}`, "account", { tenant: "shop" }, { tenant: "shop" }), []],
    ["a balance", of(`eu#acct#${source}`, "balance", { posted: 1n }), []],
    ["a stand-in's row", of(`us#acct#${source}`, "balance", { net: -1n }), []],
    ["another cell's item under an account's name", of(`us#acct#${source}`, "account", { tenant: "shop" }), []],
    ["a reference", of("eu#ref#1f", "reference", { payment: pay }), [`put ref#1f pay#${pay}`]],
    [
      "an event",
      of(`eu#event#${source}`, `${TIME}#account.overdrawn#${source}`, {
        type: "account.overdrawn",
        account: source,
        tenant: "shop",
        at,
      }),
      ["event of shop"],
    ],
    ["an item that is gone", of(`eu#pay#${pay}`, "payment", undefined, payment), []],
    [
      "an item without postings",
      of(`eu#pay#${pay}`, "payment", { ...payment, postings: "none" }),
      "postings is no list",
    ],
    ["an item of no time", of(`eu#pay#${pay}`, "payment", { ...payment, at: "now" }), "at is no figure"],
    ["a reference to nothing", of("eu#ref#1f", "reference", { payment: "x" }), "payment: payment_id_malformed"],
  ])("%s", (_says, found, expected) => {
    expect(found).toEqual(expected);
  });

  it("is nothing for what is not of the journal, whatever it holds", () => {
    for (const [pk, sk] of [
      ["eu#transit#us#3", "balance"],
      [`eu#acct#${source}`, `hold#${pay}`],
      [`eu#acct#${source}`, "stripe#1"],
      [`us#claim#${pay}`, "payment"],
      ["us#standin#eu#2#1", "fence"],
      ["eu#seal#7", "root"],
      ["eu", "payment"],
    ] as const) {
      expect([pk, concernsViews({ pk, sk })]).toEqual([pk, false]);
    }
  });

  it("names an entry alike in every cell, and no two alike", () => {
    const idsOf = (pk: string, sk: string, image: Item) => {
      const writes = project({ key: { pk, sk }, image, before: undefined });
      return writes.ok ? writes.value.flatMap((write) => (write.write === "entry" ? [write.row.id] : [])) : [];
    };
    const two = {
      ...payment,
      postings: [
        { account: source, amount: -5n },
        { account: payee, amount: 5n },
      ],
    };
    const ids = [...idsOf(`eu#pay#${pay}`, "payment", two), ...idsOf(`us#pay#${pay}`, "payment", two)];
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^en_[0-9a-f]{32}$/);
  });
});
