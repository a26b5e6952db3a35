import { describe, expect, it } from "vitest";
import type { InboxMessage } from "../../../../functions/credit-inbox/batches.ts";
import { createQueues } from "../../../../drills/simulation/queue.ts";
import type { Call } from "../../../../local/core/call.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { createFaultLog } from "../../../../local/faults/catalogue.ts";

function setUp() {
  const kernel = createVirtualKernel(5);
  const log = createFaultLog();
  const queues = createQueues(kernel, log);
  const caller = { kind: "root", arn: "", accountId: "" } as const;
  const ask = (action: string, Entries: readonly object[]) => {
    const input = { QueueUrl: "q", Entries };
    const call: Call = { service: "sqs", action, region: "r", input, caller, requestId: "" };
    return queues.service.handle(call);
  };
  const send = (...bodies: readonly string[]) =>
    ask(
      "SendMessageBatch",
      bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody })),
    );
  const seen: string[] = [];
  const consume = (fails: (message: InboxMessage) => boolean) => {
    queues.attach("q", async (batch) => {
      seen.push(...batch.map(({ body }) => body));
      return new Set(batch.filter(fails).map(({ id }) => id));
    });
  };
  return { kernel, log, queues, ask, send, seen, consume };
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

  it("shows a message when its consumer says so, by its latest receipt only", async () => {
    const { kernel, queues, ask, send } = setUp();
    const seen: { readonly at: number; readonly handle: string }[] = [];
    const started = kernel.now();
    const giveBack = (ReceiptHandle: string) =>
      ask("ChangeMessageVisibilityBatch", [{ Id: "0", ReceiptHandle, VisibilityTimeout: 4 }]);
    queues.attach("q", async ([message]) => {
      if (message === undefined) return "all";
      seen.push({ at: kernel.now() - started, handle: message.handle });
      if (seen.length === 1) expect(giveBack(message.handle)).toMatchObject({ Successful: [{ Id: "0" }] });
      return seen.length < 3 ? new Set([message.id]) : new Set();
    });
    void send("a");
    await kernel.elapse(5_000);
    expect(seen).toHaveLength(2);
    expect(giveBack(seen[0]?.handle ?? "")).toMatchObject({ Failed: [{ Code: "MessageNotInflight" }] });
    // Nothing is left of the visibility of the first receipt, which would have ended before that of the second.
    await kernel.elapse(13_000);
    expect(seen).toHaveLength(2);
    await kernel.elapse(2_000);
    expect(seen).toHaveLength(3);
    expect(queues.waiting()).toBe(0);
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
