import { traceOf } from "../domain/entries.ts";
import type { CellName } from "../domain/ids.ts";
import { noteGone, signingSecrets, type Endpoint } from "../domain/webhook-endpoints.ts";
import {
  attempted,
  deliveryKey,
  QUEUED_PAUSE_MAX_MS,
  resultOf,
  sweptAt,
  type Delivery,
} from "../domain/webhook-deliveries.ts";
import { webhookHeaders } from "../domain/webhook-message.ts";
import {
  afterAttempt,
  PATIENCE_MS,
  showsSlowness,
  type AttemptOutcome,
  type Lane,
} from "../domain/webhook-schedule.ts";
import type { Clock, Random } from "../stores/clock.ts";
import type { Segments } from "../stores/segments.ts";
import { together } from "../stores/together.ts";
import type { Ticket } from "../stores/webhook-queues.ts";
import type { KnownEndpoints, Stores } from "./app.ts";
import type { Paces } from "./paces.ts";

/** What delivering reads and writes. */
export type DeliveringParts = Pick<Stores, "ledger" | "secrets" | "deliveries" | "lanes" | "sender"> & {
  readonly cell: CellName;
  readonly endpoints: KnownEndpoints;
  readonly paces: Paces;
  readonly segments: Segments;
};

/** Attempts deliveries, one ticket an attempt. */
export interface Delivering {
  deliver(lane: Lane, ticket: Ticket): Promise<void>;
}

/** Makes it. A ticket that another attempt was faster than is worth nothing. */
export function createDelivering(parts: DeliveringParts, clock: Clock, random: Random): Delivering {
  const { cell, ledger, endpoints, secrets, deliveries, lanes, sender, segments, paces } = parts;

  async function send(endpoint: Endpoint, delivery: Delivery, lane: Lane): Promise<AttemptOutcome> {
    const now = clock.now();
    const opened = await together(signingSecrets(endpoint, now).map((sealed) => secrets.open(endpoint, sealed)));
    const headers = webhookHeaders(delivery.event, now, delivery.body, opened);
    // Who is told is the host alone: paths have been seen to hold secrets.
    const annotations = { host: new URL(endpoint.url).host, attempt: `${delivery.attempts.length + 1}` };
    const span = segments.open(delivery.traceparent, { name: "webhook", as: "segment", annotations });
    const outcome = await sender({ url: endpoint.url, headers, body: delivery.body, patienceMs: PATIENCE_MS[lane] });
    const { result, status } = resultOf(outcome);
    const answered = status === undefined ? {} : { status: `${status}` };
    span?.close(result === "delivered" ? "done" : "failed", { result, ...answered });
    return outcome;
  }

  /** Notes what an attempt came to, and sees to it that there is another where one is due. */
  async function record(before: Delivery, lane: Lane, outcome: AttemptOutcome, startedAt: number, tookMs: number) {
    const slow = showsSlowness(outcome, tookMs);
    if (slow) await paces.wasSlow(before.endpoint);
    const step = afterAttempt(Number(before.counted), lane, outcome, random());
    const attempt = { at: BigInt(startedAt), tookMs: BigInt(Math.round(tookMs)), lane, ...resultOf(outcome) };
    const after = attempted(before, attempt, step, clock.now());
    if (step.next !== "waiting" || after.nextAt === undefined) {
      await deliveries.replace(after, before.attempts.length, undefined);
      return;
    }
    const isQueued = step.pauseMs <= QUEUED_PAUSE_MAX_MS;
    const mine = await deliveries.replace(after, before.attempts.length, sweptAt(Number(after.nextAt), isQueued));
    if (!mine || !isQueued) return;
    const { endpoint } = after;
    const next = { key: deliveryKey(after), attempts: after.attempts.length, endpoint, pauseMs: step.pauseMs };
    await lanes.send(slow ? "slow" : "fast", [{ ...next, ...traceOf(after) }]);
  }

  return {
    async deliver(lane, ticket) {
      const delivery = await deliveries.get(ticket.key);
      if (delivery?.state !== "waiting" || delivery.attempts.length !== ticket.attempts) return;
      const endpoint = (await reachable(delivery, endpoints.lately)) ?? (await reachable(delivery, endpoints.ofTenant));
      if (endpoint === undefined) {
        const { nextAt: _, ...rest } = delivery;
        await deliveries.replace({ ...rest, state: "cancelled" }, ticket.attempts, undefined);
        return;
      }
      if (lane === "fast" && (await paces.laneOf(delivery.endpoint)) === "slow") {
        return lanes.send("slow", [{ ...ticket, endpoint: endpoint.id, pauseMs: 0, ...traceOf(delivery) }]);
      }
      const began = { at: clock.now(), monotonic: clock.monotonic() };
      const outcome = await send(endpoint, delivery, lane);
      const tookMs = clock.monotonic() - began.monotonic;
      // Every cell has to know before this one forgets why it stopped.
      if (outcome.outcome === "gone") await disable(endpoint);
      await record(delivery, lane, outcome, began.at, tookMs);
    },
  };

  async function disable(endpoint: Endpoint): Promise<void> {
    const { outcome } = await ledger.commit([noteGone(cell, endpoint, BigInt(clock.now()))], () => true);
    if (outcome !== "committed" && outcome !== "refused") throw new Error(`A 410 was not noted: ${outcome}.`);
  }
}

/** The endpoint of a delivery, where it may be told something. */
async function reachable(
  { tenant, endpoint: id }: Delivery,
  ofTenant: KnownEndpoints["ofTenant"],
): Promise<Endpoint | undefined> {
  const standing = (await ofTenant(tenant)).find(({ endpoint }) => endpoint.id === id);
  return standing === undefined || standing.gone || standing.endpoint.status !== "enabled"
    ? undefined
    : standing.endpoint;
}
