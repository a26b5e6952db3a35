import { describe, expect, it } from "vitest";
import { answerClaim, claimFrom, putClaim, type Claim } from "../../../../functions/domain/claims.ts";
import { expiryIdOf } from "../../../../functions/domain/expiry.ts";
import { claimKey, yieldKey } from "../../../../functions/domain/keys.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { accountId, EU, given, NOW, US } from "./world.ts";

const { id: payment } = given({ alice: { posted: 1n }, bob: {} }).pay({ from: "alice", to: "bob", amount: 1n });
const operation = expiryIdOf(payment);
const WORD = { home: EU, account: accountId(EU, "alice"), epoch: 4n, at: NOW };

describe("a claim", () => {
  it.each<[string, Claim, ReturnType<typeof claimKey>]>([
    ["on a payment", { ...WORD, payment }, claimKey(US, payment, undefined)],
    ["on an operation", { ...WORD, payment, operation }, claimKey(US, payment, operation)],
    ["on nothing but the epoch", WORD, yieldKey(US, WORD.account, 4n)],
  ])("%s is due in the home until it is answered, and says the same before and after", (_, claim, key) => {
    const ledger = createMemoryLedger();
    expect(ledger.commit(US, [putClaim(US, claim)]).outcome).toBe("committed");
    expect(ledger.commit(US, [putClaim(US, claim)]).outcome).toBe("refused");
    expect(ledger.get(key)).toMatchObject({ due: EU, dueAt: new Date(Number(NOW)).toISOString() });
    expect(claimFrom(ledger.get(key) ?? {})).toEqual(claim);
    expect(ledger.commit(US, [answerClaim(key)]).outcome).toBe("committed");
    expect(ledger.get(key)).not.toHaveProperty("due");
    expect(claimFrom(ledger.get(key) ?? {})).toEqual(claim);
    expect(ledger.commit(US, [answerClaim(key)]).outcome).toBe("refused");
  });

  it("is never made by answering it", () => {
    const ledger = createMemoryLedger();
    expect(ledger.commit(US, [answerClaim(claimKey(US, payment, undefined))]).outcome).toBe("refused");
    expect(ledger.items()).toEqual([]);
  });

  it("that is none throws", () => {
    expect(() => claimFrom({ home: "eu" })).toThrow("a claim is whole");
  });
});
