import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { Enabled, SecretPromise } from "../checkers/webhooks/webhook-run.ts";
import { urlOf } from "./receivers.ts";
import { createTenantRequests, type Asked, type Body, type TenantRequestsOptions } from "./tenant-requests.ts";
import type { WebhookWatch } from "./webhook-watch.ts";
import type { EndpointPlan, WebhooksPlan } from "./webhooks-plan.ts";

/** What tenants ask with, and where it is noted what befell them. */
export interface TenantsOptions extends TenantRequestsOptions {
  readonly log: FaultLog;
}

/** Tenants who want to hear of events, and what they were told. */
export interface WebhookTenants {
  /** Makes the endpoints that are there before anything goes wrong. */
  open(): Promise<void>;
  /** Has everything else asked for in its time, from now on. */
  begin(): void;
  /** Whether all that is to be asked for is answered. */
  isDone(): boolean;
  readonly promises: readonly SecretPromise[];
  readonly enabled: readonly Enabled[];
}

const ROUTE = "/v1/webhook_endpoints";
const SCOPES = "webhooks/read webhooks/write";
const LOOK_MS = 1_000;
const LOOKS_MAX = 40;

/** What a tenant's client can see of its endpoints. */
type Seen = Pick<WebhookWatch, "knows" | "versionOf">;

type Known = { -readonly [Field in keyof SecretPromise]: SecretPromise[Field] };

/** Tenants who have not asked for anything yet. */
export function createWebhookTenants(
  { endpoints }: WebhooksPlan,
  watch: Seen,
  options: TenantsOptions,
): WebhookTenants {
  const { kernel, places } = options;
  const promises: Known[] = [];
  const enabled: Enabled[] = [];
  const underWay = new Set<Promise<void>>();
  /** How much is still to begin. */
  let ahead = 0;
  const made = new Map<EndpointPlan, string>();
  const does = createDeeds({ promises, enabled }, watch, options);
  /** The clock that calls it keeps the fault of what it returns. */
  const begun = (work: Promise<unknown>): Promise<void> => {
    const noted = work.then(() => undefined).finally(() => underWay.delete(noted));
    underWay.add(noted);
    return noted;
  };
  const make = async (plan: EndpointPlan): Promise<void> => void made.set(plan, await does.make(plan));

  /** Begins what is done at a time, in a while; a platform that stopped before would never answer it. */
  function at(when: number | undefined, act: () => Promise<void> | undefined): void {
    if (when === undefined) return;
    ahead += 1;
    kernel.after(when, () => {
      ahead -= 1;
      return act();
    });
  }

  /** Nothing is done about an endpoint that is still being made. */
  function about(plan: EndpointPlan, act: (id: string) => Promise<void>): Promise<void> | undefined {
    const id = made.get(plan);
    return id === undefined ? undefined : begun(act(id));
  }

  return {
    promises,
    enabled,
    async open() {
      const early = endpoints.filter((plan) => plan.at === undefined);
      await Promise.all(early.map(make));
      const everywhere = (): boolean =>
        early.every((plan) => places.every(({ cell }) => watch.knows(cell, made.get(plan) ?? "")));
      while (!everywhere()) await new Promise<void>((resolve) => kernel.after(LOOK_MS, resolve));
    },
    begin() {
      for (const plan of endpoints) {
        const { rotates, disables, enablesFrom } = plan;
        at(plan.at, () => begun(make(plan)));
        at(rotates?.at, () => about(plan, (id) => does.rotate(plan, id, rotates?.keepOldForS ?? 0)));
        at(disables?.at, () => about(plan, (id) => does.set(plan, id, "disabled")));
        at(disables?.again, () => about(plan, (id) => does.set(plan, id, "enabled")));
        at(enablesFrom, () => about(plan, (id) => does.enableOnceGone(plan, id)));
      }
    },
    isDone: () => ahead === 0 && underWay.size === 0,
  };
}

/** What tenants were told so far. */
interface Told {
  readonly promises: Known[];
  readonly enabled: Enabled[];
}

/** What a tenant does about an endpoint, each until it is answered. */
interface Deeds {
  /** Its id, once its secret is known. */
  make(plan: EndpointPlan): Promise<string>;
  rotate(plan: EndpointPlan, id: string, keepOldForS: number): Promise<void>;
  /** Enables an endpoint that is gone, as soon as its tenant sees that it is. */
  enableOnceGone(plan: EndpointPlan, id: string): Promise<void>;
  set(plan: EndpointPlan, id: string, status: "enabled" | "disabled"): Promise<void>;
}

function createDeeds({ promises, enabled }: Told, watch: Seen, options: TenantsOptions): Deeds {
  const { kernel, log } = options;
  const ask = createTenantRequests(options, SCOPES);
  /** Half of the attempts go to the endpoint's home, the others through the edge. */
  const insist = (plan: EndpointPlan, asked: Asked): Promise<Body> =>
    ask(plan, asked, () => (kernel.random() < 0.5 ? plan.home : undefined));

  function told(endpoint: string, { secret }: Body): boolean {
    if (typeof secret !== "string") return false;
    const since = watch.versionOf(endpoint);
    promises.push({ endpoint, secret, since, until: undefined, droppedAt: undefined });
    return true;
  }

  async function set(plan: EndpointPlan, id: string, status: "enabled" | "disabled"): Promise<void> {
    await insist(plan, { method: "PATCH", path: `${ROUTE}/${id}`, body: { status } });
  }

  return {
    set,
    async make(plan) {
      const { host, events } = plan;
      const body = { url: urlOf(plan), ...(events && { events }) };
      const answer = await insist(plan, { method: "POST", path: ROUTE, key: `hook-${host}`, body });
      const id = String(answer["id"]);
      // Whoever lost the answer with the secret asks for another one.
      for (let lost = 0, known = told(id, answer); !known; lost += 1) {
        known = told(id, await insist(plan, rotation(id, `lost-${lost}-${host}`, 0)));
      }
      return id;
    },
    async rotate(plan, id, keepOldForS) {
      const before = promises.findLast(({ endpoint }) => endpoint === id);
      if (before === undefined) return;
      if (keepOldForS === 0) before.droppedAt = kernel.now();
      const answer = await insist(plan, rotation(id, `turn-${plan.host}`, keepOldForS));
      const until = answer["old_secret_until"];
      if (typeof until === "string") before.until = Date.parse(until);
      log.observe("secretRotated");
      told(id, answer);
    },
    async enableOnceGone(plan, id) {
      for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
        const { status } = await insist(plan, { method: "GET", path: `${ROUTE}/${id}` });
        if (status === "gone") {
          const askedAt = kernel.now();
          await set(plan, id, "enabled");
          enabled.push({ endpoint: id, askedAt, since: watch.versionOf(id) });
          return;
        }
        await new Promise<void>((resolve) => kernel.after(LOOK_MS, resolve));
      }
    },
  };
}

function rotation(id: string, key: string, keepOldForS: number): Asked {
  return { method: "POST", path: `${ROUTE}/${id}/rotate_secret`, key, body: { keep_old_for: keepOldForS } };
}
