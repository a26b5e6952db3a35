import { describe, expect, it } from "vitest";
import { parseBeneficiary } from "../../../../functions/domain/beneficiaries.ts";
import { parseAmount } from "../../../../functions/domain/money.ts";
import { normaliseName, parseSanctionsList, sanctionsHits } from "../../../../functions/domain/sanctions.ts";
import { screenPayout } from "../../../../functions/domain/screening.ts";
import { velocityBreaches, velocityDayOf, type VelocityFigures } from "../../../../functions/domain/velocity.ts";
import { USD, valueOf } from "./world.ts";

const LIST = valueOf(
  parseSanctionsList({
    version: "2026-11-20",
    parties: [
      { id: "P1", names: ["Ivan Sergeyevich Petrov", "Ivan Petrov"] },
      { id: "P2", names: ["Vostok Trading House LLC"] },
      { id: "P3", names: ["Łukasz Müller-Groß"] },
      { id: "P4", names: ["ЗАО Северный банк"] },
      { id: "P5", ibanPrefixes: ["GB29NWBK", "IR"] },
    ],
  }),
);

const paying = (name: string, iban = "NL91ABNA0417164300") => {
  const parsed = parseBeneficiary({ name, iban }, USD);
  if (!parsed.ok) throw new Error(parsed.refusal.code);
  return parsed.value;
};
const amount = (minor: bigint) => valueOf(parseAmount(minor));

describe("a sanctions list hits", () => {
  it.each<[string, string]>([
    ["Ivan Petrov", "P1 name_exact"],
    ["IVAN  PETROV.", "P1 name_exact"],
    ["Petrov, Ivan", "P1 name_tokens 100"],
    ["Mr Ivan Petrov Junior", "P1 name_tokens 100"],
    ["Vostok Trading House", "P2 name_exact"],
    ["Vostok Trading House GmbH & Co. KG", "P2 name_exact"],
    ["House of Vostok Trading", "P2 name_tokens 100"],
    ["Lukasz Muller Gross", "P3 name_exact"],
    ["ŁUKASZ MÜLLER-GROSS", "P3 name_exact"],
    ["Северный Банк ЗАО", "P4 name_tokens 100"],
    ["Ｉｖａｎ Ｐｅｔｒｏｖ", "P1 name_exact"],
  ])("%s: %s", (name, hit) => {
    const told = sanctionsHits(paying(name), LIST).map((found) =>
      [found.party, found.rule, ...("percent" in found ? [found.percent] : [])].join(" "),
    );
    expect(told).toEqual([hit]);
  });

  it.each(["Ivan Smirnov", "Petrov", "Vostok Trading", "Trading House", "Anna Müller", "Банк", "Sa", "Северный"])(
    "not %s",
    (name) => {
      expect(sanctionsHits(paying(name), LIST)).toEqual([]);
    },
  );

  it("from three of a listed name's four words on, and not with two", () => {
    const list = valueOf(
      parseSanctionsList({ version: "1", parties: [{ id: "P", names: ["alpha beta gamma delta"] }] }),
    );
    expect(sanctionsHits(paying("gamma beta alpha"), list)).toEqual([{ rule: "name_tokens", party: "P", percent: 75 }]);
    expect(sanctionsHits(paying("gamma beta"), list)).toEqual([]);
  });

  it("an account by its first characters, whoever holds it", () => {
    expect(sanctionsHits(paying("Nobody", "GB29NWBK60161331926819"), LIST)).toEqual([
      { rule: "iban_prefix", party: "P5" },
    ]);
    expect(sanctionsHits(paying("Nobody", "BE68539007547034"), LIST)).toEqual([]);
  });
});

