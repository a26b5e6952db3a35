import { lengthPrefixedHash, parseEndpointId, parseTenant, type EndpointId } from "../../functions/domain/ids.ts";
import { deliveryKey, type Delivery } from "../../functions/domain/webhook-deliveries.ts";
import type { Endpoint } from "../../functions/domain/webhook-endpoints.ts";
import type { LedgerKey } from "../../functions/domain/keys.ts";
import type { Deliveries } from "../../functions/stores/deliveries.ts";

/** Deliveries in memory: what is measured is who waits for whom, and tables make nobody wait for somebody else. */
export function deliveriesInMemory(takesTime: () => Promise<void>): Deliveries {
  const kept = new Map<string, Delivery>();
  const slow = new Map<EndpointId, number>();
  const nameOf = ({ pk, sk }: LedgerKey) => `${pk}/${sk}`;
  return {
    async put(delivery) {
      await takesTime();
      const name = nameOf(deliveryKey(delivery));
      if (!kept.has(name)) kept.set(name, delivery);
    },
    async get(key) {
      await takesTime();
      return kept.get(nameOf(key));
    },
    async replace(delivery, attemptsBefore) {
      await takesTime();
      const name = nameOf(deliveryKey(delivery));
      const before = kept.get(name);
      if (before?.state !== "waiting" || before.attempts.length !== attemptsBefore) return false;
      kept.set(name, delivery);
      return true;
    },
    page: () => Promise.resolve([]),
    dueBefore: () => Promise.resolve([]),
    putOff: () => Promise.resolve(false),
    async slowUntil(endpoints) {
      await takesTime();
      return new Map(endpoints.flatMap((id) => (slow.has(id) ? [[id, slow.get(id) ?? 0] as const] : [])));
    },
    async noteSlow(endpoint, until) {
      await takesTime();
      slow.set(endpoint, until);
    },
  };
}

/** The one endpoint of a tenant. */
export function endpointOf(number: number): Endpoint {
  const id = parseEndpointId(`whk_eu_${lengthPrefixedHash([`${number}`])}`);
  const tenant = parseTenant(`tenant-${number}`);
  if (!id.ok || !tenant.ok) throw new Error("The bench names its endpoints rightly.");
  const fixed = { events: [], status: "enabled", round: 0n, version: 1n, request: "", createdAt: 0n } as const;
  const secret = { key: "", box: "" };
  return { ...fixed, id: id.value, tenant: tenant.value, url: `https://shop-${number}.example/hooks`, secret };
}
