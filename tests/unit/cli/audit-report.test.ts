import { expect, it } from "vitest";
import { auditJson, auditLines } from "../../../cli/audit-report.ts";
import type { Audit } from "../../../cli/auditing.ts";
import { auditLedger } from "../../../drills/checkers/index.ts";
import { viewLedger, type LedgerState } from "../../../drills/checkers/ledger-view.ts";
import { overdraftsIn, tailsIn } from "../../../drills/checkers/tail.ts";
import { balanceKey, paymentKey } from "../../../functions/domain/keys.ts";
import { replaced } from "../drills/checkers/changes.ts";
import { evacuated, evacuatedState } from "../drills/checkers/evacuation.ts";
import { eu, names, withChange } from "../drills/checkers/states.ts";

function auditOf(state: LedgerState, over: Partial<Audit> = {}): Audit {
  const ledger = viewLedger(state);
  const facts = { tails: tailsIn(ledger), overdrafts: overdraftsIn(ledger) };
  return { findings: auditLedger(state), items: 7, moving: false, atRest: true, ...facts, ...over };
}

const below = withChange(evacuatedState(), balanceKey(names.payer), replaced({ available: -300n }));
const broken = withChange(evacuatedState(), paymentKey(eu, evacuated.before), replaced({ tenant: "stranger" }));

it("lists every invariant with its claim, and tails as facts", () => {
  const lines = auditLines(auditOf(evacuatedState()));
  expect(lines[0]).toMatch(/^holds {2}entries-balance +The postings of every entry sum to zero\.$/);
  expect(lines.slice(-3)).toEqual([
    `\ntail of ${names.payer}: 300 EUR minor units that us had not seen (home eu, epoch 2)`,
    expect.stringMatching(new RegExp(`^  ${evacuated.duplicate} 300 by eu at 1970-01-01T00:00:01`)),
    "\n7 items read, 0 breaches.",
  ]);
});

it("shows a breach with its items", () => {
  const lines = auditLines(auditOf(broken));
  const at = lines.findIndex((line) => line.startsWith("\ntenants-apart: "));
  expect(lines[at + 1]).toContain(`"pk":"eu#pay#${evacuated.before}","sk":"payment"`);
  expect(lines.filter((line) => line.startsWith("BROKEN"))).toHaveLength(1);
});

it("tells an overdraft with its tail, and what was not judged", () => {
  const lines = auditLines(auditOf(below, { moving: true, atRest: false }));
  expect(lines.slice(-4)).toEqual([
    `\noverdraft: ${names.payer} is 300 below its limit, its tail is 300 (EUR, minor units)`,
    "\n7 items read, 1 breach.",
    "Something is under way, or a takeover is on: what holds only at rest was not judged.",
    "The ledger was being written to all the while: ask again when it is quiet.",
  ]);
});

it("says the same as JSON", () => {
  const { sound, checks, tails, overdrafts } = JSON.parse(auditJson(auditOf(below)));
  expect({ sound, tails: tails.length, overdrafts }).toEqual({
    sound: false,
    tails: 1,
    overdrafts: [{ account: names.payer, currency: "EUR", below: 300, tail: 300 }],
  });
  expect(checks[0]).toEqual({
    name: "entries-balance",
    claim: "The postings of every entry sum to zero.",
    holds: "always",
    breaches: [],
  });
});