describe("a stored list", () => {
  it.each<[string, unknown]>([
    ["is no object", "list"],
    ["has no version", { parties: [] }],
    ["has no parties", { version: "1" }],
    ["has a party without an id", { version: "1", parties: [{ names: ["A B"] }] }],
    ["has a name that is no text", { version: "1", parties: [{ id: "P", names: [1] }] }],
    ["has a name without a letter", { version: "1", parties: [{ id: "P", names: [" - "] }] }],
    ["would stop everybody", { version: "1", parties: [{ id: "P", ibanPrefixes: [""] }] }],
    ["has a prefix in small letters", { version: "1", parties: [{ id: "P", ibanPrefixes: ["gb29"] }] }],
  ])("that %s is refused", (_, stored) => {
    expect(parseSanctionsList(stored)).toEqual({ ok: false, refusal: "list_malformed" });
  });

  it("may list nobody", () => {
    expect(sanctionsHits(paying("Ivan Petrov"), valueOf(parseSanctionsList({ version: "0", parties: [] })))).toEqual(
      [],
    );
  });
});

describe("a name made plain", () => {
  it.each([
    ["Société Générale S.A.", "societe generale s a"],
    ["Bjørn Åse Þórðarson", "bjorn ase thordarson"],
    ["GmbH", "gmbh"],
    ["O'Brien-Smith", "o brien smith"],
  ])("%s: %s", (name, plain) => {
    expect(normaliseName(name).text).toBe(plain);
  });
});

describe("velocity", () => {
  const rules = { countPerDayMax: 3, amountPerDayMax: 1_000n, firstAmountMax: 200n, newBeneficiariesPerDayMax: 1 };
  const quiet: VelocityFigures = { count: 0, amount: 0n, newBeneficiaries: 0, known: true };

  it.each<[string, bigint, Partial<VelocityFigures>, readonly string[]]>([
    ["a first payout of a quiet day", 1_000n, {}, []],
    ["the last one allowed", 1n, { count: 2 }, []],
    ["one too many", 1n, { count: 3 }, ["count_per_day 4 > 3"]],
    ["the last cent allowed", 400n, { amount: 600n }, []],
    ["a cent too much", 401n, { amount: 600n }, ["amount_per_day 1001 > 1000"]],
    ["as much as a new beneficiary may get", 200n, { known: false }, []],
    ["more than a new beneficiary may get", 201n, { known: false }, ["first_amount 201 > 200"]],
    ["a second new beneficiary", 1n, { known: false, newBeneficiaries: 1 }, ["new_beneficiaries_per_day 2 > 1"]],
    ["a known one after too many new ones", 1n, { newBeneficiaries: 7 }, []],
    [
      "everything at once",
      900n,
      { count: 9, amount: 900n, newBeneficiaries: 3, known: false },
      [
        "count_per_day 10 > 3",
        "amount_per_day 1800 > 1000",
        "first_amount 900 > 200",
        "new_beneficiaries_per_day 4 > 1",
      ],
    ],
  ])("%s", (_, minor, today, told) => {
    const breaches = velocityBreaches(rules, amount(minor), { ...quiet, ...today });
    expect(breaches.map(({ rule, would, max }) => `${rule} ${would} > ${max}`)).toEqual(told);
  });

  it("has no rule that a tenant has not", () => {
    const busy = { count: 10_000, amount: 10n ** 15n, newBeneficiaries: 999, known: false };
    expect(velocityBreaches({}, amount(1n), busy)).toEqual([]);
  });

  it("counts days in UTC", () => {
    expect(velocityDayOf(BigInt(Date.UTC(2026, 10, 23, 23, 59, 59, 999)))).toBe("2026-11-23");
    expect(velocityDayOf(BigInt(Date.UTC(2026, 10, 24)))).toBe("2026-11-24");
  });
});

it("a verdict has every reason, and the edition of the list", () => {
  const today = { count: 1, amount: 0n, newBeneficiaries: 0, known: true };
  const basis = { list: LIST, rules: { countPerDayMax: 1 }, today };
  expect(screenPayout(paying("Ivan Petrov"), amount(5n), basis)).toEqual({
    verdict: "hit",
    list: "2026-11-20",
    sanctions: [{ rule: "name_exact", party: "P1" }],
    velocity: [{ rule: "count_per_day", would: 2n, max: 1n }],
  });
  const clear = screenPayout(paying("Ana Núñez"), amount(5n), { ...basis, rules: {} });
  expect(clear).toEqual({ verdict: "clear", list: "2026-11-20", sanctions: [], velocity: [] });
});
