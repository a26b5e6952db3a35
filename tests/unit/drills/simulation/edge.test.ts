import { expect, it } from "vitest";
import { createEdge } from "../../../../drills/simulation/edge.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { createFaultLog } from "../../../../local/faults/catalogue.ts";

it("every location of the edge ends with what was written last, in whichever order it hears of it", async () => {
  const kernel = createVirtualKernel();
  const edge = createEdge(["eu", "us"], kernel, createFaultLog());
  const { store } = edge;
  const request = { method: "GET", uri: `/v1/accounts/acc_us_${"0".repeat(32)}`, headers: {} };
  for (let round = 0; round < 20; round += 1) {
    store.write(new Map([["serves/us", "eu"]]), [], store.etag());
    store.write(new Map(), ["serves/us"], store.etag());
    await kernel.elapse(10_000);
    for (let asks = 0; asks < 10; asks += 1) expect(await edge.route(request)).toBe("us");
  }
});
