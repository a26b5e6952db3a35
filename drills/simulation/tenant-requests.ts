import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { CLIENTS } from "./directory.ts";
import type { Answered } from "./front.ts";
import type { ApiRequest } from "./gateway.ts";
import { issuerOf } from "./issuers.ts";
import type { Place } from "./weather.ts";

/** What tenants ask with. */
export interface TenantRequestsOptions {
  readonly kernel: VirtualKernel;
  readonly places: readonly Place[];
  readonly request: (request: ApiRequest, cell?: string) => Promise<Answered>;
}

/** Whose client asks, and the home of what it asks about. */
export interface Asker {
  readonly client: keyof typeof CLIENTS;
  readonly home: string;
}

/** A body, parsed. */
export type Body = Readonly<Record<string, unknown>>;

/** A request of a tenant. */
export type Asked = Pick<ApiRequest, "method" | "path"> & { readonly key?: string; readonly body?: Body };

/** Between two attempts, milliseconds; no run lasts longer than all of them. */
const PAUSE_MS = { least: 500, more: 1_500 };
const TRIES_MAX = 600;

/**
 * Asks for a tenant until there is an answer for good, with a token that has `scopes`, or else every one that a client
 * can have; `origin` draws the cell whose own name each attempt goes to, and is undefined where it goes to the edge.
 */
export function createTenantRequests({ kernel, places, request }: TenantRequestsOptions, scopes?: string) {
  return async (
    { client, home }: Asker,
    { method, path, key, body }: Asked,
    origin: () => string | undefined,
  ): Promise<Body> => {
    const region = places.find(({ cell }) => cell === home)?.region ?? "";
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${issuerOf(region).token(client, scopes)}`,
      "home-cell": home,
      ...(key !== undefined && { "idempotency-key": key }),
    };
    const asked = { method, path, headers, body: body && JSON.stringify(body) };
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const { reply } = await request(asked, origin());
      if (reply?.body !== undefined && reply.status < 300) return reply.body;
      await new Promise<void>((resolve) => kernel.after(PAUSE_MS.least + kernel.random() * PAUSE_MS.more, resolve));
    }
    throw new Error(`Nobody answers ${method} ${path}.`);
  };
}
