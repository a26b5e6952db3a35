import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { listen } from "../../../local/listen.ts";

const portOf = (url: string): number => Number(new URL(url).port);

describe("listening on a port", () => {
  it("serves on the loopback interface until it is closed", async () => {
    const listener = await listen({ port: 0, flag: "--port", fetch: () => new Response("here") });
    expect(listener.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(listener.url)).text()).toBe("here");
    await listener.close();
    await expect(fetch(listener.url)).rejects.toThrow("fetch failed");
  });

  it("recognises another local cloud on a taken port", async () => {
    const marked = () => new Response("", { headers: { "x-payment-cells": "local" } });
    const first = await listen({ port: 0, flag: "--port", fetch: marked });
    const port = portOf(first.url);
    await expect(listen({ port, flag: "--port", fetch: marked })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken, by another local cloud of payment-cells. ` +
        "End that, or choose another port with --port.",
    );
    await first.close();
  });

  it("names the flag where somebody else holds the port", async () => {
    const stranger = createServer((socket) => socket.end("no HTTP"));
    await new Promise<void>((resolve) => {
      stranger.listen(0, "127.0.0.1", resolve);
    });
    // A server that listens on TCP has an address with a port.
    const { port } = stranger.address() as AddressInfo;
    await expect(listen({ port, flag: "--edge-port", fetch: () => new Response() })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken, probably by another emulator or web server. ` +
        "End that, or choose another port with --edge-port.",
    );
    stranger.close();
  });
});
