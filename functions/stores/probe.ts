import { ORIGIN_SECRET_HEADER, originAddress } from "./addresses.ts";
import type { Clock } from "./clock.ts";

/** Asks a cell's origin whether it is well; false when it is not, or does not say so in time. Never throws. */
export type ProbeOrigin = (host: string) => Promise<boolean>;

/** Sends a request and awaits its answer, as `fetch` does. */
export type Fetch = (request: Request) => Promise<Response>;

const PROBE_DEADLINE_MS = 2_000;

/** Probes `/healthz` of an origin by its own name, past the edge. */
export function createProbe(
  { originSecret, awsEndpoint }: { readonly originSecret: string; readonly awsEndpoint: string | undefined },
  fetch: Fetch,
  clock: Pick<Clock, "deadline">,
): ProbeOrigin {
  return async (host) => {
    const signal = clock.deadline(PROBE_DEADLINE_MS);
    const headers = { [ORIGIN_SECRET_HEADER]: originSecret };
    try {
      const reply = await fetch(new Request(`${originAddress(host, awsEndpoint)}/healthz`, { headers, signal }));
      // Read to its end, so that the connection can be used again.
      await reply.arrayBuffer();
      return reply.ok;
    } catch {
      return false;
    }
  };
}
