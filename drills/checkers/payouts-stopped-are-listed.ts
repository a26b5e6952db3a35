import { holdKey } from "../../functions/domain/keys.ts";
import { homeOf } from "../../functions/domain/ids.ts";
import { executionNameOf } from "../../functions/domain/parked-payouts.ts";
import type { Breach, Checker } from "./checker.ts";
import { figureOf, type LedgerView } from "./ledger-view.ts";
import type { PayoutExecution } from "./payout-books.ts";
import { payoutsIn } from "./payouts-in.ts";

/** No payout is forgotten: it has ended, or somebody is told that it waits, with all of its amount held. */
export const payoutsStoppedAreListed: Checker = {
  name: "payouts-stopped-are-listed",
  claim:
    "A payout that has not ended is listed for an operator, its whole amount held; whatever was acknowledged is " +
    "there, and no execution goes on for ever.",
  holds: "afterHeal",
  harm: "lost",
  check(ledger) {
    const { executions = [], acknowledged = new Set<string>() } = ledger.state.payouts ?? {};
    const known = payoutsIn(ledger);
    const there = new Set<string>(known.map(({ entry }) => entry.id));
    const lost = [...acknowledged].filter((id) => !there.has(id));
    return [
      ...lost.map((id) => ({ fault: `The payout ${id} was acknowledged, but no ledger has it.`, items: [] })),
      ...executions.flatMap(wrongExecution),
      ...waiting(ledger, executions),
    ];
  },
};

function wrongExecution({ name, status }: PayoutExecution): readonly Breach[] {
  if (executionNameOf(name) === undefined) return [{ fault: `No list shows the execution ${name}.`, items: [] }];
  return status === "running" ? [{ fault: `The execution ${name} goes on for ever.`, items: [] }] : [];
}

/** Payouts that have not ended, each listed as `cells payouts list` does: by an execution that has stopped. */
function waiting(ledger: LedgerView, executions: readonly PayoutExecution[]): readonly Breach[] {
  const stopped = new Set<string>(
    executions.flatMap(({ name, status }) => (status === "stopped" ? [executionNameOf(name)?.payment ?? ""] : [])),
  );
  return payoutsIn(ledger).flatMap(({ entry, stored }) => {
    if (entry.state !== "authorized") return [];
    const hold = ledger.find(holdKey(homeOf(entry.id), entry.source, entry.id));
    const held = figureOf(hold?.item ?? {}, "remaining");
    const breach = (fault: string): Breach => ({ fault: `The payout ${entry.id} ${fault}`, items: [stored] });
    return [
      ...(stopped.has(entry.id) ? [] : [breach("has not ended, and nobody is told that it waits.")]),
      ...(held === entry.amount ? [] : [breach(`has not ended, and holds ${held} of ${entry.amount}.`)]),
    ];
  });
}
