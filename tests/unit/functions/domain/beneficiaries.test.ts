import { describe, expect, it } from "vitest";
import { accountFingerprint, parseBeneficiary } from "../../../../functions/domain/beneficiaries.ts";
import { parseRoutingNumber, parseUsAccountNumber } from "../../../../functions/domain/us-accounts.ts";
import { EUR, USD, valueOf } from "./world.ts";

describe("a routing number", () => {
  it.each([
    ["021000021", true],
    ["011401533", true],
    ["091000019", true],
    ["322271627", true],
    ["021000012", "routing_checksum_wrong"],
    ["021000022", "routing_checksum_wrong"],
    ["201000021", "routing_district_unknown"],
    ["130000000", "routing_district_unknown"],
    ["999999999", "routing_district_unknown"],
    ["000000000", "routing_malformed"],
    ["02100002", "routing_malformed"],
    ["0210000210", "routing_malformed"],
    ["02100002a", "routing_malformed"],
    ["", "routing_malformed"],
  ])("%s: %s", (text, outcome) => {
    const parsed = parseRoutingNumber(text);
    expect(parsed.ok || parsed.refusal).toBe(outcome);
  });
});

describe("an account number", () => {
  it.each([
    ["1234", true],
    ["12345678901234567", true],
    ["123", "account_number_malformed"],
    ["123456789012345678", "account_number_malformed"],
    ["12 34", "account_number_malformed"],
    ["12a4", "account_number_malformed"],
  ])("%s: %s", (text, outcome) => {
    const parsed = parseUsAccountNumber(text);
    expect(parsed.ok || parsed.refusal).toBe(outcome);
  });
});

const IBAN = { iban: "NL91 ABNA 0417 1643 00" };
const US = { routing_number: "021000021", account_number: "000123456789" };

describe("a beneficiary", () => {
  it("is an account by IBAN in any currency", () => {
    const account = { kind: "iban", iban: "NL91ABNA0417164300" };
    for (const currency of [EUR, USD]) {
      expect(parseBeneficiary({ name: " Ana  Núñez ", ...IBAN }, currency)).toEqual({
        ok: true,
        value: { name: "Ana Núñez", account },
      });
    }
  });

  it("is an account by routing number in US dollars", () => {
    const account = { kind: "us", routing: "021000021", number: "000123456789" };
    expect(parseBeneficiary({ name: "Ana", ...US }, USD)).toEqual({ ok: true, value: { name: "Ana", account } });
  });

  it.each([
    [{ name: "", ...IBAN }, "name_malformed", "name"],
    [{ name: "x".repeat(141), ...IBAN }, "name_malformed", "name"],
    [{ name: "a\u0000b", ...IBAN }, "name_malformed", "name"],
    [{ name: "a\u202eb", ...IBAN }, "name_malformed", "name"],
    [{ name: "Caf\uFFFD", ...IBAN }, "name_malformed", "name"],
    [{ name: "Ana" }, "account_not_named", undefined],
    [{ name: "Ana", ...IBAN, ...US }, "account_not_named", undefined],
    [{ name: "Ana", routing_number: "021000021" }, "account_not_named", undefined],
    [{ name: "Ana", iban: "NL91ABNA0417164301" }, "iban_checksum_wrong", "iban"],
    [{ name: "Ana", ...US }, "currency_not_of_account", "currency"],
  ])("%j is refused with %s in %s", (named, code, field) => {
    expect(parseBeneficiary(named, EUR)).toEqual({ ok: false, refusal: { code, field } });
  });

  it("at the same account has the same fingerprint, and at another another", () => {
    const prints = [IBAN, { iban: "GB29NWBK60161331926819" }, US].map((account) =>
      accountFingerprint(valueOfFault(parseBeneficiary({ name: "Ana", ...account }, USD))),
    );
    expect(new Set(prints).size).toBe(3);
    const again = valueOfFault(parseBeneficiary({ name: "Other", iban: "nl91abna0417164300" }, EUR));
    expect(accountFingerprint(again)).toBe(prints[0]);
  });
});

function valueOfFault(parsed: ReturnType<typeof parseBeneficiary>) {
  return valueOf(parsed.ok ? parsed : { ok: false, refusal: parsed.refusal.code }).account;
}
