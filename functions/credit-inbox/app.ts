import type { Standing } from "../domain/balances.ts";
import { fromItem, type DueAction, type HalfEntry } from "../domain/entries.ts";
import { parseCellName, parseOperationId, parsePaymentId } from "../domain/ids.ts";
import { halfKey, writerOf, type LedgerKey } from "../domain/keys.ts";
import { authorityOver, mayAttempt } from "../domain/lease.ts";
import { unreachable } from "../domain/result.ts";
import { answersTo, dueEntryOf, settledBy, whyAnswerRefused, type DueEntry } from "../domain/transfers.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import type { Ledger } from "../stores/ledger.ts";
import { faultFields, type Log } from "../stores/log.ts";
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
  const moment = () => ({ wall: clock.now(), monotonic: clock.monotonic() });

  /** Under which epoch the action may be done now; undefined when it has to wait for a lease. */
  async function epochFor(action: DueAction): Promise<bigint | undefined> {
    switch (action) {
      case "credit":
      case "creditBack":
      case "release":
        return 0n;
      case "debit": {
        const authority = authorityOver(env.cell, env.cell, await control.lease(), moment());
        return authority.may === "everything" ? authority.epoch : undefined;
      }
    }
  }

  function mayStart(action: DueAction): boolean {
    if (action !== "debit") return true;
    const copy = control.leaseAtHand();
    return copy !== undefined && mayAttempt(copy, moment());
  }

  async function answer(asked: DueEntry): Promise<boolean> {
    const { action } = asked.due;
    const epoch = await epochFor(action);
    if (epoch === undefined) return false;
    const standing: Standing = { cell: env.cell, epoch, at: BigInt(clock.now()) };
    for (const way of answersTo(asked, standing)) {
      const result = await ledger.commit(way.writes, () => mayStart(action));
      switch (result.outcome) {
        case "committed":
          return true;
        case "contention":
        case "unknown":
        case "lease_ended":
          return false;
        case "refused": {
          const meaning = whyAnswerRefused(way, result.refusals);
          if (meaning === "answered") return true;
          if (meaning === "limited") return false;
          break;
        }
        default:
          return unreachable(result);
      }
    }
    return false;
  }

  async function settle(half: HalfEntry): Promise<boolean> {
    const write = settledBy(half, { cell: env.cell, epoch: 0n, at: BigInt(clock.now()) });
    if (write === undefined) return true;
    const result = await ledger.commit([write], () => true);
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
      return asked === undefined || answer(asked);
    }
    return entry.kind === "half" && entry.origin === env.cell ? settle(entry) : true;
  }

  /** What is due elsewhere and is this cell's own entry may have been answered without this cell having seen it. */
  function sweptKey(key: LedgerKey, dueIn: Env["cell"]): LedgerKey | undefined {
    if (dueIn === env.cell) return key;
    if (writerOf(key) !== env.cell) return undefined;
    const payment = parsePaymentId(key.pk.slice(`${env.cell}#pay#`.length));
    const operation = parseOperationId(key.sk.slice(key.sk.indexOf("#") + 1));
    if (!payment.ok) return undefined;
    return halfKey(dueIn, payment.value, operation.ok ? operation.value : undefined);
  }

  return {
    act,
    async sweep() {
      const before = new Date(clock.now() - SWEEP_AFTER_MS).toISOString();
      let acted = 0;
      for (const cell of env.cells) {
        let page = await ledger.dueBefore(cell, before);
        for (;;) {
          for (const due of page.keys) {
            const key = sweptKey(due, cell);
            if (key === undefined) continue;
            const done = await act(key).catch((fault: unknown) => {
              log("warn", "sweep could not act on an entry", { ...key, ...faultFields(fault) });
              return false;
            });
            if (done) acted += 1;
          }
          if (page.next === undefined) break;
          page = await ledger.dueBefore(cell, before, page.next);
        }
      }
      return acted;
    },
  };
}
