import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPrograms } from "./random-programs.ts";
import { localTarget } from "./targets/local.ts";
import type { Running } from "./targets/target.ts";

let running: Running;

beforeAll(async () => {
  const started = await localTarget.start((line) => expect.unreachable(line));
  if ("unavailable" in started) throw new Error(started.unavailable);
  running = started;
});

afterAll(() => running.stop());

/** The local cloud behind a door that loses every DeleteItem. */
async function forgetful(): Promise<{ readonly url: string; close(): void }> {
  const target = new URL(running.place.url);
  const door = createServer((incoming, outgoing) => {
    if (isDelete(incoming)) {
      incoming.resume().on("end", () => outgoing.end("{}"));
      return;
    }
    const { method, url: path, headers } = incoming;
    const onward = request({ hostname: target.hostname, port: target.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  }).listen(0, "127.0.0.1");
  await once(door, "listening");
  const address = door.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return { url: `http://127.0.0.1:${address.port}`, close: () => door.close() };
}

function isDelete({ headers }: IncomingMessage): boolean {
  return headers["x-amz-target"] === "DynamoDB_20120810.DeleteItem";
}

describe("random programs", () => {
  it("find no difference between a thing and itself, and as many refusals as answers to learn from", async () => {
    const { place } = running;
    // Both sides make the same table: one of them in a region of its own.
    const report = await runPrograms(
      { oracle: place, subject: { ...place, region: "eu-central-1" } },
      { seed: 1, programs: 5 },
    );
    expect(report.counterexample).toBeUndefined();
    expect(report.operations).toBeGreaterThan(100);
    expect(report.refused).toBeGreaterThan(20);
    expect(report.refused).toBeLessThan(report.operations / 2);
  });

  it("shrink what they find to the operations that show it", async () => {
    const door = await forgetful();
    const { place } = running;
    const subject = { ...place, url: door.url, region: "eu-central-1" };
    const { counterexample } = await runPrograms(
      { oracle: place, subject },
      { seed: 1, programs: 30, operationsMax: 20 },
    );
    door.close();
    const calls = counterexample?.operations.map(({ call }) => call) ?? [];
    expect(calls.at(-1) === "DeleteItem" || calls.includes("DeleteItem")).toBe(true);
    expect(calls.length).toBeLessThanOrEqual(3);
  });
});
