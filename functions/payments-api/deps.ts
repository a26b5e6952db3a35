import type { IsolatedShare, Standing } from "../domain/balances.ts";
import { traceOf } from "../domain/entries.ts";
import type { CellName } from "../domain/ids.ts";
import { isOver } from "../domain/isolated.ts";
import { ATTEMPT_MS, authorityOver, mayAttempt, type Authority } from "../domain/lease.ts";
import { viewsFreshness } from "../domain/projection-lag.ts";
import { unreachable } from "../domain/result.ts";
import type { StandInStanding } from "../domain/allowance.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import type { DeliveryList } from "../stores/deliveries.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { Log } from "../stores/log.ts";
import type { Metrics } from "../stores/metrics.ts";
import type { UploadDesk } from "../stores/payment-uploads.ts";
import type { RequestHasher } from "../stores/request-hash.ts";
import type { Vault } from "../stores/vault.ts";
import type { Views } from "../stores/views.ts";
import type { Endpoints, WebhookSecrets } from "../stores/webhook-endpoints.ts";
import type { Env } from "./env.ts";
import { Problem } from "./problems.ts";
import type { StripeChoice } from "./stripe-choice.ts";

/** What paying reads and writes. */
interface PayingStores {
  readonly ledger: Ledger;
  readonly control: Control;
  /** Where whom payouts pay is kept. */
  readonly vault: Pick<Vault, "keep">;
  readonly hasher: RequestHasher;
}

/** What the API reads and writes. */
export interface Stores extends PayingStores {
  readonly views: Views;
  /** Where tenants want their events sent, and what this cell has sent there. */
  readonly endpoints: Endpoints;
  readonly webhookSecrets: Pick<WebhookSecrets, "make">;
  readonly deliveries: DeliveryList;
  readonly uploads: UploadDesk;
  readonly log: Log;
  readonly metrics?: Metrics;
  /** The API's document (OpenAPI 3.1) as JSON text. */
  readonly document: string;
}

/** Everything that a payment stands on, whether the API makes it or a payment file's runner. */
export interface PayingDeps {
  readonly env: Pick<Env, "cell">;
  readonly stores: PayingStores;
  readonly clock: Clock;
  readonly stripes: StripeChoice;
  /** Where in a trace the request belongs that is served (W3C `traceparent`). */
  readonly traceparent?: string;
}

/** Everything that an action of the API stands on. */
export interface Deps extends PayingDeps {
  readonly stores: Stores;
}

/** What an action stands on for one request: what it writes belongs to the request's trace. */
export function tracedBy({ env }: { readonly env: { readonly traceparent?: string } | undefined }, deps: Deps): Deps {
  return env?.traceparent === undefined ? deps : { ...deps, traceparent: env.traceparent };
}

/** Seconds after which a refused caller may try again. */
const RETRY_AFTER = { "Retry-After": "2" };

/** As what this cell acts for a home, and whether an attempt of a write may start now: asked before each one. */
export type Capacity =
  | { readonly as: "home"; readonly standing: Standing; readonly mayAttempt: () => boolean }
  | { readonly as: "isolatedHome"; readonly standing: Standing; readonly mayAttempt: () => boolean }
  | { readonly as: "standIn"; readonly standing: StandInStanding; readonly mayAttempt: () => boolean };

/** A home with a lease: it may do everything. */
export type HomeCapacity = Extract<Capacity, { readonly as: "home" }>;

/** As what this cell acts for a home now; a problem where it may do nothing. */
export async function capacityOver(home: CellName, deps: PayingDeps): Promise<Capacity> {
  const { env, clock } = deps;
  const authority = await authorityNow(home, deps);
  const at = BigInt(clock.now());
  switch (authority.may) {
    case "everything": {
      const standing = { cell: env.cell, epoch: authority.epoch, at, ...traceOf(deps) };
      return { as: "home", standing, mayAttempt: whileStill(authority, home, deps) };
    }
    case "isolated":
      return {
        as: "isolatedHome",
        standing: { cell: env.cell, epoch: authority.epoch, at, ...traceOf(deps) },
        mayAttempt: atOnce(clock),
      };
    case "standIn": {
      const standing = await standInStanding(home, authority, at, deps);
      return { as: "standIn", standing, mayAttempt: whileStill(authority, home, deps) };
    }
    case "redirect":
      throw misdirected(authority.owner);
    case "nothing":
      throw limited();
    default:
      return unreachable(authority);
  }
}

/** As `capacityOver`, for what only a home with a lease may do; a problem for everybody else. */
export async function homeCapacity(home: CellName, deps: PayingDeps): Promise<HomeCapacity> {
  const capacity = await capacityOver(home, deps);
  if (capacity.as !== "home") throw limited();
  return capacity;
}

/** What this cell may do about a home at this moment. */
export async function authorityNow(home: CellName, { env, stores, clock }: PayingDeps): Promise<Authority> {
  return authorityOver(home, env.cell, await stores.control.lease(), momentOf(clock));
}

/** Under what this cell stands in for a home. */
export async function standInStanding(
  home: CellName,
  { epoch, homeIsDead }: { readonly epoch: bigint; readonly homeIsDead: boolean },
  at: bigint,
  deps: PayingDeps,
): Promise<StandInStanding> {
  const { env, stores } = deps;
  const others = (await stores.control.cells()).filter((cell) => cell !== env.cell);
  return { cell: env.cell, epoch, at, home, homeIsDead, others, ...traceOf(deps) };
}

/** An attempt needs a second of lease, and one that still says the same: another owner's epoch ends all retries. */
function whileStill(authority: Extract<Authority, { readonly epoch: bigint }>, home: CellName, deps: PayingDeps) {
  const { env, stores, clock } = deps;
  return () => {
    const copy = stores.control.leaseAtHand();
    const now = authorityOver(home, env.cell, copy, momentOf(clock));
    const same = now.may === authority.may && now.epoch === authority.epoch;
    return same && copy !== undefined && mayAttempt(copy, momentOf(clock));
  };
}

/** Without a lease the item is the judge; an attempt starts within a second of the time that it leaves there. */
function atOnce(clock: Clock): () => boolean {
  const started = clock.monotonic();
  return () => clock.monotonic() - started <= ATTEMPT_MS;
}

/** Whether a lease read now shows that the isolation under which a share was last used is over. */
export async function isolationIsOver(
  share: IsolatedShare,
  capacity: HomeCapacity,
  deps: PayingDeps,
): Promise<boolean> {
  const copy = await deps.stores.control.refreshLease();
  return copy !== undefined && capacity.mayAttempt() && isOver(share, copy.lease.sent);
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

/**
 * How fresh a read of something at home in `home` is, that was last written at `writtenAt`: the home's own items are
 * the truth only while no other cell may stand in for it.
 */
export function freshnessOf(home: CellName, writtenAt: bigint, { env, stores, clock }: Deps): Freshness {
  const { may } = authorityOver(home, env.cell, stores.control.leaseAtHand(), momentOf(clock));
  return may === "everything" ? { asOf: clock.now(), stale: false } : { asOf: Number(writtenAt), stale: true };
}

/** How fresh what was read of the views is: complete up to `asOf`, as far as this region has received it. */
export async function freshnessOfViews({ stores, clock }: Deps): Promise<Freshness> {
  return viewsFreshness(await stores.views.marks(), clock.now());
}

function momentOf(clock: Clock) {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}
