import { describe, expect, it } from "vitest";
import { entriesOf, unbalanced } from "./audit.ts";
import { accountId, EU, EUR, given, NOW, standingOf, US, USD, valueOf, type Asked, type Given } from "./world.ts";
import { parseTenant } from "../../../../functions/domain/ids.ts";
import { balanceKey } from "../../../../functions/domain/keys.ts";
import { takePayment, whyRefused } from "../../../../functions/domain/payments.ts";
import { paymentIdOf } from "../../../../functions/domain/ids.ts";
import { parseAmount } from "../../../../functions/domain/money.ts";
import { ACME } from "./world.ts";

const OTHER = valueOf(parseTenant("other"));

/** alice has 100, bob nothing; each row changes what it says. */
interface Row {
  readonly name: string;
  readonly alice?: Given;
  readonly bob?: Given;
  readonly asked?: Partial<Asked>;
  readonly outcome: string;
  /** Available/posted/held afterwards. */
  readonly after: { readonly alice: string; readonly bob: string };
}

describe("taking a payment of 40", () => {
  const untouched = { alice: "100/100/0", bob: "0/0/0" };
  const done = { alice: "60/60/0", bob: "40/40/0" };
  it.each<Row>([
    { name: "within a cell moves it at once", outcome: "completed", after: done },
    {
      name: "to another cell leaves it to that cell to credit",
      bob: { home: US },
      outcome: "processing",
      after: { alice: "60/60/0", bob: "0/0/0" },
    },
    {
      name: "manually only holds it",
      asked: { manual: true },
      outcome: "authorized",
      after: { alice: "60/100/40", bob: "0/0/0" },
    },
    {
      name: "manually to another cell only holds it",
      bob: { home: US },
      asked: { manual: true },
      outcome: "authorized",
      after: { alice: "60/100/40", bob: "0/0/0" },
    },
    {
      name: "of all there is",
      alice: { posted: 40n },
      outcome: "completed",
      after: { alice: "0/0/0", bob: "40/40/0" },
    },
    {
      name: "of one more than there is",
      alice: { posted: 39n },
      outcome: "declined insufficient_funds",
      after: { alice: "39/39/0", bob: "0/0/0" },
    },
    {
      name: "within the overdraft",
      alice: { posted: 10n, overdraft: 30n },
      outcome: "completed",
      after: { alice: "0/-30/0", bob: "40/40/0" },
    },
    {
      name: "beyond the overdraft",
      alice: { posted: 10n, overdraft: 29n },
      outcome: "declined insufficient_funds",
      after: { alice: "39/10/0", bob: "0/0/0" },
    },
    {
      name: "from a settlement account, which has no floor",
      alice: { kind: "settlement", posted: 0n },
      outcome: "completed",
      after: { alice: "-40/-40/0", bob: "40/40/0" },
    },
    {
      name: "from a closed account",
      alice: { posted: 100n, closed: true },
      outcome: "declined account_closed",
      after: untouched,
    },
    {
      name: "from an account of another tenant, which is as if there were none",
      alice: { posted: 100n, tenant: OTHER },
      outcome: "source_not_found",
      after: untouched,
    },
    {
      name: "from an account in another currency",
      asked: { currency: USD },
      bob: { currency: USD },
      outcome: "declined currency_mismatch",
      after: untouched,
    },
    {
      name: "from an account that a newer authority has written",
      alice: { posted: 100n, balance: { epoch: 2n } },
      outcome: "limited",
      after: untouched,
    },
    {
      name: "from an account that is counted in isolation",
      alice: { posted: 100n, balance: { isolatedLeft: 100n } },
      outcome: "limited",
      after: untouched,
    },
    { name: "to a closed account", bob: { closed: true }, outcome: "declined payee_closed", after: untouched },
    {
      name: "to a closed account, manually",
      bob: { closed: true },
      asked: { manual: true },
      outcome: "declined payee_closed",
      after: untouched,
    },
    {
      name: "to an account in another currency",
      bob: { currency: USD },
      outcome: "declined payee_currency_mismatch",
      after: untouched,
    },
    {
      name: "to an account of another tenant",
      bob: { tenant: OTHER },
      outcome: "completed",
      after: done,
    },
    {
      name: "tells the payer's fault before the payee's",
      alice: { posted: 1n },
      bob: { closed: true },
      outcome: "declined insufficient_funds",
      after: { alice: "1/1/0", bob: "0/0/0" },
    },
  ])("$name: $outcome", ({ alice = { posted: 100n }, bob = {}, asked, outcome, after }) => {
    const world = given({ alice, bob });
    expect(world.pay({ from: "alice", to: "bob", amount: 40n, ...asked }).outcome).toBe(outcome);
    expect({ alice: world.figures("alice"), bob: world.figures("bob") }).toEqual(after);
    expect(unbalanced(world.ledger)).toEqual([]);
  });

  it("leaves its id on the balance that it debits, one version on: by these the home's stream lists the tail", () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    const balance = (name: string) => world.ledger.get(balanceKey(world.account(name)));
    expect(balance("alice")).toMatchObject({ last: id, version: 1n, debited: 40n });
    expect(balance("bob")).toMatchObject({ version: 0n, debited: 0n });
  });

  it("to an account that nobody opened is declined", () => {
    const steps = takePayment(
      {
        id: paymentIdOf(EU, { tenant: ACME, method: "POST", route: "r", resource: "a", key: "k" }),
        tenant: ACME,
        source: accountId(EU, "alice"),
        payee: accountId(EU, "nobody"),
        amount: valueOf(parseAmount(40)),
        currency: EUR,
        capture: "automatic",
        request: "v1:hash",
      },
      standingOf(EU),
    );
    const payee = steps.findIndex(({ role }) => role === "payee");
    expect(whyRefused(steps, [{ index: payee, old: undefined }])).toEqual({
      means: "decline",
      code: "payee_not_found",
    });
  });

  it("is limited when the old image shows nothing broken: it changed in between", () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    const steps = takePayment(
      {
        id: paymentIdOf(EU, { tenant: ACME, method: "POST", route: "r", resource: "a", key: "k" }),
        tenant: ACME,
        source: world.account("alice"),
        payee: world.account("bob"),
        amount: valueOf(parseAmount(40)),
        currency: EUR,
        capture: "automatic",
        request: "v1:hash",
      },
      standingOf(EU),
    );
    const source = steps.findIndex(({ role }) => role === "source");
    const old = { status: "open", tenant: "acme", currency: "EUR", epoch: 1n, available: 100n };
    expect(whyRefused(steps, [{ index: source, old }])).toEqual({ means: "limited" });
  });
});

