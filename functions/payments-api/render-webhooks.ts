import type { Replay } from "../domain/webhook-endpoints.ts";
import type { Delivery } from "../domain/webhook-deliveries.ts";
import type { ToldEndpoint } from "./actions/webhooks.ts";
import type { Body } from "./render.ts";

/** An endpoint as its tenant sees it; an old secret only as long as it signs. */
export function renderEndpoint({ standing, secret }: Omit<ToldEndpoint, "replayed">, now: number): Body {
  const { endpoint, gone } = standing;
  const { id, url, events, status, before, createdAt } = endpoint;
  const isOff = status !== "enabled";
  return {
    object: "webhook_endpoint",
    id,
    url,
    events: events.length === 0 ? null : events,
    status: gone && !isOff ? "gone" : status,
    ...(secret === undefined ? {} : { secret }),
    ...(before !== undefined && before.until > BigInt(now) ? { old_secret_until: time(before.until) } : {}),
    created_at: time(createdAt),
  };
}

/** A replay that was asked for. */
export function renderReplay({ id, endpoint, from, to }: Replay): Body {
  return { object: "webhook_replay", id, endpoint, from: time(from), to: time(to) };
}

/** A delivery with its attempts. */
export function renderDelivery({ event, type, state, replay, nextAt, attempts }: Delivery): Body {
  return {
    object: "webhook_delivery",
    event,
    type,
    state,
    ...(replay === undefined ? {} : { replay }),
    ...(nextAt === undefined ? {} : { next_attempt_at: time(nextAt) }),
    attempts: attempts.map(({ at, tookMs, result, status }) => ({
      at: time(at),
      took_ms: Number(tookMs),
      result,
      ...(status === undefined ? {} : { status: Number(status) }),
    })),
  };
}

function time(at: bigint): string {
  return new Date(Number(at)).toISOString();
}
