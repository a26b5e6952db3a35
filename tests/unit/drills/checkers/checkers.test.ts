import { describe, expect, it } from "vitest";
import { auditLedger, checkers, isAtRest } from "../../../../drills/checkers/index.ts";
import { viewLedger, type LedgerState } from "../../../../drills/checkers/ledger-view.ts";
import { faultsIn, gone, plus, replaced, without } from "./changes.ts";
import { cleanState, names, withChange } from "./states.ts";

const balance = (account: string) => ({ pk: `${account.slice(4, 6)}#acct#${account}`, sk: "balance" });
const entry = (payment: string, sk = "payment") => ({ pk: `eu#pay#${payment}`, sk });
const name = (account: string) => balance(account).pk;
const half = (payment: string) => ({ pk: `us#pay#${payment}`, sk: "credit" });
const row = (cell: string, peer: string) => ({ pk: `${cell}#transit#${peer}#0`, sk: "balance" });

it("finds nothing wrong with what the domain itself has written, money under way included", () => {
  const findings = auditLedger(cleanState(), "always");
  expect(findings.map(({ checker }) => checker)).toEqual(checkers.filter(({ holds }) => holds === "always"));
  expect(findings.flatMap(({ breaches }) => breaches)).toEqual([]);
});

it("sees that a ledger with money under way is not at rest", () => {
  expect(isAtRest(viewLedger(cleanState()))).toBe(false);
  expect(Object.keys(faultsIn(cleanState(), "afterHeal"))).toEqual(["nothing-under-way", "clearing-zero"]);
});

it("finds nothing wrong with an empty ledger", () => {
  expect(faultsIn({ cells: new Map(), regions: new Map() }, "afterHeal")).toEqual({});
});

