import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planLine } from "../../../../../functions/payments-api/iso20022/pain001-lines.ts";
import { parsePain001, type Pain001Line } from "../../../../../functions/payments-api/iso20022/pain001.ts";
import { accountId, EU, EUR } from "../../domain/world.ts";

const IBAN = "NL91ABNA0417164300";

describe("a line of a payment file", () => {
  it.each<[string, Pain001Line["creditor"], object]>([
    [
      "one of our accounts",
      { kind: "account", account: accountId(EU, "a") },
      { pays: "account", payee: accountId(EU, "a") },
    ],
    [
      "an IBAN under a name",
      { kind: "iban", iban: IBAN, name: " Jansen  Techniek" },
      { pays: "beneficiary", beneficiary: { name: "Jansen Techniek", account: { kind: "iban", iban: IBAN } } },
    ],
    ["an IBAN without a name", { kind: "iban", iban: IBAN, name: "" }, { pays: "nobody", code: "name_malformed" }],
    [
      "an IBAN with wrong check digits",
      { kind: "iban", iban: "NL92ABNA0417164300", name: "A" },
      { pays: "nobody", code: "iban_checksum_wrong" },
    ],
    ["an account named otherwise", { kind: "other", id: "M-7" }, { pays: "nobody", code: "creditor_not_an_account" }],
  ])("to %s", (_, creditor, plan) => {
    expect(planLine({ creditor, currency: EUR })).toEqual(plan);
  });

  it.each([
    ["marketplace-payouts-25.xml", 25],
    ["marketplace-payouts-500.xml", 500],
  ])("of %s is a payout, every one", (name, count) => {
    const file = parsePain001(readFileSync(`examples/${name}`, "utf8"));
    if (!file.ok) throw new Error(file.refusal.message);
    const plans = file.value.lines.map(planLine);
    expect(plans.filter(({ pays }) => pays === "beneficiary")).toHaveLength(count);
  });
});
