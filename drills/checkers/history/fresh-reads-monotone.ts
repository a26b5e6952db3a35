import type { Breach } from "../checker.ts";
import { eventsOf, textIn, type Attempt, type HistoryChecker, type Outcome } from "./history-view.ts";

/** Two machines of one region may differ by half a second each way (design, section 7). */
const CLOCKS_APART_MS = 1_000;

/** States that nothing follows, as a reader at home sees them. A decline alone may give way to a stand-in's payment. */
const TERMINAL = new Set(["completed", "captured", "voided", "expired", "returned", "reversed"]);

interface Read {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a cell calls fresh may not go back in time. */
export const freshReadsMonotone: HistoryChecker = {
  name: "fresh-reads-monotone",
  claim: "What a home says is fresh never goes back: neither its time, nor a payment's state, nor what was captured.",
  holds: "always",
  harm: "diverged",
  check({ attempts }) {
    const byResource = new Map<string, Read[]>();
    for (const read of attempts.flatMap(freshRead)) {
      const resource = `${read.outcome.cell} ${read.attempt.invoke.path}`;
      byResource.set(resource, [...(byResource.get(resource) ?? []), read]);
    }
    return [...byResource.values()].flatMap(goingBack);
  },
};

function freshRead(attempt: Attempt): readonly Read[] {
  const { invoke, outcome } = attempt;
  const body = outcome?.type === "ok" ? outcome.reply?.body : undefined;
  if (invoke.method !== "GET" || outcome === undefined || body?.["stale"] !== false) return [];
  // Only the home's own word counts: what another cell shows is as old as its replica.
  const home = /\/(?:acc|pay)_([a-z][a-z0-9]{0,7})_/.exec(invoke.path)?.[1];
  return outcome.cell === home ? [{ attempt, outcome, body }] : [];
}

function goingBack(reads: readonly Read[]): readonly Breach[] {
  return reads.flatMap((read) => {
    const earlier = reads.filter(({ outcome }) => outcome.at < read.attempt.invoke.at);
    const newer = earlier.find((one) => wentBack(one.body, read.body) !== undefined);
    if (newer === undefined) return [];
    const what = wentBack(newer.body, read.body);
    const fault = `${read.attempt.invoke.path}: ${what}.`;
    return [{ fault, items: [], events: [...eventsOf(newer.attempt), ...eventsOf(read.attempt)] }];
  });
}

function wentBack(before: Read["body"], after: Read["body"]): string | undefined {
  const [asOf, asOfThen] = [after["as_of"], before["as_of"]];
  if (typeof asOf === "string" && typeof asOfThen === "string") {
    if (Date.parse(asOf) + CLOCKS_APART_MS < Date.parse(asOfThen)) return `as of ${asOf} after ${asOfThen}`;
  }
  const [state, stateThen] = [textIn(after, "state"), textIn(before, "state")];
  if (TERMINAL.has(stateThen) && state !== stateThen) {
    return `${state} after ${stateThen}`;
  }
  const [captured, capturedThen] = [after["captured"], before["captured"]];
  if (typeof captured === "number" && typeof capturedThen === "number" && captured < capturedThen) {
    return `${captured} captured after ${capturedThen}`;
  }
  return undefined;
}