interface Case {
  readonly what: string;
  readonly bad: (clean: LedgerState) => LedgerState;
  readonly checker: string;
  /** Others that cannot but see it too. */
  readonly also?: readonly string[];
  readonly faults: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: "an entry whose payee got more than its payer gave",
    bad: (clean) =>
      withChange(
        clean,
        entry(names.local),
        replaced({
          postings: [
            { account: names.payer, amount: -700n },
            { account: names.neighbour, amount: 701n },
          ],
        }),
      ),
    checker: "entries-balance",
    also: ["balances-match-postings", "entries-say-what-they-book", "one-payout"],
    faults: [`The postings of eu#pay#${names.local} payment sum to 1 EUR.`],
  },
  {
    what: "an item in the journal that is no entry",
    bad: (clean) => withChange(clean, entry(names.local, "stray"), () => ({ kind: "payment" })),
    checker: "entries-balance",
    faults: [`eu#pay#${names.local} stray stands in the journal but has no kind and postings.`],
  },
  {
    what: "a balance that was written past the journal",
    bad: (clean) => withChange(clean, balance(names.neighbour), plus("posted", 5n)),
    checker: "balances-match-postings",
    also: ["money-conserved"],
    faults: [`posted of ${names.neighbour} is 655, not 650.`],
  },
  {
    what: "an available figure that forgets the limit",
    bad: (clean) => withChange(clean, balance(names.neighbour), plus("available", -50n)),
    checker: "balances-match-postings",
    faults: [`available of ${names.neighbour} is 650, not 700.`],
  },
  {
    what: "a held figure that no hold accounts for",
    bad: (clean) => withChange(clean, { ...balance(names.payer), sk: `hold#${names.held}` }, gone),
    checker: "balances-match-postings",
    also: ["holds-match-payments"],
    faults: [`held of ${names.payer} is 250, not 0.`, `available of ${names.payer} is 8350, not 8600.`],
  },
  {
    what: "a posting to an account that is not there",
    bad: (clean) => withChange(clean, balance(names.abroad), gone),
    checker: "balances-match-postings",
    also: ["accounts-agree", "money-conserved"],
    faults: [`A posting goes to ${names.abroad}, which has no balance in EUR.`],
  },
  {
    what: "a clearing row that its postings do not explain",
    bad: (clean) => withChange(clean, row("eu", "us"), plus("net_EUR", 1n)),
    checker: "clearing-matches-postings",
    also: ["clearing-pairs", "money-conserved"],
    faults: ["eu#transit#us#0 says 801 EUR, its postings say 800."],
  },
  {
    what: "a payee's cell that credited without taking it from the pair",
    bad: (clean) => withChange(clean, row("us", "eu"), gone),
    checker: "clearing-pairs",
    also: ["clearing-matches-postings", "money-conserved"],
    faults: ["Between eu+us the rows sum to 800 EUR, but 300 is under way."],
  },
  {
    what: "a payment between cells that nobody is told to credit",
    bad: (clean) => withChange(clean, entry(names.underWay), without("due")),
    checker: "clearing-pairs",
    faults: ["Between eu+us the rows sum to 300 EUR, but 0 is under way."],
  },
  {
    what: "money that came from nowhere",
    bad: (clean) => withChange(clean, balance(names.abroad), plus("posted", 9n)),
    checker: "money-conserved",
    also: ["balances-match-postings"],
    faults: ["10000 EUR entered, accounts hold 9709 and clearing 300."],
  },
  {
    what: "an account below its limit",
    bad: (clean) => withChange(clean, balance(names.abroad), replaced({ available: -3n })),
    checker: "no-overdraft-beyond-tail",
    also: ["balances-match-postings"],
    faults: [`${names.abroad} is 3 below its limit, its tail is 0.`],
  },
  {
    what: "an item under a name that no cell has",
    bad: (clean) => withChange(clean, { pk: "ap#transit#eu#0", sk: "balance" }, () => ({ net_EUR: 0n })),
    checker: "one-writer",
    faults: ["ap#transit#eu#0 balance belongs to no cell of the registry."],
  },
  {
    what: "a balance that another cell than its home has",
    bad: (clean) => withChange(clean, { pk: `us#acct#${names.payer}`, sk: "balance" }, () => ({ posted: 0n })),
    checker: "one-writer",
    also: ["accounts-agree"],
    faults: [`us#acct#${names.payer} balance is not at home in the cell that its partition names.`],
  },
  {
    what: "an entry of one cell that posts to another cell's account",
    bad: (clean) =>
      withChange(
        clean,
        half(names.arrived),
        replaced({
          postings: [
            { account: "us#transit#eu#0", amount: -500n },
            { account: names.payer, amount: 500n },
          ],
        }),
      ),
    checker: "one-writer",
    also: ["balances-match-postings"],
    faults: [`us#pay#${names.arrived} credit of us posts to ${names.payer}.`],
  },
  {
    what: "a decline whose money moved",
    bad: (clean) => withChange(clean, entry(names.local), replaced({ state: "declined" })),
    checker: "no-decline-beside-payment",
    also: ["balances-match-postings"],
    faults: [`eu#pay#${names.local} payment is declined, but the money moved.`],
  },
  {
    what: "captures beyond the authorization",
    bad: (clean) => withChange(clean, entry(names.held, `op#${names.capture}`), replaced({ amount: 401n })),
    checker: "captures-within-hold",
    also: ["entries-say-what-they-book"],
    faults: [`Captures of ${names.held} come to 401, more than the 400 authorized.`],
  },
  {
    what: "a hold that counts more than it held",
    bad: (clean) =>
      withChange(clean, { ...balance(names.payer), sk: `hold#${names.held}` }, replaced({ captured: 151n })),
    checker: "captures-within-hold",
    also: ["holds-match-payments"],
    faults: [`hold#${names.held} held 400, counts 151 captured and 250 left.`],
  },
  {
    what: "refunds beyond the payment",
    bad: (clean) => withChange(clean, entry(names.local, `op#${names.refund}`), replaced({ amount: 701n })),
    checker: "refunds-within-payment",
    also: ["entries-say-what-they-book"],
    faults: [`Refunds of ${names.local} come to 701, more than the 700 captured.`],
  },
  {
    what: "a payment with less than nothing left to refund",
    bad: (clean) => withChange(clean, entry(names.local), replaced({ refundable: -1n })),
    checker: "refunds-within-payment",
    faults: [`${names.local} says that -1 can still be refunded.`],
  },
  {
    what: "an amount that is not the one that was booked",
    bad: (clean) => withChange(clean, entry(names.local), replaced({ amount: 9_000n, captured: 9_000n })),
    checker: "entries-say-what-they-book",
    also: ["balances-match-postings"],
    faults: [`eu#pay#${names.local} payment books 700, but names 9000.`],
  },
  {
    what: "a half that names another amount than it booked",
    bad: (clean) => withChange(clean, half(names.arrived), replaced({ amount: 501n })),
    checker: "entries-say-what-they-book",
    faults: [`us#pay#${names.arrived} credit books 500, but names 501.`],
  },
  {
    what: "a payment of which more could be refunded than it took",
    bad: (clean) => withChange(clean, entry(names.local), replaced({ captured: 7_000n })),
    checker: "entries-say-what-they-book",
    faults: [`eu#pay#${names.local} payment was captured at once, but names 7000 of 700.`],
  },
  {
    what: "a payment in a state of authorizations",
    bad: (clean) => withChange(clean, entry(names.local), replaced({ state: "voided" })),
    checker: "entries-say-what-they-book",
    faults: [`eu#pay#${names.local} payment is voided, as none of its kind ever is.`],
  },
  {
    what: "an operation in a state that there is not",
    bad: (clean) => withChange(clean, entry(names.held, `op#${names.capture}`), replaced({ state: "done" })),
    checker: "entries-say-what-they-book",
    faults: [`eu#pay#${names.held} op#${names.capture} is done, as none of its kind ever is.`],
  },
  {
    what: "an operation under another one's name",
    bad: (clean) => withChange(clean, entry(names.local, `op#${names.refund}`), replaced({ id: names.capture })),
    checker: "entries-say-what-they-book",
    faults: [`eu#pay#${names.local} op#${names.refund} says that it is ${names.capture}.`],
  },
  {
    what: "a decline under another payment's name",
    bad: (clean) => withChange(clean, entry(names.declined), replaced({ id: names.local })),
    checker: "entries-say-what-they-book",
    faults: [`eu#pay#${names.declined} payment says that it is about ${names.local}.`],
  },
  {
    what: "a balance that another tenant may spend",
    bad: (clean) => withChange(clean, balance(names.payer), replaced({ tenant: "thief" })),
    checker: "accounts-agree",
    faults: [`${name(names.payer)} balance and ${name(names.payer)} account differ in tenant.`],
  },
  {
    what: "an account that takes no payments, though nobody closed it",
    bad: (clean) => withChange(clean, balance(names.neighbour), replaced({ status: "closing" })),
    checker: "accounts-agree",
    faults: [`${name(names.neighbour)} balance and ${name(names.neighbour)} account differ in status.`],
  },
  {
    what: "an account that may be overdrawn without end",
    bad: (clean) => withChange(clean, balance(names.payer), replaced({ floor: "none" })),
    checker: "accounts-agree",
    faults: [`${names.payer} is a customer account and has no floor.`],
  },
  {
    what: "a settlement account that money cannot come in by",
    bad: (clean) => withChange(clean, balance(names.settlement), without("floor")),
    checker: "accounts-agree",
    also: ["no-overdraft-beyond-tail"],
    faults: [`${names.settlement} is a settlement account and has a floor.`],
  },
  {
    what: "a balance whose settings are gone",
    bad: (clean) => withChange(clean, { ...balance(names.settlement), sk: "account" }, gone),
    checker: "accounts-agree",
    also: ["balances-match-postings"],
    faults: [`${names.settlement} has a balance and no settings.`],
  },
  {
    what: "an account with fewer stripes than it is credited on",
    bad: (clean) =>
      ["account", "balance"].reduce(
        (state, sk) => withChange(state, { ...balance(names.payer), sk }, replaced({ stripes: 1n })),
        clean,
      ),
    checker: "accounts-agree",
    faults: [`${names.payer} has no stripe#0.`],
  },
];

describe("each checker catches its own breach, and no other one does", () => {
  it.each(cases)("$checker: $what", ({ bad, checker, also = [], faults }) => {
    const found = faultsIn(bad(cleanState()), "always");
    expect(found[checker]).toEqual(faults);
    expect(Object.keys(found).toSorted()).toEqual([checker, ...also].toSorted());
  });

  it("hands over the items that show the breach", () => {
    const bad = withChange(cleanState(), balance(names.abroad), replaced({ available: -3n }));
    const finding = auditLedger(bad).find(({ checker }) => checker.name === "no-overdraft-beyond-tail");
    expect(finding?.breaches[0]?.items.map(({ key }) => key)).toEqual([balance(names.abroad)]);
  });
});

it("counts a payment as under way until its payee's cell has answered, not until its writer has noted that", () => {
  const clean = cleanState();
  const arrived = clean.regions.get("eu-west-1")?.find(({ key }) => key.pk === entry(names.arrived).pk);
  expect(arrived?.item["due"]).toBe("us");
  expect(faultsIn(clean, "always")).toEqual({});
});
