import type { Throttle } from "./rest-api.ts";

/** Token buckets by key. */
export interface Throttles {
  /** Takes a token; false where none is left. */
  take(key: string, limit: Throttle, nowMs: number): boolean;
}

/** Buckets that start full and fill at their rate up to their burst. */
export function createThrottles(): Throttles {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, { ratePerSecond, burst }, nowMs) {
      const bucket = buckets.get(key) ?? { tokens: burst, at: nowMs };
      const tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.at) / 1000) * ratePerSecond);
      const taken = tokens >= 1;
      buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at: nowMs });
      return taken;
    },
  };
}
