import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import type { Statement } from "../../../../../functions/payments-api/actions/statement.ts";
import { csvText } from "../../../../../functions/domain/csv.ts";
import { renderCsv } from "../../../../../functions/payments-api/csv.ts";
import { renderCamt053 } from "../../../../../functions/payments-api/iso20022/camt053.ts";
import { parseAccountId, parseOperationId, parsePaymentId } from "../../../../../functions/domain/ids.ts";
import { boundsOf, parseMonth } from "../../../../../functions/domain/moments.ts";
import type { EntryKind, EntryRow } from "../../../../../functions/domain/projections.ts";

const schema = readFileSync(new URL("../../../../fixtures/iso20022/camt.053.001.08.xsd", import.meta.url), "utf8");

function valueOf<Value>(parsed: { readonly ok: true; readonly value: Value } | { readonly ok: false }): Value {
  if (!parsed.ok) throw new Error("the test names things rightly");
  return parsed.value;
}

const account = valueOf(parseAccountId(`acc_longname_${"a".repeat(32)}`));
const counterparty = valueOf(parseAccountId(`acc_us_${"b".repeat(32)}`));
const payment = valueOf(parsePaymentId(`pay_longname_${"c".repeat(32)}`));
const operation = valueOf(parseOperationId(`op_${"d".repeat(32)}`));
const month = valueOf(parseMonth("2027-02"));
const KINDS: readonly EntryKind[] = [
  "payment",
  "capture",
  "refund",
  "reversal",
  "credited",
  "returned",
  "debited",
  "credited_back",
  "suspended",
];

function statementOf(entries: readonly EntryRow[], more: Partial<Statement> = {}): Statement {
  const bounds = boundsOf(month);
  const figures = { opening: -5n, closing: entries.reduce((sum, { amount }) => sum + amount, -5n) };
  const freshness = { asOf: Number(bounds.to) + 7, stale: false };
  const paging = { page: 1, next: undefined };
  return { account, month, currency: "EUR", ...bounds, ...figures, over: true, entries, ...paging, freshness, ...more };
}

function entryOf(more: Partial<EntryRow>): EntryRow {
  const id = `en_${"e".repeat(32)}`;
  const at = boundsOf(month).from + 1_000n;
  return { id, account, at, amount: 1n, currency: "EUR", kind: "payment", payment, counterparty, ...more };
}

async function faultsOf(statements: readonly Statement[]): Promise<readonly unknown[]> {
  const xml = statements.map((statement, index) => ({ fileName: `${index}.xml`, contents: renderCamt053(statement) }));
  const { errors } = await validateXML({ xml, schema: [schema] });
  return errors.map(({ message }) => message);
}

describe("a statement as camt.053.001.08", () => {
  it("is valid by ISO's schema: empty, of every kind of entry, unfinished, paged, in any currency", async () => {
    const { counterparty: _, ...unnamed } = entryOf({ amount: -123_456n, operation });
    const every = KINDS.flatMap((kind) => [entryOf({ kind, operation }), entryOf({ kind, amount: -1n })]);
    const yen = entryOf({ currency: "JPY", amount: 9_007_199_254_740_991n });
    const dinar = entryOf({ currency: "KWD", amount: -1_001n });
    expect(
      await faultsOf([
        statementOf([]),
        statementOf(every),
        statementOf([unnamed], { over: false, next: "entry#x", page: 12 }),
        statementOf([yen], { currency: "JPY" }),
        statementOf([dinar], { currency: "KWD" }),
      ]),
    ).toEqual([]);
  }, 30_000);

  it("would be found invalid by that schema: the check can fail", async () => {
    expect(await faultsOf([statementOf([entryOf({ id: "x".repeat(36) })])])).not.toEqual([]);
  }, 30_000);

  it("has opening and closing balances, and each entry with its figures", () => {
    const xml = renderCamt053(statementOf([entryOf({ amount: -1_250n, operation, kind: "refund" })]));
    expect(xml).toContain('<Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.05</Amt><CdtDbtInd>DBIT</CdtDbtInd>');
    expect(xml).toContain('<Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">12.55</Amt><CdtDbtInd>DBIT</CdtDbtInd>');
    expect(xml).toContain('<Amt Ccy="EUR">12.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>');
    expect(xml).toContain("<Fmly><Cd>ICDT</Cd><SubFmlyCd>RIMB</SubFmlyCd></Fmly>");
    expect(xml).toContain(`<BookgDt><DtTm>2027-02-01T00:00:01.000Z</DtTm></BookgDt>`);
    expect(xml).toContain(`<InstrId>${operation}</InstrId><EndToEndId>${"c".repeat(32)}</EndToEndId>`);
    expect(xml).toContain(`<Prxy><Id>${account}</Id></Prxy>`);
    expect(xml).toContain("<Dt><Dt>2027-02-28</Dt></Dt>");
  });
});

describe("a statement as CSV", () => {
  it("has a line for each entry, amounts in the currency's own decimals, ended as RFC 4180 says", () => {
    const lines = renderCsv(statementOf([entryOf({ amount: -1_250n }), entryOf({ operation })])).split("\r\n");
    const names = `en_${"e".repeat(32)},payment,${payment}`;
    expect(lines).toEqual([
      "booked_at,entry,kind,payment,operation,counterparty,amount,currency",
      `2027-02-01T00:00:01.000Z,${names},,${counterparty},-12.50,EUR`,
      `2027-02-01T00:00:01.000Z,${names},${operation},${counterparty},0.01,EUR`,
      "",
    ]);
  });

  it("lets no text begin like a formula, and none leave its field", () => {
    expect(csvText("=1+1")).toBe("'=1+1");
    expect(csvText('-2,"x"')).toBe(`"'-2,""x"""`);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const field = csvText(text);
        expect(field).not.toMatch(/^"?[=+\-@\t\r]/);
        expect(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', "") : field).not.toMatch(/"/);
        if (/[,\r\n]/.test(text)) expect(field).toMatch(/^".*"$/s);
      }),
    );
  });
});
