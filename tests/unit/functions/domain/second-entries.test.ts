import { describe, expect, it } from "vitest";
import { type DueEntry } from "../../../../functions/domain/answers.ts";
import type { HalfEntry } from "../../../../functions/domain/entries.ts";
import { lengthPrefixedHash, paymentIdOf } from "../../../../functions/domain/ids.ts";
import { answersTo } from "../../../../functions/domain/transfers.ts";
import { ACME, accountId, AP, EU, EUR, standingOf, US } from "./world.ts";

const payment = paymentIdOf(EU, { tenant: ACME, method: "POST", route: "r", resource: "a", key: "k" });
const [source, payee] = [accountId(EU, "alice"), accountId(AP, "bob")];

/** An entry of us, standing in for eu, about a payment to an account of ap; and what ap makes of it. */
function asked(action: "credit" | "debit", more: Partial<DueEntry> = {}): DueEntry {
  const due = { cell: AP, account: payee, action };
  return { origin: US, payment, currency: EUR, amount: 40n, request: "v1:one", source, due, ...more };
}

const outcomes = (of: DueEntry, known: Parameters<typeof answersTo>[2]) =>
  answersTo(of, standingOf(AP), known).map(({ outcome, writes }) => `${outcome} at ${writes[0]?.key.sk}`);

describe("an entry whose id was credited before", () => {
  const also = (request: string) => `also_${lengthPrefixedHash([request])}`;

  it.each([
    ["is a second one of the same request, and goes back", { request: "v1:one", origin: EU }, ["bounced at bounce#us"]],
    ["of an earlier program that named no request likewise", { origin: EU }, ["bounced at bounce#us"]],
    [
      "is another request under a misused key, and is credited, too",
      { request: "v1:other", origin: EU },
      ["credited at bounce#us", "returned at bounce#us"],
    ],
    [
      "is asked again after it was: the same ways, of which the first half tells that it was gone",
      { request: "v1:other", origin: EU, [also("v1:one")]: US },
      ["credited at bounce#us", "returned at bounce#us"],
    ],
    [
      "is the second one of such another request, and goes back",
      { request: "v1:other", origin: AP, [also("v1:one")]: EU },
      ["bounced at bounce#us"],
    ],
  ])("%s", (_, first, expected) => {
    expect(outcomes(asked("credit"), { first })).toEqual(expected);
  });
});

describe("a reversal that asks the payee's cell for the money", () => {
  const paid = (outcome: HalfEntry["outcome"]): HalfEntry => ({
    kind: "half",
    payment,
    origin: US,
    outcome,
    amount: 40n,
    currency: EUR,
    postings: [],
    at: 0n,
  });
  const reversal = asked("debit", { origin: EU, reverses: US });

  it("waits while that has not seen what is reversed: nobody gives back what it was not given yet", () => {
    expect(outcomes(reversal, {})).toEqual([]);
  });

  it.each([
    ["credited: the payee gives it back, or the platform has laid it out", "credited", ["debited", "refused"]],
    ["returned: the payee never had it, and is not debited", "returned", ["refused"]],
    ["bounced: the payer's home is owed it already", "bounced", ["debited"]],
  ] as const)("%s", (_, outcome, expected) => {
    const ways = answersTo(reversal, standingOf(AP), { paid: paid(outcome) });
    expect(ways.map((way) => way.outcome)).toEqual(expected);
    const debits = ways.flatMap(({ writes }) => writes).filter(({ key }) => key.pk === `ap#acct#${payee}`);
    expect(debits).toHaveLength(outcome === "credited" ? 1 : 0);
  });
});
