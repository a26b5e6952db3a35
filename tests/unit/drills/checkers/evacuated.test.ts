import { describe, expect, it } from "vitest";
import { checkers, harmsIn, auditLedger, isAtRest } from "../../../../drills/checkers/index.ts";
import { viewLedger, type LedgerState } from "../../../../drills/checkers/ledger-view.ts";
import {
  balanceKey,
  claimKey,
  fenceKey,
  fenceShard,
  halfKey,
  holdKey,
  operationKey,
  paymentKey,
  standInKey,
  stripeKey,
  tallyKey,
  transitKey,
} from "../../../../functions/domain/keys.ts";
import { faultsIn, gone, plus, replaced, without } from "./changes.ts";
import { evacuated, evacuatedState } from "./evacuation.ts";
import { eu, names, us, withChange, withReplicaChange } from "./states.ts";

const { payer, neighbour, abroad } = names;
const fence = fenceKey(us, eu, 2n, fenceShard(evacuated.toHome));
const tally = tallyKey(eu, us, 2n, fenceShard(evacuated.toHome));
const duplicate = paymentKey(us, evacuated.duplicate);
const event = { pk: `eu#event#${payer}`, sk: `1970-01-01T00:00:09.001Z#operation.completed#${evacuated.refund}` };

it("finds nothing wrong with a whole evacuation that came to rest", () => {
  const findings = auditLedger(evacuatedState());
  expect(findings.map(({ checker }) => checker)).toEqual(checkers);
  expect(findings.flatMap(({ breaches }) => breaches)).toEqual([]);
  expect(isAtRest(viewLedger(evacuatedState()))).toBe(true);
});

interface Case {
  readonly what: string;
  readonly bad: (good: LedgerState) => LedgerState;
  readonly checker: string;
  /** Others that cannot but see it too. */
  readonly also?: readonly string[];
  readonly fault: string;
}