describe("the same key again", () => {
  const ask: Asked = { from: "alice", to: "bob", amount: 40n };

  it.each([
    ["a completed payment", { posted: 100n }, "replay of completed"],
    ["a stored decline, even once there is money", { posted: 1n }, "replay of declined insufficient_funds"],
  ])("replays %s", (_, alice, outcome) => {
    const world = given({ alice, bob: {}, rich: { posted: 1000n } });
    world.pay(ask);
    world.pay({ from: "rich", to: "alice", amount: 500n });
    const before = world.figures("alice");
    expect(world.pay(ask).outcome).toBe(outcome);
    expect(world.figures("alice")).toBe(before);
  });

  it("replays even when every account would now refuse", () => {
    const world = given({ alice: { posted: 40n }, bob: {}, carol: {} });
    expect(world.pay(ask).outcome).toBe("completed");
    expect(world.close("alice")).toBe("committed");
    expect(world.pay(ask).outcome).toBe("replay of completed");
  });

  it("replays at a later epoch and moves nothing", () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    world.pay(ask);
    expect(world.pay(ask, { epoch: 2n }).outcome).toBe("replay of completed");
    expect(world.figures("bob")).toBe("40/40/0");
  });
});

describe("a reference", () => {
  const ask: Asked = { from: "alice", to: "bob", amount: 40n, reference: "hash-of-invoice-7" };

  it("is unique, whatever the key", () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    expect(world.pay({ ...ask, key: "one" }).outcome).toBe("completed");
    expect(world.pay({ ...ask, key: "two" }).outcome).toBe("declined duplicate_reference");
    expect(world.pay({ ...ask, key: "one" }).outcome).toBe("replay of completed");
    expect(world.figures("bob")).toBe("40/40/0");
  });

  it("is not used up by a payment that was declined", () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    expect(world.pay({ ...ask, key: "one", amount: 101n }).outcome).toBe("declined insufficient_funds");
    expect(world.pay({ ...ask, key: "two" }).outcome).toBe("completed");
  });
});

