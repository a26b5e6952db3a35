import { describe, expect, it } from "vitest";
import { told } from "../../../../functions/domain/endings.ts";
import type { OperationEntry } from "../../../../functions/domain/entries.ts";
import { eventFrom, eventIdOf, eventKey, putEvent, type AccountEvent } from "../../../../functions/domain/events.ts";
import { parseOperationId, parsePaymentId, parseTenant } from "../../../../functions/domain/ids.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { accountId, ACME, EU, EUR, NOW, valueOf } from "./world.ts";

const account = accountId(EU, "alice");
const payment = valueOf(parsePaymentId(`pay_eu_${"a".repeat(32)}`));
const operation = valueOf(parseOperationId(`op_${"b".repeat(32)}`));
const reversed: AccountEvent = {
  type: "payment.duplicate_reversed",
  account,
  tenant: ACME,
  payment,
  operation,
  amount: 40n,
  at: NOW,
};

describe("an event", () => {
  it("stands under its account by time, and reads back as it was told", () => {
    const write = putEvent(reversed);
    if (write.write !== "put") throw new Error("an event is put");
    expect(write.key.pk).toBe(`eu#event#${account}`);
    expect(write.key.sk).toBe(`2027-01-15T08:00:00.000Z#payment.duplicate_reversed#${operation}`);
    expect(eventFrom(write.item)).toEqual(reversed);
  });

  it("with nothing but its account reads back without the rest", () => {
    const plain: AccountEvent = { type: "account.overdrawn", account, tenant: ACME, at: NOW };
    const write = putEvent(plain);
    expect(eventFrom(write.write === "put" ? write.item : {})).toEqual(plain);
  });

  it("told twice is refused, so that what tells it happens once", () => {
    const ledger = createMemoryLedger();
    expect(ledger.commit(EU, [putEvent(reversed)]).outcome).toBe("committed");
    expect(ledger.commit(EU, [putEvent(reversed)]).outcome).toBe("refused");
  });

  it("has an id that every cell computes alike, and no other event has", () => {
    const others: readonly AccountEvent[] = [
      { ...reversed, type: "payment.reversed" },
      { ...reversed, at: NOW + 1n },
      { ...reversed, account: accountId(EU, "bob") },
      { type: reversed.type, account, tenant: ACME, payment, at: NOW },
    ];
    expect(eventIdOf({ ...reversed })).toBe(eventIdOf(reversed));
    expect(new Set([reversed, ...others].map(eventIdOf)).size).toBe(5);
  });

  it("sorts by when it happened, whatever it is about", () => {
    const later = eventKey({ ...reversed, type: "account.overdrawn", at: NOW + 1n });
    expect(later.sk > eventKey(reversed).sk).toBe(true);
  });

  it("of a refund that the payee's tenant gave is told to the payer's, whose account it happens to", () => {
    const tenant = valueOf(parseTenant("merchant"));
    const names = { kind: "refund", id: operation, payment, tenant, source: account, payee: account } as const;
    const figures = { amount: 40n, currency: EUR, postings: [], request: "v1:0", at: NOW, state: "completed" } as const;
    const refund: OperationEntry = { ...names, ...figures, payerTenant: ACME };
    expect(told(refund, "completed", NOW)).toMatchObject([{ item: { tenant: ACME, operation, account } }]);
  });
});
