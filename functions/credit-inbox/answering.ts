import type { Standing } from "../domain/balances.ts";
import type { DueAction } from "../domain/entries.ts";
import { authorityOver, mayAttempt } from "../domain/lease.ts";
import { unreachable } from "../domain/result.ts";
import { answersTo, whyAnswerRefused, type DueEntry } from "../domain/transfers.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { Env } from "./env.ts";

/** What answering stands on. */
export interface Answering {
  readonly env: Env;
  readonly ledger: Ledger;
  readonly control: Control;
  readonly clock: Clock;
}

/** Answers an entry that is due here, in the first way that the accounts allow; false when it has to wait. */
export async function answer(asked: DueEntry, on: Answering): Promise<boolean> {
  const { action } = asked.due;
  const epoch = await epochFor(action, on);
  if (epoch === undefined) return false;
  const standing: Standing = { cell: on.env.cell, epoch, at: BigInt(on.clock.now()) };
  for (const way of answersTo(asked, standing)) {
    const result = await on.ledger.commit(way.writes, () => mayStart(action, on));
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

/** Under which epoch the action may be done now; undefined when it has to wait for a lease. */
async function epochFor(action: DueAction, { env, control, clock }: Answering): Promise<bigint | undefined> {
  switch (action) {
    // No other cell can do these, so they need no authority.
    case "credit":
    case "creditBack":
    case "release":
      return 0n;
    case "debit": {
      const authority = authorityOver(env.cell, env.cell, await control.lease(), momentOf(clock));
      return authority.may === "everything" ? authority.epoch : undefined;
    }
  }
}

function mayStart(action: DueAction, { control, clock }: Answering): boolean {
  if (action !== "debit") return true;
  const copy = control.leaseAtHand();
  return copy !== undefined && mayAttempt(copy, momentOf(clock));
}

function momentOf(clock: Clock) {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}
