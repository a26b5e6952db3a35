import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isPublicAddress } from "../../../../functions/domain/webhook-addresses.ts";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { createSender, type Passage } from "../../../../functions/webhooks/sender.ts";
import { selfSigned } from "./certificate.ts";

const HOST = "hooks.example";
const { key, cert } = selfSigned(HOST);
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener, secure = true): Promise<number> {
  const server: Server = secure ? createServer({ key, cert }, listener) : createHttpServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this form.
  return (server.address() as AddressInfo).port;
}

/** A resolver that answers with these addresses. */
function resolving(addresses: readonly string[]): Passage["resolve"] {
  const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return (_, done) => done(null, found);
}

/** A way to this machine, which stands for the internet here. */
function passage(more: Partial<Passage> = {}): Passage {
  return { resolve: resolving(["127.0.0.1"]), isAllowed: () => true, ca: cert, ...more };
}

function post(port: number, more: Partial<Passage> = {}, request: { patienceMs?: number; host?: string } = {}) {
  const { patienceMs = 5_000, host = HOST } = request;
  const sender = createSender(undefined, passage(more), systemClock());
  const headers = { "webhook-id": "evt_1", "webhook-timestamp": "1", "webhook-signature": "v1,x" };
  return sender({ url: `https://${host}:${port}/hooks?a=b`, headers, body: '{"type":"x"}', patienceMs });
}

describe("a message", () => {
  it("arrives with its headers and its very body", async () => {
    let seen: unknown;
    const port = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method, url, headers } = request;
        seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
        response.writeHead(204).end();
      });
    });
    expect(await post(port)).toEqual({ outcome: "delivered", status: 204 });
    const headers = { host: `${HOST}:${port}`, "webhook-id": "evt_1", "content-type": "application/json" };
    expect(seen).toMatchObject({ method: "POST", url: "/hooks?a=b", body: '{"type":"x"}', headers });
  });

  it("goes to the address that was judged, and the name is asked about once", async () => {
    const port = await serve((_, response) => response.writeHead(200).end());
    const answers = [["127.0.0.1"], ["127.0.0.2"]];
    let asked = 0;
    const resolve: Passage["resolve"] = (name, done) => resolving(answers[asked++] ?? [])(name, done);
    const judged: string[] = [];
    const isAllowed = (address: string) => judged.push(address) > 0;
    expect(await post(port, { resolve, isAllowed })).toEqual({ outcome: "delivered", status: 200 });
    expect([asked, judged]).toEqual([1, ["127.0.0.1"]]);
  });
});

describe("nothing is sent", () => {
  const rows: readonly (readonly [what: string, addresses: readonly string[]])[] = [
    ["to this machine", ["127.0.0.1"]],
    ["to where a cloud keeps its credentials", ["169.254.169.254"]],
    ["to a private network", ["10.0.0.7"]],
    ["to a mapped address", ["::ffff:127.0.0.1"]],
    ["to the private half of what a name says", ["93.184.215.14", "127.0.0.1"]],
    ["to a name without addresses", []],
  ];
  it.each(rows)("%s", async (_, addresses) => {
    let reached = 0;
    const port = await serve((__, response) => {
      reached += 1;
      response.end();
    });
    expect(await post(port, { resolve: resolving(addresses), isAllowed: isPublicAddress })).toEqual({
      outcome: "failed",
      why: "address_refused",
    });
    expect(reached).toBe(0);
  });
});

it.each(["127.0.0.1", "[::1]", "[::ffff:7f00:1]"])("nothing is sent to %s, which is no name", async (host) => {
  const port = await serve((_, response) => response.end());
  expect(await post(port, { isAllowed: isPublicAddress }, { host })).toEqual({
    outcome: "failed",
    why: "address_refused",
  });
});

describe("a receiver that", () => {
  const rows: readonly (readonly [what: string, listener: RequestListener, outcome: object])[] = [
    ["answers with an error", (_, response) => response.writeHead(500).end("no"), { why: "status", status: 500 }],
    [
      "redirects to where a cloud keeps its credentials is not followed",
      (_, response) => response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
      { why: "redirect", status: 302 },
    ],
    [
      "asks to be left alone",
      (_, response) => response.writeHead(429, { "retry-after": "7" }).end(),
      { why: "status", status: 429, retryAfterMs: 7_000 },
    ],
    ["is gone", (_, response) => response.writeHead(410).end(), { outcome: "gone", status: 410 }],
    ["breaks off", (request) => request.socket.destroy(), { why: "connection" }],
    [
      "sends headers without end",
      (_, response) => response.writeHead(200, { "x-long": "x".repeat(64 * 1024) }).end(),
      { why: "answer_malformed" },
    ],
    ["speaks no HTTP", (request) => request.socket.end("hello\r\n\r\n"), { why: "answer_malformed" }],
  ];
  it.each(rows)("%s", async (_, listener, outcome) => {
    expect(await post(await serve(listener))).toEqual({ outcome: "failed", ...outcome });
  });

  it("sends a body without end is taken at its word, and cut off", async () => {
    let sent = 0;
    const port = await serve((_, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1024);
      const more = () => {
        sent += chunk.length;
        if (!response.destroyed) response.write(chunk, () => setImmediate(more));
      };
      response.on("error", () => {});
      more();
    });
    expect(await post(port)).toEqual({ outcome: "delivered", status: 200 });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it.each(["never answers", "never ends its body"])("%s costs no more than its time", async (which) => {
    const port = await serve((_, response) => {
      if (which === "never ends its body") response.writeHead(200).write("…");
    });
    const began = performance.now();
    const outcome = await post(port, {}, { patienceMs: 300 });
    expect(outcome.outcome).toBe(which === "never answers" ? "failed" : "delivered");
    if (outcome.outcome === "failed") expect(outcome.why).toBe("timeout");
    expect(performance.now() - began).toBeGreaterThan(250);
  });

  it("has a certificate of somebody else is not believed", async () => {
    const port = await serve((_, response) => response.end());
    expect(await post(port, {}, { host: "other.example" })).toEqual({ outcome: "failed", why: "tls" });
    expect(await post(port, { ca: selfSigned(HOST).cert })).toEqual({ outcome: "failed", why: "tls" });
  });

  it("has no such name, or nobody at its address", async () => {
    const fault = Object.assign(new Error("queryA ENOTFOUND"), { code: "ENOTFOUND" });
    expect(await post(1, { resolve: (_, done) => done(fault, []) })).toEqual({
      outcome: "failed",
      why: "name_unknown",
    });
    expect(await post(1)).toEqual({ outcome: "failed", why: "connection" });
  });
});

describe("where AWS is somewhere else than its names say", () => {
  it("so is the world outside", async () => {
    let path: string | undefined;
    const port = await serve((request, response) => {
      path = request.url;
      response.writeHead(204).end();
    }, false);
    const never = () => {
      throw new Error("no name is asked about");
    };
    const sender = createSender(`http://127.0.0.1:${port}`, passage({ resolve: never }), systemClock());
    const request = { url: "https://shop.example/hooks", headers: {}, body: "{}", patienceMs: 5_000 };
    expect(await sender(request)).toEqual({ outcome: "delivered", status: 204 });
    expect(path).toBe("/_aws/outside/shop.example/hooks");
  });
});
