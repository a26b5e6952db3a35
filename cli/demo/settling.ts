import { auditLedger, isAtRest, type Finding } from "../../drills/checkers/index.ts";
import { viewLedger, type LedgerState, type LedgerView } from "../../drills/checkers/ledger-view.ts";
import { holdingsIn, type Holdings } from "../../drills/checkers/money-conserved.ts";
import { nothingUnderWay } from "../../drills/checkers/nothing-under-way.ts";
import { replicasEqual } from "../../drills/checkers/replicas-equal.ts";
import { viewsMatchJournal } from "../../drills/checkers/views-match-journal.ts";
import type { Aws } from "../aws.ts";
import type { CliContext } from "../context.ts";
import type { Deployment } from "../deployment.ts";
import { scanLedger } from "../../drills/targets/ledger-scan.ts";
import { scanViews } from "../../drills/targets/views-scan.ts";
import { count } from "../text.ts";

/** The ledger once everything has arrived everywhere, or what it was like when the time was up. */
export interface Settled {
  readonly view: LedgerView;
  readonly findings: readonly Finding[];
  /** Whether every replica holds the same items. */
  readonly replicasEqual: boolean;
  /** Whether in every replica what entered is what accounts hold, with nothing left between cells. */
  readonly conserved: boolean;
  /** Where the money is, as each region's own replica has it. */
  readonly holdings: readonly (Holdings & { readonly region: string })[];
}

/** What the stream forgets, the sweep finds within two minutes: it runs every minute, for what is a minute old. */
const SETTLE_MS = 150_000;
const POLL_MS = 250;
/** What was booked longer ago than this is in the views, or the demo waits for it. */
const VIEWED_MS = 1_000;
const TELL_MS = 5_000;

/**
 * Waits until no payment is between cells, all replicas are equal and all views show it, as long as the inbox's sweep
 * may need.
 */
export async function untilSettled(aws: Aws, deployment: Deployment, { clock, err }: CliContext): Promise<Settled> {
  const started = clock.monotonic();
  let told = started;
  for (;;) {
    const through = BigInt(Math.floor(clock.now()) - VIEWED_MS);
    const views = { rows: await scanViews(aws, deployment), through };
    const state = { ...(await scanLedger(aws, deployment)), views };
    const view = viewLedger(state);
    const arrived = isAtRest(view) && [replicasEqual, viewsMatchJournal].every((one) => one.check(view).length === 0);
    if (arrived || clock.monotonic() - started > SETTLE_MS) return judge(state);
    if (clock.monotonic() - told >= TELL_MS) {
      told = clock.monotonic();
      err(`waiting for ${count(nothingUnderWay.check(view).length, "item")} under way`);
    }
    await clock.sleep(POLL_MS);
  }
}

/** Holds a state against the invariants and adds the money up in every region. */
export function judge(state: LedgerState): Settled {
  const findings = auditLedger(state);
  const holdings = [...state.regions].flatMap(([region, items]) =>
    holdingsIn(items).map((held) => ({ region, ...held })),
  );
  return {
    view: viewLedger(state),
    findings,
    replicasEqual: findings.every(({ checker, breaches }) => checker !== replicasEqual || breaches.length === 0),
    conserved: holdings.every(({ entered, held, clearing }) => entered === held && clearing === 0n),
    holdings,
  };
}
