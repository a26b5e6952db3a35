import { describe, expect, it } from "vitest";
import { endpointIdOf, type CellName, type Tenant } from "../../../../functions/domain/ids.ts";
import { createEndpoints } from "../../../../functions/stores/webhook-endpoints.ts";

const tenant = "shop" as Tenant; // in the form that its parser accepts
const eu = "eu" as CellName; // likewise
const nothing = { get: () => Promise.resolve(undefined), partition: () => Promise.resolve([]) };

describe("endpoints of a tenant", () => {
  it("are none where every cell has none", async () => {
    await expect(createEndpoints(nothing, () => Promise.resolve([eu])).ofTenant(tenant)).resolves.toEqual([]);
  });

  it("are not said to be none while nobody knows which cells there are: an event would be told to nobody", async () => {
    const endpoints = createEndpoints(nothing, () => Promise.reject(new Error("unknown")));
    await expect(endpoints.ofTenant(tenant)).rejects.toThrow("unknown");
    const id = endpointIdOf(eu, { tenant, method: "POST", route: "/", resource: "eu", key: "1" });
    await expect(endpoints.one(id, tenant)).resolves.toBeUndefined();
  });
});
