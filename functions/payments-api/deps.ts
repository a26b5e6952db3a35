import type { Standing } from "../domain/balances.ts";
import type { CellName } from "../domain/ids.ts";
import { authorityOver, mayAttempt } from "../domain/lease.ts";
import { unreachable } from "../domain/result.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { Log } from "../stores/log.ts";
import type { RequestHasher } from "../stores/request-hash.ts";
import type { Env } from "./env.ts";
import { Problem } from "./problems.ts";

/** What the API reads and writes. */
export interface Stores {
  readonly ledger: Ledger;
  readonly control: Control;
  readonly hasher: RequestHasher;
  readonly log: Log;
  /** The API's document (OpenAPI 3.1) as JSON text. */
  readonly document: string;
}

/** Everything that an action of the API stands on. */
export interface Deps {
  readonly env: Env;
  readonly stores: Stores;
  readonly clock: Clock;
}

/** Seconds after which a refused caller may try again. */
const RETRY_AFTER = { "Retry-After": "2" };

/** Under which authority this cell acts for a home now; a problem where it may not. */
export async function standingFor(home: CellName, deps: Deps): Promise<Standing> {
  const { env, stores, clock } = deps;
  const authority = authorityOver(home, env.cell, await stores.control.lease(), momentOf(clock));
  switch (authority.may) {
    case "everything":
      return { cell: env.cell, epoch: authority.epoch, at: BigInt(clock.now()) };
    case "redirect":
      throw misdirected(authority.owner);
    case "nothing":
      throw limited();
    default:
      return unreachable(authority);
  }
}

/** Whether an attempt of a write may start now: asked before each one. */
export function attemptGate({ stores, clock }: Deps): () => boolean {
  return () => {
    const copy = stores.control.leaseAtHand();
    return copy !== undefined && mayAttempt(copy, momentOf(clock));
  };
}

/** What becomes of a change that was neither committed nor refused. */
export function undecided(outcome: "contention" | "unknown" | "lease_ended"): Problem {
  switch (outcome) {
    case "contention":
      return new Problem("contention", "Others are writing to the same account; send the same request again.", {
        headers: { "Retry-After": "1" },
      });
    case "unknown":
      return new Problem("unavailable", "The reply was lost; send the same request with the same key again.", {
        headers: { "Retry-After": "1" },
      });
    case "lease_ended":
      return limited();
  }
}

/** A cell that may not decide for good right now. */
export function limited(): Problem {
  return new Problem("limited", "This cell has no authority to decide right now; send the same request again.", {
    headers: RETRY_AFTER,
  });
}

/** What a refund asks for is still on its way to the payee's cell. */
export function payeeNotCredited(): Problem {
  return new Problem("payee_not_credited", "The payee's cell has not credited it yet; send the same request again.", {
    headers: RETRY_AFTER,
  });
}

/** Another cell serves this home: the request was not executed. */
export function misdirected(owner: CellName): Problem {
  return new Problem(
    "misdirected",
    `Cell ${owner} serves this account; repeat the request with Prefer-Cell: ${owner}.`,
    {
      headers: { "Home-Cell": owner },
    },
  );
}

/** How fresh what was read is: at home it is the truth, elsewhere only the last write that arrived is certain. */
export interface Freshness {
  /** Milliseconds since the epoch. */
  readonly asOf: number;
  readonly stale: boolean;
}

/** How fresh a read of something at home in `home` is, that was last written at `writtenAt`. */
export function freshnessOf(home: CellName, writtenAt: bigint, { env, clock }: Deps): Freshness {
  return home === env.cell ? { asOf: clock.now(), stale: false } : { asOf: Number(writtenAt), stale: true };
}

function momentOf(clock: Clock) {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}
