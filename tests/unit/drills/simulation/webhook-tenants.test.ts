import { describe, expect, it } from "vitest";
import { createWebhookTenants } from "../../../../drills/simulation/webhook-tenants.ts";
import type { EndpointPlan } from "../../../../drills/simulation/webhooks-plan.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { createFaultLog } from "../../../../local/faults/catalogue.ts";

const HOUR_MS = 3_600_000;
const plan: EndpointPlan = {
  host: "hooks-0.example",
  client: "shop-client",
  home: "eu",
  events: undefined,
  at: 1_000,
  rotates: undefined,
  disables: undefined,
  enablesFrom: undefined,
  receiver: { takesMs: 50, ackLost: 0, illnesses: [] },
};
const watch = { knows: () => false, versionOf: () => 0 };

function tenantsWith(status: number, body: Record<string, unknown>) {
  const kernel = createVirtualKernel();
  const tenants = createWebhookTenants({ endpoints: [plan], unread: [] }, watch, {
    kernel,
    log: createFaultLog(),
    places: [{ cell: "eu", region: "eu-west-1" }],
    request: async () => ({ cell: "eu", reply: { status, headers: {}, body } }),
  });
  tenants.begin();
  return { kernel, tenants };
}

describe("a tenant who asks for an endpoint", () => {
  it("is answered, and has been promised its secret", async () => {
    const { kernel, tenants } = tenantsWith(201, { id: "whk_eu_1", secret: "whsec_1" });
    await kernel.elapse(HOUR_MS);
    expect(tenants.promises.map(({ endpoint, secret }) => [endpoint, secret])).toEqual([["whk_eu_1", "whsec_1"]]);
    expect([tenants.isDone(), kernel.faults]).toEqual([true, []]);
  });

  it("is not done before it has asked: a platform that came to rest sooner would never answer", async () => {
    const { kernel, tenants } = tenantsWith(201, { id: "whk_eu_1", secret: "whsec_1" });
    await kernel.elapse(500);
    expect(tenants.isDone()).toBe(false);
    await kernel.elapse(1_000);
    expect(tenants.isDone()).toBe(true);
  });

  it("and never gets an answer is a fault of the run, and not the end of its process", async () => {
    const { kernel, tenants } = tenantsWith(503, {});
    await kernel.elapse(HOUR_MS);
    expect(kernel.faults.map(String)).toEqual(["Error: Nobody answers POST /v1/webhook_endpoints."]);
    expect(tenants.isDone()).toBe(true);
  });
});
