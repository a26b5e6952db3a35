import type { Breach, Finding } from "../drills/checkers/checker.ts";
import { auditView, isAtRest } from "../drills/checkers/index.ts";
import { viewLedger, type LedgerView } from "../drills/checkers/ledger-view.ts";
import { overdraftsIn, tailsIn, type Overdraft, type Tail } from "../drills/checkers/tail.ts";
import type { Clock } from "../functions/stores/clock.ts";
import type { Aws } from "./aws.ts";
import type { Deployment } from "./deployment.ts";
import { scanLedger } from "../drills/targets/ledger-scan.ts";
import { scanViews } from "../drills/targets/views-scan.ts";

/** What an audit found. */
export interface Audit {
  readonly findings: readonly Finding[];
  /** How many items were read, in all regions together. */
  readonly items: number;
  /** Whether more looked broken than can be said for sure: the ledger was written to while it was read. */
  readonly moving: boolean;
  /** Whether the invariants that hold at rest were judged too. */
  readonly atRest: boolean;
  /** Facts, not breaches: what stand-ins had not seen when they began to spend, and the accounts below their limit. */
  readonly tails: readonly Tail[];
  readonly overdrafts: readonly Overdraft[];
}

/** How to audit. */
export interface AuditOptions {
  /** Judge what holds at rest even while something is under way, to see what is stuck. */
  readonly afterHeal?: boolean;
}

const TRIES_MAX = 10;
const PAUSE_MS = 500;
/** What fell due longer ago than this is late: sweeps run every minute, for what is a minute old. */
const LATE_MS = 150_000;
/** What was booked longer ago than this has to be in the views. */
const VIEWED_MS = 10_000;

/**
 * Audits until there is no breach, or the same ones twice in a row: a scan is no snapshot, so what is written while it
 * runs looks broken once, and otherwise the next time. On a ledger that never rests only what looked broken in the last
 * two scans alike is told.
 */
export async function auditUntilSure(
  aws: Pick<Aws, "dynamodb">,
  deployment: Deployment,
  clock: Clock,
  { afterHeal = false }: AuditOptions = {},
): Promise<Audit> {
  let before: ReadonlySet<string> = new Set();
  for (let tries = 1; ; tries += 1) {
    const now = Math.floor(clock.now());
    const views = { rows: await scanViews(aws, deployment), through: BigInt(now - VIEWED_MS) };
    const state = { ...(await scanLedger(aws, deployment)), settledAt: BigInt(now - LATE_MS), views };
    const ledger = viewLedger(state);
    const atRest = afterHeal || isAtRest(ledger);
    const findings = auditView(ledger, atRest ? "afterHeal" : "always");
    const faults = new Set(
      findings.flatMap(({ checker, breaches }) => breaches.map((breach) => nameOf(checker, breach))),
    );
    if ([...faults].every((fault) => before.has(fault))) return judged(ledger, findings, atRest, false);
    if (tries === TRIES_MAX) {
      const sure = findings.map(({ checker, breaches }) => ({
        checker,
        breaches: breaches.filter((breach) => before.has(nameOf(checker, breach))),
      }));
      return judged(ledger, sure, atRest, true);
    }
    before = faults;
    await clock.sleep(PAUSE_MS);
  }
}

function judged(ledger: LedgerView, findings: readonly Finding[], atRest: boolean, moving: boolean): Audit {
  const items = [...ledger.state.regions.values()].reduce((sum, stored) => sum + stored.length, 0);
  return { findings, items, moving, atRest, tails: tailsIn(ledger), overdrafts: overdraftsIn(ledger) };
}

function nameOf({ name }: Finding["checker"], { fault }: Breach): string {
  return `${name}: ${fault}`;
}
