import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { RequestHead } from "../../../local/http/direct.ts";
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

  it("asks what answers directly first, by the head of a request", async () => {
    const answers = {
      fetch: async (request: Request) => new Response(`web ${await request.text()}`),
      direct: ({ method, url, headers }: RequestHead) =>
        headers.get("x-amz-target") === null
          ? undefined
          : (body: string) =>
              Promise.resolve({ status: 418, headers: { "x-seen": `${method} ${url}` }, body: `direct ${body}` }),
    };
    const listener = await listen({ port: 0, flag: "--port", ...answers });
    const post = (headers: Record<string, string>) =>
      fetch(`${listener.url}/a%2Fb?c=d`, { method: "POST", headers, body: "ä€😀" });
    const direct = await post({ "X-Amz-Target": "Service.Action" });
    expect([direct.status, direct.headers.get("x-seen"), await direct.text()]).toEqual([
      418,
      "POST /a%2Fb?c=d",
      "direct ä€😀",
    ]);
    expect(direct.headers.get("content-length")).toBe(String(Buffer.byteLength("direct ä€😀")));
    expect(await (await post({})).text()).toBe("web ä€😀");
    await listener.close();
  });

  it("ends the connection where a direct answer fails, and serves the next", async () => {
    const direct = () => async (body: string) => {
      if (body === "bad") throw new Error("broken");
      return { status: 200, headers: {}, body };
    };
    const listener = await listen({ port: 0, flag: "--port", fetch: () => new Response(), direct });
    const post = (body: string) => fetch(listener.url, { method: "POST", body });
    await expect(post("bad")).rejects.toThrow("fetch failed");
    expect(await (await post("good")).text()).toBe("good");
    await listener.close();
  });

  it("lets a request that leads nowhere wait, and breaks it off without an answer", async () => {
    const answers = { fetch: () => new Response("here"), breaksOff: ({ url }: RequestHead) => url === "/lost" };
    const listener = await listen({ port: 0, flag: "--port", ...answers });
    const began = performance.now();
    await expect(fetch(`${listener.url}/lost`, { method: "POST", body: "a" })).rejects.toThrow("fetch failed");
    expect(performance.now() - began).toBeGreaterThan(1_000);
    const impatient = fetch(`${listener.url}/lost`, { signal: AbortSignal.timeout(50) });
    await expect(impatient).rejects.toMatchObject({ name: "TimeoutError" });
    expect(await (await fetch(`${listener.url}/here`)).text()).toBe("here");
    await listener.close();
  });

  it("outlives a client that hangs up in the middle of a body", async () => {
    let answered = 0;
    const direct = () => (body: string) =>
      Promise.resolve({ status: 200, headers: {}, body: `${(answered += 1)}${body}` });
    const listener = await listen({ port: 0, flag: "--port", fetch: () => new Response(), direct });
    const socket = connect(portOf(listener.url), "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 10\r\n\r\nhalf");
    await new Promise((resolve) => socket.once("connect", () => setTimeout(resolve, 50)));
    socket.resetAndDestroy();
    expect(await (await fetch(listener.url, { method: "POST", body: "!" })).text()).toBe("1!");
    await listener.close();
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
