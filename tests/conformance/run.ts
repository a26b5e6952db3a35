import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Case, Step, Suite } from "./case.ts";
import type { Endpoint, Outcome } from "./endpoint.ts";
import { at, differences, failureDifferences, filled, otherWords, shown } from "./match.ts";

/** What came of one case: no difference is a pass. */
export interface Result {
  readonly suite: Suite;
  readonly case: string;
  readonly differences: readonly string[];
  /** Errors of the right name that are worded otherwise than AWS's. */
  readonly words: readonly string[];
}

type Known = Map<string, unknown>;
type Findings = Pick<Result, "differences" | "words">;

/** Cases that are under way at a time: most of what some of them do is waiting. */
const casesAtOnce = 12;
const retryMs = 100;

/** Runs a table; where its set-up fails, every case differs by that. */
export async function runSuite(endpoint: Endpoint, suite: Suite): Promise<readonly Result[]> {
  const known: Known = new Map<string, unknown>([["run", `c${randomBytes(5).toString("hex")}`]]);
  const setUp = await runSteps(endpoint, suite, suite.setUp ?? [], known);
  if (setUp.differences.length > 0) {
    const lines = setUp.differences.map((line) => `set-up: ${line}`);
    return suite.cases.map(({ name }) => ({ suite, case: name, differences: lines, words: [] }));
  }
  const results = new Map<Case, Result>();
  const waiting = [...suite.cases];
  const worker = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
      results.set(row, { suite, case: row.name, ...(await runCase(endpoint, suite, row, known)) });
    }
  };
  await Promise.all(Array.from({ length: casesAtOnce }, worker));
  await runSteps(endpoint, suite, suite.tearDown ?? [], known);
  return suite.cases.flatMap((row) => results.get(row) ?? []);
}

async function runCase(endpoint: Endpoint, suite: Suite, row: Case, shared: Known): Promise<Findings> {
  const known: Known = new Map([...shared, ["case", `c${randomBytes(6).toString("hex")}`]]);
  const steps = [...(row.before ?? []), row, ...(row.after ?? [])];
  return runSteps(endpoint, suite, steps, known);
}

/** Runs steps up to the first that is not as expected. */
async function runSteps(endpoint: Endpoint, suite: Suite, steps: readonly Step[], known: Known): Promise<Findings> {
  const words: string[] = [];
  for (const step of steps) {
    const outcome = await runStep(endpoint, suite, step, known);
    const wrong = judge(step, outcome, known);
    if (wrong.length > 0) return { differences: wrong.map((line) => `${step.call}: ${line}`), words };
    if (outcome.kind === "answer") keep(step, outcome.answer, known);
    const other = step.fails === undefined ? undefined : wordsOf(step.fails, outcome, known);
    if (other !== undefined) words.push(`${step.call}: ${other}`);
  }
  return { differences: [], words };
}

/** The outcome of a step: the first that is as expected, or the last before its time is up. */
async function runStep(endpoint: Endpoint, suite: Suite, step: Step, known: Known): Promise<Outcome> {
  if (step.waitMs !== undefined) await pause(step.waitMs);
  const input = filled(step.input, known);
  const until = performance.now() + (step.within ?? 0);
  for (;;) {
    const outcome = await endpoint.call(step.service ?? suite.service, step.call, input);
    if (performance.now() >= until || judge(step, outcome, known).length === 0) return outcome;
    await pause(retryMs);
  }
}

function judge(step: Step, outcome: Outcome, known: Known): readonly string[] {
  if (step.fails !== undefined) {
    const expected = filled(step.fails, known);
    if (outcome.kind === "failure") return failureDifferences(expected, outcome.failure);
    const name = typeof expected === "string" ? expected : expected.name;
    return [`expected ${name}, got ${shown({ ...outcome.answer, $metadata: undefined })}`];
  }
  if (outcome.kind === "failure") {
    const { name, message } = outcome.failure;
    return [`expected an answer, got ${String(name)}: ${String(message)}`];
  }
  return step.gives === undefined ? [] : differences(filled(step.gives, known), outcome.answer);
}

function wordsOf(fails: NonNullable<Step["fails"]>, outcome: Outcome, known: Known): string | undefined {
  return outcome.kind === "failure" ? otherWords(filled(fails, known), outcome.failure) : undefined;
}

function keep(step: Step, answer: unknown, known: Known): void {
  for (const [name, path] of Object.entries(step.keep ?? {})) known.set(name, at(answer, path));
}
