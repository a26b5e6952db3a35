import { canonical } from "./canonical.ts";
import type { Breach, Checker } from "./checker.ts";
import type { StoredItem } from "./ledger-view.ts";

/** Holds once replication has caught up; until then it lists what is still on its way. */
export const replicasEqual: Checker = {
  name: "replicas-equal",
  claim: "Every region's replica holds the same items.",
  holds: "afterHeal",
  harm: "diverged",
  check({ state }) {
    const [first, ...others] = [...state.regions].map(([region, items]) => ({ region, items: byKey(items) }));
    if (first === undefined) return [];
    return others.flatMap((other) =>
      [...new Set([...first.items.keys(), ...other.items.keys()])].flatMap((key) => differing(key, first, other)),
    );
  },
};

interface Replica {
  readonly region: string;
  readonly items: ReadonlyMap<string, StoredItem>;
}

function differing(key: string, one: Replica, other: Replica): readonly Breach[] {
  const here = one.items.get(key);
  const there = other.items.get(key);
  if (here !== undefined && there !== undefined) {
    if (here.item === there.item || canonical(here.item) === canonical(there.item)) return [];
    return [{ fault: `${key} differs between ${one.region} and ${other.region}.`, items: [here, there] }];
  }
  const [has, lacks] = here === undefined ? [other.region, one.region] : [one.region, other.region];
  const items = [here, there].filter((stored) => stored !== undefined);
  return [{ fault: `${key} is in ${has} but not in ${lacks}.`, items }];
}

function byKey(items: readonly StoredItem[]): ReadonlyMap<string, StoredItem> {
  return new Map(items.map((stored) => [`${stored.key.pk} ${stored.key.sk}`, stored]));
}
