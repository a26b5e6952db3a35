import { lengthPrefixedHash, type EndpointId, type Tenant } from "./ids.ts";
import type { LedgerKey } from "./keys.ts";
import type { AttemptFailure, AttemptOutcome, Lane, NextStep } from "./webhook-schedule.ts";

/** One try to send an event to an endpoint. */
export interface Attempt {
  /** Milliseconds since the epoch. */
  readonly at: bigint;
  readonly tookMs: bigint;
  readonly lane: Lane;
  readonly result: "delivered" | "gone" | AttemptFailure;
  /** The answer's status, where there was an answer. */
  readonly status?: bigint;
}

/** What has become of a delivery; only what waits is tried again. */
export type DeliveryState = "waiting" | "delivered" | "cancelled" | "exhausted";

/** An event on its way to an endpoint, from this cell. */
export interface Delivery {
  readonly endpoint: EndpointId;
  readonly tenant: Tenant;
  readonly event: string;
  readonly type: string;
  /** What is sent, byte for byte. */
  readonly body: string;
  /** When the event happened, or when a replay of it was asked for; milliseconds since the epoch. */
  readonly at: bigint;
  readonly replay?: string;
  readonly state: DeliveryState;
  /** How many attempts of the schedule were made. */
  readonly counted: bigint;
  readonly attempts: readonly Attempt[];
  /** Where in a trace its attempts belong (W3C `traceparent`); absent where nobody records one. */
  readonly traceparent?: string;
  /** When it is tried next, if it waits. */
  readonly nextAt?: bigint;
}

/** Deliveries are kept for so long, and then forgotten: they move no money. */
export const KEPT_MS = 30 * 24 * 3_600_000;

/** Partitions of what is due, so that no single one takes every delivery. */
export const DUE_SHARDS = 4;

/** A queue's message is late now and then: what is not tried so long after it should be is handed out again. */
export const LATE_MS = 120_000;

/** No queue delays a message for longer (Amazon SQS); what waits longer is found by the sweep. */
export const QUEUED_PAUSE_MAX_MS = 900_000;

/** The partition of an endpoint's deliveries. */
export function deliveriesPartition(endpoint: EndpointId): string {
  return `endpoint#${endpoint}`;
}

/** Where a delivery stands: the same for the same event, and once more for each replay. */
export function deliveryKey({ endpoint, at, event, replay }: Pick<Delivery, "endpoint" | "at" | "event" | "replay">) {
  const again = replay === undefined ? "" : `#${replay}`;
  const sk = `delivery#${new Date(Number(at)).toISOString()}#${event}${again}`;
  return { pk: deliveriesPartition(endpoint), sk } satisfies LedgerKey;
}

/** Where it is noted until when an endpoint belongs into the slow lane. */
export function paceKey(endpoint: EndpointId): LedgerKey {
  return { pk: deliveriesPartition(endpoint), sk: "pace" };
}

/** The partition in which a delivery is due. */
export function dueShard(event: string): string {
  return `due#${Number.parseInt(lengthPrefixedHash([event]).slice(0, 4), 16) % DUE_SHARDS}`;
}

/** A delivery after an attempt at `now`, milliseconds since the epoch. */
export function attempted(delivery: Delivery, attempt: Attempt, step: NextStep, now: number): Delivery {
  const { nextAt: _, ...rest } = delivery;
  const attempts = [...delivery.attempts, attempt];
  if (step.next !== "waiting") return { ...rest, attempts, state: step.next, counted: delivery.counted + 1n };
  return { ...rest, attempts, counted: BigInt(step.counted), nextAt: BigInt(now + step.pauseMs) };
}

/** When the sweep has to look at a delivery: at its time, or once a queue that was told of it is late. */
export function sweptAt(nextAt: number, isQueued: boolean): string {
  return new Date(isQueued ? nextAt + LATE_MS : nextAt).toISOString();
}

/** What a list of deliveries says of an attempt. */
export function resultOf(outcome: AttemptOutcome): Pick<Attempt, "result" | "status"> {
  const status = outcome.status === undefined ? {} : { status: BigInt(outcome.status) };
  return { result: outcome.outcome === "failed" ? outcome.why : outcome.outcome, ...status };
}
