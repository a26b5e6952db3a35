import { countIn } from "../../functions/domain/fences.ts";
import type { Breach, Claimed, Finding } from "./checker.ts";
import { canonical } from "./canonical.ts";
import { nameOf, sortOf, textOf, viewLedger, type LedgerState, type StoredItem } from "./ledger-view.ts";

/** What can be seen only by looking twice. */
const terminalStates: Claimed = {
  name: "terminal-states",
  claim:
    "What has ended stays so: entries remain, postings never change, closed fences stay as they are, " +
    "counters never fall.",
  holds: "always",
  harm: "lost",
};

/** What may follow a state of a payment or operation; one that is not listed may be followed by any. */
const AFTER: Readonly<Record<string, readonly string[]>> = {
  completed: ["reversed"],
  captured: ["reversed"],
  voided: ["reversed"],
  expired: [],
  returned: ["reversed"],
  refused: [],
  reversed: [],
};

/** Counters that only rise, by the kind of partition. */
const RISING: Readonly<Record<string, readonly string[]>> = {
  acct: ["version", "debited", "epoch"],
  standin: ["count"],
};

/** Holds two states of one ledger against each other, the earlier first; time may have passed between them. */
export function checkChanges(before: LedgerState, after: LedgerState): Finding {
  const [earlier, later] = [viewLedger(before), viewLedger(after)];
  const breaches = earlier.truth.flatMap((old) => {
    const item = later.find(old.key);
    const kept = ["pay", "acct", "standin", "claim", "event"].includes(sortOf(old.key));
    if (item === undefined) return kept ? [{ fault: `${nameOf(old.key)} is gone.`, items: [old] }] : [];
    return changeBreaches(old, item);
  });
  return { checker: terminalStates, breaches };
}

/** What is wrong with a change of one item, both images of which may be reduced to the fields that are looked at. */
export function changeBreaches(old: StoredItem, item: StoredItem): readonly Breach[] {
  return [...stateBreaches(old, item), ...counterBreaches(old, item)];
}

/** What was seen change by change, as the finding that a look at two states comes to. */
export function changesSeen(breaches: readonly Breach[]): Finding {
  return { checker: terminalStates, breaches };
}

function stateBreaches(old: StoredItem, item: StoredItem): readonly Breach[] {
  const [was, is] = [textOf(old.item, "state"), textOf(item.item, "state")];
  const items = [old, item];
  const name = nameOf(old.key);
  switch (sortOf(old.key)) {
    case "standin": {
      if (was !== "closed") return [];
      if (is !== "closed") return [{ fault: `${name} was closed and is ${is}.`, items }];
      const [counted, counts] = [countIn(old.item), countIn(item.item)];
      // A count that falls is told as such.
      const same = counted.count === counts.count && counted.digest === counts.digest;
      if (same || counts.count < counted.count) return [];
      return [{ fault: `${name} was closed and went on counting, from ${counted.count} to ${counts.count}.`, items }];
    }
    case "acct":
      if (!old.key.sk.startsWith("hold#") || was === "open" || was === is) return [];
      return [{ fault: `${name} was ${was} and is ${is}.`, items }];
    case "pay": {
      const follows = AFTER[was];
      const changed = was !== is && follows !== undefined && !follows.includes(is);
      // A stored decline alone gives way, to what a stand-in had accepted: that brings postings of its own.
      const moved =
        was !== "declined" && canonical(old.item["postings"] ?? []) !== canonical(item.item["postings"] ?? []);
      return [
        ...(changed ? [{ fault: `${name} was ${was} and is ${is}.`, items }] : []),
        ...(moved ? [{ fault: `The postings of ${name} have changed.`, items }] : []),
      ];
    }
    default:
      return [];
  }
}

function counterBreaches(old: StoredItem, item: StoredItem): readonly Breach[] {
  return (RISING[sortOf(old.key)] ?? []).flatMap((field) => {
    const [was, is] = [old.item[field], item.item[field]];
    if (typeof was !== "bigint" || typeof is !== "bigint" || is >= was) return [];
    return [{ fault: `${field} of ${nameOf(old.key)} was ${was} and is ${is}.`, items: [old, item] }];
  });
}
