import { checkArchive } from "../checkers/archive.ts";
import { checkHistory } from "../checkers/history.ts";
import { auditView } from "../checkers/index.ts";
import { acknowledgedPayouts } from "../checkers/payout-books.ts";
import type { HistoryEvent } from "../checkers/history-event.ts";
import { checkWebhooks } from "../checkers/webhooks.ts";
import { viewLedger, type LedgerState } from "../checkers/ledger-view.ts";
import type { Bound, Figures, Measurement } from "../report/measurement.ts";
import type { Moment } from "../../functions/pages/plot.ts";
import { UserError } from "../../local/core/errors.ts";
import type { ConsumerName, DrillFault, Target } from "../targets/target.ts";
import { exactTail } from "./bounds.ts";
import { createStage, type Stage, type Staged } from "./stage.ts";
import { sumUp } from "./summing-up.ts";

/** A drill: what it claims, and how that is shown. */
export interface Drill {
  readonly name: string;
  /** One line for the list. */
  readonly about: string;
  /** What is claimed, in prose. */
  readonly claim: string;
  /** The faults that it brings about. */
  readonly faults: readonly DrillFault["fault"][];
  /** The consumer that it looks at, which a local target then has as it is deployed. */
  readonly watches?: ConsumerName;
  /** Plays it, until nothing is under way any more. */
  play(stage: Stage): Promise<Played>;
}

/** What a drill found by waiting for it; seconds. */
export interface Played extends Pick<
  Figures,
  "detectionSeconds" | "routingSeconds" | "rtoSeconds" | "goodputAfterHeal" | "caughtUpSeconds"
> {
  /** When the last fault was healed, in seconds of the drill. */
  readonly healedAt: number;
  readonly bounds: readonly Bound[];
  /** What is promised of the figures that are counted once all has come to rest. */
  readonly counted?: (figures: Figures) => readonly Bound[];
}

/** Which run this is. */
export interface RunOf {
  readonly seed: number;
  readonly commit: string;
  /** Hears of every moment as it comes. */
  readonly tell: (moment: Moment) => void;
  /** How much of a drill's load is asked for; all of it unless said otherwise. */
  readonly share?: number;
}

/**
 * Plays a drill on a target, holds what came of it against all checkers, and measures. Throws `UserError` where the
 * target cannot bring the drill's faults about.
 */
export async function conduct(
  drill: Drill,
  target: Target,
  { seed, commit, tell, share = 1 }: RunOf,
): Promise<Measurement> {
  const lacking = drill.faults.filter((fault) => !target.faults.includes(fault));
  if (lacking.length > 0) {
    throw new UserError(`The target ${target.name} cannot bring ${lacking.join(", ")} about: use --target local.`);
  }
  return target.through(async () => {
    const startedAt = target.clock.now();
    const staged = createStage(target, share, tell);
    const { bounds, healedAt, counted = () => [], ...measured } = await drill.play(staged.stage);
    await staged.end();
    const seconds = staged.elapsed();
    const { ledger, findings } = await judge(target, staged, startedAt + healedAt * 1_000);
    const unreplicated = staged.unreplicated();
    const { samples, earlierTails } = staged;
    const { cells } = target;
    const load = staged.load();
    const watched = staged.watched();
    const consumer = watched?.series;
    const seen = { ledger, findings, load, samples, unreplicated, earlierTails, cells, startedAt, seconds, consumer };
    const { counts, ...summary } = sumUp(seen);
    const figures = { ...measured, ...counts };
    const tailBounds = unreplicated === undefined ? [] : exactTail(unreplicated, ledger);
    return {
      drill: drill.name,
      claim: drill.claim,
      target: target.name,
      seed,
      commit,
      cells,
      seconds,
      moments: staged.moments,
      ...summary,
      figures,
      bounds: [...bounds, ...tailBounds, ...counted(figures)],
      ...(watched && { alarms: watched.alarms() }),
    };
  });
}

/** How often, and after how long, what looks broken is looked at again: a scan of deployed tables is no snapshot. */
const LOOKS_MAX = 4;
const LOOK_AGAIN_MS = 2_000;

async function judge(target: Target, { load, earlierTails }: Staged, healedAt: number) {
  for (let looks = 1; ; looks += 1) {
    const settledAt = BigInt(Math.floor(target.clock.now()));
    const { history } = load();
    const state = { ...withAcknowledged(await target.ledger(), history), settledAt, earlierTails };
    const ledger = viewLedger(state);
    const heard = target.webhooks === undefined ? [] : checkWebhooks(await target.webhooks());
    const archived = target.archives === undefined ? [] : checkArchive(await target.archives(), ledger);
    const checked = [...auditView(ledger, "afterHeal"), ...checkHistory(history, state, { healedAt })];
    const findings = [...checked, ...heard, ...archived];
    if (looks === LOOKS_MAX || findings.every(({ breaches }) => breaches.length === 0)) return { ledger, findings };
    await target.clock.sleep(LOOK_AGAIN_MS);
  }
}

/** What banks and machines have of payouts, with what clients were told of them. */
function withAcknowledged(state: LedgerState, history: readonly HistoryEvent[]): LedgerState {
  const { payouts } = state;
  return payouts === undefined
    ? state
    : { ...state, payouts: { ...payouts, acknowledged: acknowledgedPayouts(history) } };
}

/** The figures that there are: what never happened has none. */
export function defined(figures: {
  readonly detectionSeconds?: number | undefined;
  readonly routingSeconds?: number | undefined;
  readonly rtoSeconds?: number | undefined;
  readonly caughtUpSeconds?: number | undefined;
}): Pick<Figures, "detectionSeconds" | "routingSeconds" | "rtoSeconds" | "caughtUpSeconds"> {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}
