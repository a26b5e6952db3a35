import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { Answered } from "./front.ts";
import type { ApiRequest } from "./gateway.ts";
import { issuerOf } from "./issuers.ts";
import type { Place } from "./weather.ts";
import type { EndpointPlan } from "./webhooks-plan.ts";

/** What tenants ask with. */
export interface TenantsOptions {
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  readonly places: readonly Place[];
  readonly request: (request: ApiRequest, cell?: string) => Promise<Answered>;
}

/** A body, parsed. */
export type Body = Readonly<Record<string, unknown>>;

/** A request about an endpoint. */
export type Asked = Pick<ApiRequest, "method" | "path"> & { readonly key?: string; readonly body?: Body };

const SCOPES = "webhooks/read webhooks/write";
/** Between two attempts, milliseconds; no run lasts longer than all of them. */
const PAUSE_MS = { least: 500, more: 1_500 };
const TRIES_MAX = 600;

/** Asks for a tenant until there is an answer for good, of the endpoint's home or through the edge. */
export function createWebhookRequests({ kernel, places, request }: TenantsOptions) {
  return async ({ client, home }: EndpointPlan, { method, path, key, body }: Asked): Promise<Body> => {
    const region = places.find(({ cell }) => cell === home)?.region ?? "";
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${issuerOf(region).token(client, SCOPES)}`,
      "home-cell": home,
      ...(key !== undefined && { "idempotency-key": key }),
    };
    const asked = { method, path, headers, body: body && JSON.stringify(body) };
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const { reply } = await request(asked, kernel.random() < 0.5 ? home : undefined);
      if (reply?.body !== undefined && reply.status < 300) return reply.body;
      await new Promise<void>((resolve) => kernel.after(PAUSE_MS.least + kernel.random() * PAUSE_MS.more, resolve));
    }
    throw new Error(`Nobody answers ${method} ${path}.`);
  };
}
