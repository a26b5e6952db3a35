import { expect, it } from "vitest";
import { createProbe } from "../../../../functions/stores/probe.ts";

const signal = new AbortController().signal;

it.each<[string, () => Promise<Response>, boolean]>([
  ["answers that it is well", async () => new Response("{}"), true],
  ["answers that it has no lease", async () => new Response("{}", { status: 503 }), false],
  ["refuses the secret", async () => new Response("", { status: 403 }), false],
  ["cannot be reached", async () => Promise.reject(new Error("ECONNREFUSED")), false],
  ["breaks off in the middle", async () => new Response(new ReadableStream({ pull: (c) => c.error("reset") })), false],
])("an origin that %s", async (_, answer, well) => {
  const sent: Request[] = [];
  const probe = createProbe(
    { originSecret: "edge-secret", awsEndpoint: undefined },
    (request) => {
      sent.push(request);
      return answer();
    },
    { deadline: () => signal },
  );
  expect(await probe("eu.origin.pay.example.com")).toBe(well);
  expect(sent[0]?.url).toBe("https://eu.origin.pay.example.com/healthz");
  expect(sent[0]?.headers.get("x-origin-secret")).toBe("edge-secret");
});

it("that hangs is given up after two seconds", async () => {
  const deadlines: number[] = [];
  const controller = new AbortController();
  const probe = createProbe(
    { originSecret: "edge-secret", awsEndpoint: "http://127.0.0.1:4566" },
    (request) =>
      new Promise((_, reject) => {
        request.signal.addEventListener("abort", () => reject(new Error("aborted")));
        controller.abort();
      }),
    { deadline: (ms) => (deadlines.push(ms), controller.signal) },
  );
  expect(await probe("eu.origin.pay.example.com")).toBe(false);
  expect(deadlines).toEqual([2_000]);
});
