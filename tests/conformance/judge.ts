import { knownDifferences, type KnownDifference } from "./known-differences.ts";
import type { Result } from "./run.ts";

/** A case that is not as AWS's documents say, and why where that is known. */
export interface Difference {
  readonly result: Result;
  readonly why?: string;
}

/** What a target's results come to. */
export interface Verdict {
  readonly target: string;
  readonly results: readonly Result[];
  readonly passed: readonly Result[];
  /** Passed, but for the words of an error. */
  readonly worded: readonly Result[];
  readonly differing: readonly Difference[];
  /** Explained differences that were not found. */
  readonly gone: readonly { readonly known: KnownDifference; readonly case: string }[];
}

/** Sorts results; a target that is held to AWS's words too differs where it says something else. */
export function judgeResults(target: string, results: readonly Result[], wordsCount: boolean): Verdict {
  const explained = knownDifferences.filter((known) => known.target === target);
  const differs = ({ differences, words }: Result): boolean =>
    differences.length > 0 || (wordsCount && words.length > 0);
  const differing = results.filter(differs).map((result): Difference => {
    const known = explained.find((one) => explains(one, result));
    return known === undefined ? { result } : { result, why: known.why };
  });
  const others = results.filter((result) => !differs(result));
  return {
    target,
    results,
    differing,
    passed: others.filter(({ words }) => words.length === 0),
    worded: others.filter(({ words }) => words.length > 0),
    gone: explained.flatMap((known) => goneFrom(known, others)),
  };
}

function explains({ service, topic, cases }: KnownDifference, { suite, case: name }: Result): boolean {
  return suite.service === service && suite.topic === topic && cases.includes(name);
}

function goneFrom(known: KnownDifference, passed: readonly Result[]): Verdict["gone"] {
  return passed.filter((result) => explains(known, result)).map(({ case: name }) => ({ known, case: name }));
}
