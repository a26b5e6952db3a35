import { fromItem, type HalfEntry } from "../domain/entries.ts";
import { parseCellName, parseOperationId, parsePaymentId, type CellName } from "../domain/ids.ts";
import { halfKey, writerOf, type LedgerKey } from "../domain/keys.ts";
import { dueEntryOf, settledBy } from "../domain/transfers.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import type { Ledger } from "../stores/ledger.ts";
import { faultFields, type Log } from "../stores/log.ts";
import { answer } from "./answering.ts";
import type { Env } from "./env.ts";

/** What the inbox reads and writes. */
export interface Stores {
  readonly ledger: Ledger;
  readonly control: Control;
  readonly log: Log;
}

/** This cell's half of payments between cells. */
export interface Inbox {
  /** Acts on one entry; false when it has to be tried again later. Acting twice is harmless. */
  act(key: LedgerKey): Promise<boolean>;
  /** Acts on everything that has been due for a minute, for what a stream forgot; how many entries it acted on. */
  sweep(): Promise<number>;
}

const SWEEP_AFTER_MS = 60_000;

/** Makes an inbox. Crediting needs no authority, since no other cell may do it; taking a refund from a payee does. */
export function createApp(env: Env, { ledger, control, log }: Stores, clock: Clock): Inbox {
  async function settle(half: HalfEntry): Promise<boolean> {
    const writes = settledBy(half, { cell: env.cell, epoch: 0n, at: BigInt(clock.now()) });
    if (writes.length === 0) return true;
    const result = await ledger.commit(writes, () => true);
    // Refused: it was noted before.
    return result.outcome === "committed" || result.outcome === "refused";
  }

  async function act(key: LedgerKey): Promise<boolean> {
    const item = await ledger.get(key);
    const origin = parseCellName(writerOf(key));
    if (item === undefined || !origin.ok) return true;
    const entry = fromItem(item);
    if (entry.due?.cell === env.cell) {
      const asked = dueEntryOf(entry, origin.value);
      return asked === undefined || answer(asked, { env, ledger, control, clock });
    }
    return entry.kind === "half" && entry.origin === env.cell ? settle(entry) : true;
  }

  async function actIfPossible(key: LedgerKey): Promise<boolean> {
    try {
      return await act(key);
    } catch (fault) {
      log("warn", "sweep could not act on an entry", { ...key, ...faultFields(fault) });
      return false;
    }
  }

  return {
    act,
    async sweep() {
      const before = new Date(clock.now() - SWEEP_AFTER_MS).toISOString();
      let acted = 0;
      for (const cell of await control.cells()) {
        for await (const due of dueKeys(ledger, cell, before)) {
          const key = sweptKey(due, cell, env.cell);
          if (key !== undefined && (await actIfPossible(key))) acted += 1;
        }
      }
      return acted;
    },
  };
}

/** What is due elsewhere and is this cell's own entry may have been answered without this cell having seen it. */
function sweptKey(due: LedgerKey, dueIn: CellName, here: CellName): LedgerKey | undefined {
  if (dueIn === here) return due;
  if (writerOf(due) !== here) return undefined;
  const payment = parsePaymentId(due.pk.slice(`${here}#pay#`.length));
  const operation = parseOperationId(due.sk.slice(due.sk.indexOf("#") + 1));
  return payment.ok ? halfKey(dueIn, payment.value, operation.ok ? operation.value : undefined) : undefined;
}

async function* dueKeys(ledger: Ledger, cell: CellName, before: string): AsyncGenerator<LedgerKey> {
  let page = await ledger.dueBefore(cell, before);
  yield* page.keys;
  while (page.next !== undefined) {
    page = await ledger.dueBefore(cell, before, page.next);
    yield* page.keys;
  }
}
