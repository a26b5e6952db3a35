import { describe, expect, it } from "vitest";
import { createQueues, type Message } from "../../../../drills/simulation/queue.ts";
import type { Call } from "../../../../local/core/call.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { createFaultLog } from "../../../../local/faults/catalogue.ts";

function setUp() {
  const kernel = createVirtualKernel(5);
  const log = createFaultLog();
  const queues = createQueues(kernel, log);
  const caller = { kind: "root", arn: "", accountId: "" } as const;
  const send = (...bodies: readonly string[]) => {
    const Entries = bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
    const input = { QueueUrl: "q", Entries };
    const call: Call = { service: "sqs", action: "SendMessageBatch", region: "r", input, caller, requestId: "" };
    return queues.service.handle(call);
  };
  const seen: string[] = [];
  const consume = (fails: (message: Message) => boolean) => {
    queues.attach("q", async (batch) => {
      seen.push(...batch.map(({ body }) => body));
      return new Set(batch.filter(fails).map(({ id }) => id));
    });
  };
  return { kernel, log, queues, send, seen, consume };
}

describe("a queue of the simulation", () => {
  it("delivers what is sent, once where nothing goes wrong", async () => {
    const { kernel, queues, send, seen, consume } = setUp();
    consume(() => false);
    void send("a", "b");
    await kernel.elapse(60_000);
    expect(seen).toEqual(["a", "b"]);
    expect(queues.waiting()).toBe(0);
  });

  it("delivers what failed again, five times in all, and keeps it then for an operator", async () => {
    const { kernel, log, queues, send, seen, consume } = setUp();
    consume(({ body }) => body === "bad");
    void send("bad", "good");
    await kernel.elapse(300_000);
    expect(seen.filter((body) => body === "bad")).toHaveLength(5);
    expect(seen.filter((body) => body === "good")).toHaveLength(1);
    expect(queues.waiting()).toBe(1);
    queues.redriveTwice();
    await kernel.elapse(60_000);
    expect(log.counts().redrivenTwice).toBe(1);
    expect(seen.filter((body) => body === "bad").length).toBeGreaterThan(6);
  });

  it("delivers twice where it is told to, and refuses a part of a batch", async () => {
    const { kernel, log, queues, send, seen, consume } = setUp();
    consume(() => false);
    queues.faults({ duplicated: 1, late: 0 });
    void send("a");
    await kernel.elapse(100_000);
    expect(seen.length).toBeGreaterThan(1);
    queues.refuse(1);
    expect(send("b")).toMatchObject({ Successful: [], Failed: [{ Id: "0" }] });
    expect(log.counts()).toMatchObject({ batchPartial: 1 });
  });
});
