import { describe, expect, it } from "vitest";
import { auditLedger } from "../../../../drills/checkers/index.ts";
import { viewLedger, type LedgerState, type StoredItem } from "../../../../drills/checkers/ledger-view.ts";
import { viewsMatchJournal } from "../../../../drills/checkers/views-match-journal.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { cleanState, names } from "./states.ts";
import { viewsOf } from "./views.ts";

const THROUGH = 4_000_000_000_000n;

const cleanRows = () => viewsOf(cleanState());
const withViews = (eu: readonly StoredItem[], through = THROUGH): LedgerState => ({
  ...cleanState(),
  views: {
    rows: new Map([
      ["eu", eu],
      ["us", cleanRows()],
    ]),
    through,
  },
});
const faults = (state: LedgerState) => viewsMatchJournal.check(viewLedger(state)).map(({ fault }) => fault);
const isLocal = ({ key, item }: StoredItem): boolean =>
  item["payment"] === names.local && key.pk === `acct#${names.payer}` && item["amount"] === -700n;
const changed = (is: (row: StoredItem) => boolean, change: Item) =>
  cleanRows().map((row) => (is(row) ? { ...row, item: { ...row.item, ...change } } : row));

describe("the views of a cell", () => {
  it("agree with the journal when every posting is listed once and counted in its month", () => {
    expect(faults(withViews(cleanRows()))).toEqual([]);
  });

  it("do not when an entry is missing: it is named, and its month no longer adds up", () => {
    expect(faults(withViews(cleanRows().filter((row) => !isLocal(row))))).toEqual([
      expect.stringMatching(
        `^The views of eu list -700 on ${names.payer} by ${names.local} at .* 0 times, .* has it 1`,
      ),
      expect.stringMatching(`^The views of eu count .* in acct#${names.payer} month#`),
    ]);
  });

  it("do not when an entry is listed twice", () => {
    const again = cleanRows().filter(isLocal);
    const twin = again.map(({ key, item }) => ({ key: { ...key, sk: `${key.sk}2` }, item }));
    expect(faults(withViews([...cleanRows(), ...twin]))[0]).toContain("2 times, the journal has it 1 times");
  });

  it("do not when an amount is another one", () => {
    expect(faults(withViews(changed(isLocal, { amount: -701n })))).toEqual([
      expect.stringContaining("-700 on"),
      expect.stringContaining("-701 on"),
      expect.stringContaining("whose entries sum to"),
    ]);
  });

  it("do not when a month counted an entry twice", () => {
    const isMonth = ({ key }: StoredItem): boolean =>
      key.pk === `acct#${names.neighbour}` && key.sk.startsWith("month#");
    expect(faults(withViews(changed(isMonth, { amount: 1_400n })))).toEqual([
      expect.stringMatching(/^The views of eu count 1400 in acct#.* month#.*, whose entries sum to \d+\.$/),
    ]);
  });

  it("need no sum of a month that nobody asked for, or that was booked into since", () => {
    const late = cleanRows().map((row) => (row.key.sk.startsWith("month#") ? { ...row, item: { late: 1n } } : row));
    expect(faults(withViews(late))).toEqual([]);
    expect(faults(withViews(cleanRows().filter(({ key }) => !key.sk.startsWith("month#"))))).toEqual([]);
  });

  it("need not show what is booked while they are read", () => {
    expect(faults(withViews([], 0n))).toEqual([]);
  });

  it("are judged where they were read, and not where nobody has", () => {
    const judged = (state: LedgerState) => auditLedger(state).map(({ checker }) => checker.name);
    expect(judged(withViews(cleanRows()))).toContain("views-match-journal");
    expect(judged(cleanState())).not.toContain("views-match-journal");
  });
});
