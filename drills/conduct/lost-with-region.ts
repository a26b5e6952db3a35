import { unreplicated, type UnreplicatedDebit } from "../checkers/tail.ts";
import type { Target } from "../targets/target.ts";
import type { AskedPayment } from "./load.ts";

/** What was lost with a region, as its own items show it, and as clients were told. */
export interface Unreplicated {
  /** What the cell had debited and its stand-in did not have. */
  readonly debits: readonly UnreplicatedDebit[];
  /** Payments that the cell had acknowledged and its stand-in did not have, by their ids. */
  readonly acknowledged: readonly string[];
}

/** What every other cell lacks of what `cell` has, by that other cell: which of them will stand in is not known yet. */
export async function lostWith(
  cell: string,
  target: Pick<Target, "cells" | "ledger">,
  payments: readonly AskedPayment[],
): Promise<ReadonlyMap<string, Unreplicated>> {
  const { cells, regions } = await target.ledger();
  const itemsOf = (of: string) => regions.get(cells.get(of) ?? "") ?? [];
  const others = target.cells.filter((other) => other !== cell);
  return new Map(
    others.map((other) => {
      const replica = itemsOf(other);
      const arrived = new Set(replica.map(({ key }) => key.pk));
      const acknowledged = payments.flatMap(({ answered }) =>
        answered?.cell === cell && answered.payment !== undefined && !arrived.has(`${cell}#pay#${answered.payment}`)
          ? [answered.payment]
          : [],
      );
      return [other, { debits: unreplicated(cell, itemsOf(cell), replica), acknowledged }];
    }),
  );
}
