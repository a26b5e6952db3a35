import type { Finding } from "../checkers/checker.ts";
import { checkHistoryOf } from "../checkers/history.ts";
import { auditView, harmsIn, type Harms } from "../checkers/index.ts";
import { viewLedger, type LedgerView } from "../checkers/ledger-view.ts";
import { tailsOfRows } from "../checkers/tail.ts";
import { viewsShowPayments } from "../checkers/views-show-payments.ts";
import { checkWebhooks } from "../checkers/webhooks.ts";
import { checkUploads } from "../checkers/uploads.ts";
import type { WebhookRun } from "../checkers/webhooks/webhook-run.ts";
import type { World } from "./world.ts";

/** A breach of an invariant, as a run tells it. */
export interface RunBreach {
  readonly checker: string;
  readonly fault: string;
}

/** What the checkers found at the end of a run. */
export interface Verdict {
  readonly breaches: readonly RunBreach[];
  readonly harms: Harms;
}

/** What a run is judged by besides what it has left. */
export interface Moments {
  /** When every home was its own again and nothing was under way, by the world's clock. */
  readonly healedAt: number;
  /** An authorization that ended before this, by whatever clock, was seen to by a sweep. */
  readonly sweptBefore: number;
}

/** Holds a run against every invariant: its history, its final state, all that was seen and found on the way there. */
export function judge(
  world: World,
  { healedAt, sweptBefore }: Moments,
  before: readonly Finding[] = [],
  webhooks?: WebhookRun,
): Verdict {
  const ledger = viewOf(world, BigInt(Math.floor(sweptBefore)));
  const findings: readonly Finding[] = [
    ...before,
    ...auditView(ledger, "afterHeal"),
    { checker: viewsShowPayments, breaches: viewsShowPayments.check(ledger) },
    ...checkHistoryOf(world.history, ledger, { healedAt, progressWithinMs: PROGRESS_MS }),
    ...world.witness.findings(),
    ...(webhooks === undefined ? [] : checkWebhooks(webhooks)),
    ...(world.uploading === undefined ? [] : checkUploads(world.uploading.run(), ledger)),
  ];
  const breaches = findings.flatMap(({ checker, breaches: found }) =>
    found.map(({ fault }) => ({ checker: checker.name, fault })),
  );
  return { breaches, harms: harmsIn(findings) };
}

/** The final state with what it does not say of its own past. */
function viewOf(world: World, settledAt: bigint): LedgerView {
  const { earlierRows, unknownAtReturn, ...background } = world.witness.background();
  const ledger = viewLedger({ ...world.state(), ...background, settledAt });
  const earlierTails = [...tailsOfRows(ledger, earlierRows), ...unknownAtReturn];
  return { ...ledger, state: { ...ledger.state, earlierTails } };
}

/** So long after the last home is its own again every key has its answer. */
const PROGRESS_MS = 60_000;
