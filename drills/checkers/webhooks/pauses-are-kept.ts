import { fault, type SeenDelivery, type WebhookChecker } from "./webhook-run.ts";

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000] as const;
/** As the documentation tells tenants. */
const PAUSES_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
/** Queues delay by whole seconds, and the clocks of a region's machines differ by half of one. */
const EARLY_MS = 2 * SECOND;

/** A receiver that is in trouble is left alone as long as it was told. */
export const pausesAreKept: WebhookChecker = {
  name: "webhooks/pauses-are-kept",
  claim:
    "After a failed attempt the next one comes no sooner than the schedule says; the first slow answer is excepted.",
  holds: "always",
  harm: "other",
  check: ({ deliveries }) => deliveries.flatMap((delivery) => tooSoon(delivery).map(fault)),
};

function tooSoon({ attempts, cell, endpoint, event }: SeenDelivery): readonly string[] {
  let counted = 0;
  return attempts.flatMap(({ at, tookMs, lane, result }, index) => {
    const next = attempts[index + 1];
    if (lane === "fast" && result === "timeout") return [];
    const pause = PAUSES_MS[counted] ?? 0;
    counted += 1;
    if (next === undefined || next.at >= at + tookMs + pause - EARLY_MS) return [];
    const after = Math.round(next.at - at - tookMs);
    return [`${cell} tried ${event} again with ${endpoint} ${after} ms after attempt ${index + 1}, not ${pause}.`];
  });
}
