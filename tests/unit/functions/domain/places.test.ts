import { describe, expect, it } from "vitest";
import {
  accountKey,
  balanceKey,
  bounceKey,
  claimKey,
  fenceKey,
  halfKey,
  holdKey,
  operationKey,
  paymentKey,
  standInKey,
  stripeKey,
  transitKey,
  yieldKey,
  type LedgerKey,
} from "../../../../functions/domain/keys.ts";
import { eventKey } from "../../../../functions/domain/events.ts";
import { expiryIdOf } from "../../../../functions/domain/expiry.ts";
import { placeOf } from "../../../../functions/domain/places.ts";
import { accountId, ACME, EU, given, NOW, US } from "./world.ts";

const world = given({ alice: { posted: 1n }, bob: {} });
const { id: payment } = world.pay({ from: "alice", to: "bob", amount: 1n });
const account = accountId(EU, "alice");
const operation = expiryIdOf(payment);

describe("what stands under a key", () => {
  const rows: readonly (readonly [LedgerKey, object])[] = [
    [paymentKey(US, payment), { kind: "payment", writer: US, payment }],
    [operationKey(EU, payment, operation), { kind: "operation", writer: EU, payment, operation }],
    [halfKey(US, payment, undefined), { kind: "half", writer: US, payment }],
    [halfKey(US, payment, operation), { kind: "half", writer: US, payment }],
    [bounceKey(US, payment, EU, undefined), { kind: "half", writer: US, payment }],
    [bounceKey(US, payment, EU, operation), { kind: "half", writer: US, payment }],
    [claimKey(US, payment, undefined), { kind: "claim", writer: US, payment }],
    [claimKey(US, payment, operation), { kind: "claim", writer: US, payment, operation }],
    [yieldKey(US, account, 3n), { kind: "yield", writer: US, account }],
    [holdKey(US, account, payment), { kind: "hold", writer: US, account, payment }],
    [stripeKey(account, 12), { kind: "stripe", writer: EU, account, stripe: 12 }],
  ];
  it.each(rows)("$pk $sk", (key, place) => {
    expect(placeOf(key)).toEqual(place);
  });

  const nothing: readonly (readonly [string, LedgerKey])[] = [
    ["settings", accountKey(account)],
    ["a balance", balanceKey(account)],
    ["a stand-in's row", standInKey(US, account)],
    ["a clearing row", transitKey(EU, US, payment)],
    ["a fence", fenceKey(US, EU, 2n, 7)],
    ["an event", eventKey({ type: "payment.reversed", account, tenant: ACME, payment, at: NOW })],
    ["a payment whose id is none", { pk: "eu#pay#gone", sk: "payment" }],
    ["a claim about nothing", { pk: "eu#claim#gone", sk: "payment" }],
    ["a claim of no kind", { pk: `us#claim#${payment}`, sk: "other" }],
    ["nobody's item", { pk: "nobody", sk: "nothing" }],
    ["an empty key", { pk: "", sk: "" }],
    ["a partition with a tail", { pk: `${paymentKey(EU, payment).pk}#more`, sk: "payment" }],
  ];
  it.each(nothing)("is nothing to act on where it is %s", (_, key) => {
    expect(placeOf(key)).toBeUndefined();
  });
});
