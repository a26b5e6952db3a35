import type { Finding } from "../checkers/checker.ts";
import { checkHistory } from "../checkers/history.ts";
import { auditLedger, harmsIn, type Harms } from "../checkers/index.ts";
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

/** Holds a run against every invariant, its history and its final state, once all is healed and at rest. */
export function judge(world: World, healedAt: number): Verdict {
  const state = world.state();
  const findings: readonly Finding[] = [
    ...auditLedger(state),
    ...checkHistory(world.history, state, { healedAt, progressWithinMs: PROGRESS_MS }),
  ];
  const breaches = findings.flatMap(({ checker, breaches: found }) =>
    found.map(({ fault }) => ({ checker: checker.name, fault })),
  );
  return { breaches, harms: harmsIn(findings) };
}

/** So long after the last home is its own again every key has its answer. */
const PROGRESS_MS = 60_000;