const cases: readonly Case[] = [
  {
    what: "a stand-in's row that its postings do not explain",
    bad: (good) => withChange(good, standInKey(us, payer), plus("net", -10n)),
    checker: "stand-in-positions",
    also: ["absorbed-equals-net"],
    fault: `net of us#acct#${payer} is -1660, not -1650.`,
  },
  {
    what: "a home that forgot what it had absorbed",
    bad: (good) => withChange(good, balanceKey(payer), plus("absorbed_us", 200n)),
    checker: "stand-in-positions",
    also: ["absorbed-equals-net"],
    fault: `absorbed_us of ${payer} is -1450, not -1650.`,
  },
  {
    what: "a home that resumed without a stand-in's debits",
    bad: (good) => withChange(good, paymentKey(eu, evacuated.toStandIn), gone),
    checker: "one-charge",
    also: ["balances-match-postings", "stand-in-positions", "money-conserved", "absorbed-equals-net"],
    fault: `${evacuated.toStandIn} of us is neither taken in nor reversed by its home.`,
  },
  {
    what: "a payment charged again by its home after failback",
    bad: (good) => withChange(good, paymentKey(eu, evacuated.toStandIn), without("origin")),
    checker: "one-charge",
    also: ["balances-match-postings"],
    fault: `${evacuated.toStandIn} of us is neither taken in nor reversed by its home.`,
  },
  {
    what: "a duplicate that nobody reversed",
    bad: (good) => withChange(good, operationKey(eu, evacuated.duplicate, evacuated.reversal), gone),
    checker: "one-charge",
    also: [
      "stand-in-positions",
      "clearing-matches-postings",
      "clearing-pairs",
      "money-conserved",
      "absorbed-equals-net",
    ],
    fault: `${evacuated.duplicate} of us is neither taken in nor reversed by its home.`,
  },
  {
    what: "a payee credited by the stand-in and by its home",
    bad: (good) =>
      withChange(
        good,
        halfKey(us, evacuated.duplicate, undefined),
        replaced({
          postings: [
            { account: transitKey(us, eu, evacuated.duplicate).pk, amount: -300n },
            { account: abroad, amount: 300n },
          ],
        }),
      ),
    checker: "one-payout",
    also: ["balances-match-postings", "clearing-matches-postings", "refundable-matches"],
    fault: `${abroad} was paid 600 by ${evacuated.duplicate}, which is about 300.`,
  },
  {
    what: "a copy of what no stand-in did",
    bad: (good) => withChange(good, paymentKey(eu, evacuated.toHome), replaced({ amount: 999n })),
    checker: "copies-match-originals",
    also: ["entries-say-what-they-book", "one-charge"],
    fault: `eu#pay#${evacuated.toHome} payment and its original in us differ in amount.`,
  },
  {
    what: "a stand-in's entry without a word to its home",
    bad: (good) => withChange(good, claimKey(us, evacuated.toHome, undefined), gone),
    checker: "claims-and-fences",
    fault: `us#pay#${evacuated.toHome} payment has no claim: its home will never know of it.`,
  },
  {
    what: "an entry that slipped past its fence",
    bad: (good) => withChange(withChange(good, fence, plus("count", -1n)), tally, plus("count", -1n)),
    checker: "claims-and-fences",
    fault: `${fence.pk} fence counts 5 entries, its claims are 6.`,
  },
  {
    what: "a tally ahead of its fence",
    bad: (good) => withChange(good, tally, plus("count", 1n)),
    checker: "claims-and-fences",
    also: ["tallies-equal-fences"],
    fault: `${tally.pk} tallies 7, the fence counts 6.`,
  },
  {
    what: "a fence row left open",
    bad: (good) => withChange(good, fence, replaced({ state: "open" })),
    checker: "tallies-equal-fences",
    fault: `${fence.pk} is not closed.`,
  },
  {
    what: "a tally behind its fence",
    bad: (good) => withChange(good, tally, plus("count", -1n)),
    checker: "tallies-equal-fences",
    fault: `${fence.pk} counts 6, its home's tally 5.`,
  },
  {
    what: "a tally of other entries than its fence",
    bad: (good) => withChange(good, tally, plus("digest", 1n)),
    checker: "tallies-equal-fences",
    fault: `${fence.pk} counts 6, its home's tally 6. Their digests differ.`,
  },
  {
    what: "a claim that nobody answered",
    bad: (good) => withChange(good, claimKey(us, evacuated.toHome, undefined), replaced({ due: "eu" })),
    checker: "nothing-under-way",
    fault: `us#claim#${evacuated.toHome} payment is still due in eu.`,
  },
  {
    what: "an operation still queued",
    bad: (good) =>
      withChange(good, operationKey(us, evacuated.before, evacuated.refund), replaced({ state: "queued" })),
    checker: "nothing-under-way",
    fault: `us#pay#${evacuated.before} op#${evacuated.refund} is still queued.`,
  },
  {
    what: "an authorization that outlived its end",
    bad: (good) => {
      const held = withChange(good, paymentKey(eu, evacuated.authorized), replaced({ state: "authorized" }));
      const open = withChange(held, holdKey(eu, payer, evacuated.authorized), replaced({ state: "open" }));
      return { ...open, settledAt: 1_000_001n };
    },
    checker: "nothing-under-way",
    fault: `eu#pay#${evacuated.authorized} payment is still authorized, though it ended at 1000000.`,
  },
  {
    what: "a decline at home beside a stand-in's payment",
    bad: (good) => withChange(good, paymentKey(eu, evacuated.duplicate), replaced({ state: "declined", postings: [] })),
    checker: "no-decline-beside-payment-anywhere",
    also: ["balances-match-postings", "clearing-matches-postings"],
    fault: `eu#pay#${evacuated.duplicate} payment is declined, but the money moved.`,
  },
  {
    what: "a queued operation whose end nobody was told",
    bad: (good) => withChange(good, event, gone),
    checker: "queued-ends-in-event",
    fault: `${evacuated.refund} on ${evacuated.before} was queued, and no event tells its end.`,
  },
  {
    what: "an event about another tenant's account",
    bad: (good) => withChange(good, event, replaced({ tenant: "stranger" })),
    checker: "tenants-apart",
    fault: `${event.pk} ${event.sk} tells stranger of an account of marketplace's.`,
  },
  {
    what: "a payment from another tenant's account",
    bad: (good) => withChange(good, paymentKey(eu, evacuated.before), replaced({ tenant: "stranger" })),
    checker: "tenants-apart",
    fault: `eu#pay#${evacuated.before} payment is stranger's, the account marketplace's.`,
  },
  {
    what: "a person's name",
    bad: (good) => withChange(good, paymentKey(eu, evacuated.before), replaced({ reference: "Rent, Ada Lovelace" })),
    checker: "no-personal-data",
    fault: `eu#pay#${evacuated.before} payment holds a text that may be about a person.`,
  },
  {
    what: "an IBAN",
    bad: (good) => withChange(good, paymentKey(eu, evacuated.before), replaced({ payeeRef: "DE89370400440532013000" })),
    checker: "no-personal-data",
    fault: `eu#pay#${evacuated.before} payment holds a text that may be about a person.`,
  },
  {
    what: "an authorization that ended while its hold did not",
    bad: (good) => withChange(good, paymentKey(eu, evacuated.authorized), replaced({ state: "authorized" })),
    checker: "holds-match-payments",
    fault: `eu#pay#${evacuated.authorized} payment is authorized, its hold is captured.`,
  },
  {
    what: "a closed account with money on it",
    bad: (good) => withChange(good, balanceKey(neighbour), replaced({ status: "closed" })),
    checker: "closed-accounts-empty",
    also: ["accounts-agree"],
    fault: `${neighbour} is closed with 1500 on it.`,
  },
  {
    what: "a stripe that counts before it was swept in, and after",
    bad: (good) => withChange(good, stripeKey(neighbour, 0), () => ({ currency: "EUR", status: "open", amount: 40n })),
    checker: "balances-match-postings",
    also: ["money-conserved"],
    fault: `posted of ${neighbour} is 1500, not 1460.`,
  },
  {
    what: "money left between two cells",
    bad: (good) => withChange(good, transitKey(us, eu, evacuated.toHome), plus("net_EUR", 7n)),
    checker: "clearing-zero",
    also: ["clearing-matches-postings", "clearing-pairs", "money-conserved"],
    fault: "7 EUR is left between eu+us.",
  },
  {
    what: "an item that differs between replicas",
    bad: (good) => withReplicaChange(good, "us-east-1", balanceKey(payer), plus("version", 1n)),
    checker: "replicas-equal",
    fault: `eu#acct#${payer} balance differs between eu-west-1 and us-east-1.`,
  },
  {
    what: "an item that a replica lacks",
    bad: (good) => withReplicaChange(good, "us-east-1", paymentKey(eu, evacuated.before), gone),
    checker: "replicas-equal",
    fault: `eu#pay#${evacuated.before} payment is in eu-west-1 but not in us-east-1.`,
  },
  {
    what: "an item that only another replica has",
    bad: (good) => withReplicaChange(good, "eu-west-1", event, gone),
    checker: "replicas-equal",
    also: ["queued-ends-in-event"],
    fault: `${event.pk} ${event.sk} is in us-east-1 but not in eu-west-1.`,
  },
];

it("takes what was queued beside the home's own decline for not done", () => {
  const [home, queued] = [eu, us].map((cell) => operationKey(cell, evacuated.before, evacuated.refund));
  if (home === undefined || queued === undefined) throw new Error("Both cells have the refund.");
  const declined = withChange(evacuatedState(), home, replaced({ state: "declined", postings: [] }));
  const told = (state: string) =>
    faultsIn(withChange(declined, queued, replaced({ state })), "afterHeal")["no-decline-beside-payment-anywhere"];
  expect(told("reversed")).toBeUndefined();
  expect(told("completed")).toHaveLength(1);
});

describe("each checker catches its own breach, and no other one does", () => {
  it.each(cases)("$checker: $what", ({ bad, checker, also = [], fault }) => {
    const found = faultsIn(bad(evacuatedState()), "afterHeal");
    expect(found[checker]).toContain(fault);
    expect(Object.keys(found).toSorted()).toEqual([checker, ...also].toSorted());
  });
});

it("sums breaches up by the harm they do", () => {
  const late = withChange(evacuatedState(), duplicate, replaced({ due: "eu" }));
  expect(harmsIn(auditLedger(late))).toMatchObject({ lost: 1, doubleCharged: 0, imbalanced: 0 });
});
