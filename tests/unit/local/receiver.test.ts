import { describe, expect, it } from "vitest";
import { createVirtualKernel } from "../../../local/drivers/virtual-clock.ts";
import { receiverRoutes } from "../../../local/receiver/receiver.ts";

const send = (app: ReturnType<typeof receiverRoutes>, url: string) =>
  app.request(url, { method: "POST", headers: { "webhook-id": "evt_1" }, body: "{}" });

describe("a host outside", () => {
  const rows: readonly (readonly [path: string, status: number])[] = [
    ["/hooks", 204],
    ["/hooks/team/payments", 204],
    ["/hooks/fail", 500],
    ["/hooks/gone", 410],
    ["/hooks/redirect", 302],
  ];
  it.each(rows)("answers at %s with %i, and keeps what came", async (path, status) => {
    const kernel = createVirtualKernel();
    const app = receiverRoutes(kernel);
    expect((await send(app, `/_aws/outside/shop.example${path}`)).status).toBe(status);
    await send(app, "/_aws/outside/other.example/hooks");
    const seen = JSON.parse(await (await app.request("/_local/webhooks?host=shop.example")).text());
    const headers = { "webhook-id": "evt_1", "webhook-timestamp": "", "webhook-signature": "" };
    expect(seen.webhooks).toEqual([{ host: "shop.example", path, at: kernel.now(), headers, body: "{}" }]);
  });

  it("hangs where it is told to", async () => {
    const kernel = createVirtualKernel();
    let isAnswered = false;
    const asked = Promise.resolve(send(receiverRoutes(kernel), "/_aws/outside/shop.example/hooks/hang")).finally(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await kernel.advance(16_000);
    expect(isAnswered).toBe(false);
    await kernel.advance(60_000);
    expect((await asked).status).toBe(204);
  });
});
