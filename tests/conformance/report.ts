import type { Difference, Verdict } from "./judge.ts";
import type { Result } from "./run.ts";

const columns = [30, 7, 8, 10, 8] as const;

/** A verdict for people: a line for each service, then every difference. */
export function verdictText(verdict: Verdict, seconds: number): string {
  const services = [...new Set(verdict.results.map(({ suite }) => suite.service))];
  const count = (rows: readonly Result[], service: string): string =>
    String(rows.filter(({ suite }) => suite.service === service).length);
  const differing = verdict.differing.map(({ result }) => result);
  const lines = services.map((service) =>
    line([
      service,
      ...[verdict.results, verdict.passed, verdict.worded, differing].map((rows) => count(rows, service)),
    ]),
  );
  const total = [verdict.results, verdict.passed, verdict.worded, differing].map(({ length }) => String(length));
  return [
    `${verdict.target} (${seconds.toFixed(1)} s)`,
    line(["", "cases", "passed", "worded", "differ"]),
    ...lines,
    line(["together", ...total]),
    ...verdict.differing.map(differenceText),
    ...verdict.gone.map((gone) => `  gone: ${gone.known.service} ${gone.known.topic}: ${gone.case}`),
    "",
  ].join("\n");
}

/** A verdict for programs. */
export function verdictJson(verdict: Verdict, seconds: number): object {
  return {
    target: verdict.target,
    seconds: Number(seconds.toFixed(1)),
    cases: verdict.results.length,
    passed: verdict.passed.length,
    worded: verdict.worded.map((result) => ({ ...placeOf(result), words: result.words })),
    differing: verdict.differing.map(({ result, why }) => ({
      ...placeOf(result),
      differences: [...result.differences, ...result.words],
      ...(why !== undefined && { why }),
    })),
    gone: verdict.gone.map(({ known, case: name }) => ({ service: known.service, topic: known.topic, case: name })),
  };
}

function placeOf({ suite, case: name }: Result): object {
  return { service: suite.service, topic: suite.topic, case: name };
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? `  ${cell}`.padEnd(columns[0]) : cell.padStart(columns[index] ?? 8)))
    .join("");
}

function differenceText({ result, why }: Difference): string {
  const [first = ""] = [...result.differences, ...result.words];
  const reason = why === undefined ? "unexplained" : `because ${why}`;
  return `  differs: ${result.suite.service} ${result.suite.topic}: ${result.case}\n    ${first}\n    ${reason}`;
}
