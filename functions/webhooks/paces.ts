import type { EndpointId } from "../domain/ids.ts";
import { SLOW_FOR_MS, type Lane } from "../domain/webhook-schedule.ts";
import type { Clock } from "../stores/clock.ts";
import type { Deliveries } from "../stores/deliveries.ts";
import { remembered } from "../stores/remembered.ts";

/** Which lane endpoints belong into. */
export interface Paces {
  laneOf(endpoint: EndpointId): Promise<Lane>;
  /** Notes that an endpoint was slow just now. */
  wasSlow(endpoint: EndpointId): Promise<void>;
}

/** What was read is used for so long: until then the fast lane meets an endpoint that has just become slow. */
const FRESH_MS = 1_000;
/** So many are remembered. */
const KEPT_MAX = 10_000;
/** A note is not renewed while it is good for most of its time. */
const RENEWED_MS = SLOW_FOR_MS / 2;

/** Paces of endpoints, read once a second, each by one read for however many ask at the same time. */
export function createPaces(deliveries: Pick<Deliveries, "slowUntil" | "noteSlow">, clock: Clock): Paces {
  const slowUntil = remembered(
    async (endpoint: EndpointId) => (await deliveries.slowUntil([endpoint])).get(endpoint) ?? 0,
    { freshMs: FRESH_MS, most: KEPT_MAX },
    clock,
  );
  return {
    laneOf: async (endpoint) => ((await slowUntil.get(endpoint)) > clock.now() ? "slow" : "fast"),
    async wasSlow(endpoint) {
      const until = clock.now() + SLOW_FOR_MS;
      if ((await slowUntil.get(endpoint)) > clock.now() + RENEWED_MS) return;
      await deliveries.noteSlow(endpoint, until);
      slowUntil.set(endpoint, until);
    },
  };
}