describe("the epoch", () => {
  it("of a payment stays on the account and fences an older authority", () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    expect(world.pay({ key: "a", from: "alice", to: "bob", amount: 1n }, { epoch: 3n }).outcome).toBe("completed");
    expect(world.pay({ key: "b", from: "alice", to: "bob", amount: 1n }, { epoch: 2n }).outcome).toBe("limited");
    expect(world.pay({ key: "c", from: "alice", to: "bob", amount: 1n }, { epoch: 3n }).outcome).toBe("completed");
  });

  it("does not matter to who is credited", () => {
    const world = given({ alice: { posted: 100n }, bob: { balance: { epoch: 9n } } });
    expect(world.pay({ from: "alice", to: "bob", amount: 1n }).outcome).toBe("completed");
  });
});

describe("what a payment writes", () => {
  const count = (asked: Partial<Asked>, bobsHome = EU) => {
    const world = given({ alice: { posted: 100n }, bob: { home: bobsHome } });
    const before = new Set(world.ledger.items().map(({ key }) => `${key.pk}/${key.sk}`));
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n, ...asked });
    const added = world.ledger.items().filter(({ key }) => !before.has(`${key.pk}/${key.sk}`));
    return added.map(({ key }) => `${key.pk}/${key.sk}`.replace(id, "ID").replace(world.account("alice"), "ALICE"));
  };

  it.each([
    ["within a cell: nothing new but the payment", {}, EU, ["eu#pay#ID/payment"]],
    ["a hold beside it", { manual: true }, EU, ["eu#pay#ID/payment", "eu#acct#ALICE/hold#ID"]],
    ["the reference beside it", { reference: "r" }, EU, ["eu#pay#ID/payment", "eu#ref#r/reference"]],
  ])("%s", (_, asked, home, added) => {
    expect(count(asked, home)).toEqual(added);
  });

  it("to another cell: the payment and a clearing row towards that cell", () => {
    const added = count({}, US);
    expect(added[0]).toBe("eu#pay#ID/payment");
    expect(added[1]).toMatch(/^eu#transit#us#\d+\/balance$/);
    expect(added).toHaveLength(2);
  });

  it("keeps everything that renders the answer again", () => {
    const world = given({ alice: { posted: 100n }, bob: { home: US } });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n });
    expect(world.entry(id)).toMatchObject({
      kind: "payment",
      id,
      tenant: "acme",
      amount: 40n,
      currency: "EUR",
      capture: "automatic",
      request: "v1:hash",
      epoch: 1n,
      at: NOW,
      state: "processing",
      captured: 40n,
      refundable: 0n,
      due: { cell: "us", account: world.account("bob"), action: "credit" },
    });
    expect(entriesOf(world.ledger).filter(({ entry }) => entry.kind === "payment" && entry.id === id)).toHaveLength(1);
  });

  it("of an authorization: no posting, and when it ends", () => {
    const world = given({ alice: { posted: 100n }, bob: {} });
    const { id } = world.pay({ from: "alice", to: "bob", amount: 40n, manual: true, expiresAt: NOW + 5n });
    expect(world.entry(id)).toMatchObject({ postings: [], captured: 0n, refundable: 0n, expiresAt: NOW + 5n });
  });

  it("never both halves of one account: a payment to oneself is not judged", () => {
    const world = given({ alice: { posted: 100n } });
    expect(() => world.pay({ from: "alice", to: "alice", amount: 1n })).toThrow(
      "Invariant broken: a transaction names an item once",
    );
  });
});
