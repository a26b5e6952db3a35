import type { Throttle } from "./rest-api.ts";

/** Token buckets by key. */
export interface Throttles {
  /** Takes a token; false where none is left. */
  take(key: string, limit: Throttle, nowMs: number): boolean;
}

/** Buckets that start full and fill at their rate up to their burst. */
export function createThrottles(): Throttles {
  const buckets = new Map<string, { tokens: number; at: number; limit: Throttle }>();
  return {
    take(key, limit, nowMs) {
      const { ratePerSecond, burst } = limit;
      const known = buckets.get(key);
      // A limit that was changed starts anew.
      const bucket = known?.limit === limit ? known : { tokens: burst, at: nowMs };
      const tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.at) / 1000) * ratePerSecond);
      const taken = tokens >= 1;
      buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at: nowMs, limit });
      return taken;
    },
  };
}
