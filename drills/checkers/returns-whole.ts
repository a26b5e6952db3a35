import type { CellName } from "../../functions/domain/ids.ts";
import { FENCE_SHARDS, fenceKey, tallyKey, type LedgerKey } from "../../functions/domain/keys.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import type { Breach, Claimed, Finding } from "./checker.ts";

/** A home that became its own again because it had absorbed everything, at the moment when it did. */
export interface Return {
  readonly home: CellName;
  readonly standIn: CellName;
  /** The epochs of the takeover that it ended. */
  readonly epochs: readonly bigint[];
  /** The fence and tally rows as their own writers had them then. */
  readonly row: (key: LedgerKey) => Item | undefined;
}

const returnsWhole: Claimed = {
  name: "returns-whole",
  claim: "A home serves itself again only when every fence row of its stand-in is closed and its own tally equals it.",
  holds: "always",
  harm: "twoWriters",
};

/** Holds every return against the fence and tally rows of its takeover. */
export function checkReturns(returns: Iterable<Return>): Finding {
  const breaches: Breach[] = [];
  for (const { home, standIn, epochs, row } of returns) {
    for (const epoch of epochs) {
      const left = Array.from({ length: FENCE_SHARDS }, (_, shard) => shard).filter((shard) => {
        const tally = row(tallyKey(home, standIn, epoch, shard));
        return !isFenceOver(row(fenceKey(standIn, home, epoch, shard)), tally);
      });
      if (left.length === 0) continue;
      const fault = `${home} returned from ${standIn} under epoch ${epoch} with ${left.length} fence rows left.`;
      breaches.push({ fault, items: [] });
    }
  }
  return { checker: returnsWhole, breaches };
}

/** Judged here and not by the program's own `isAbsorbed`, which may be what is wrong. */
function isFenceOver(fence: Item | undefined, tally: Item | undefined): boolean {
  const same = (field: string): boolean => (fence?.[field] ?? 0n) === (tally?.[field] ?? 0n);
  return fence?.["state"] === "closed" && same("count") && same("digest");
}
