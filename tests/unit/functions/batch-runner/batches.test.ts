import { describe, expect, it } from "vitest";
import type { Runner } from "../../../../functions/batch-runner/app.ts";
import { createBatches, type FileQueue } from "../../../../functions/batch-runner/batches.ts";

const PART = {
  upload: "upl_eu_1",
  part: 0,
  messageId: "m",
  debtor: "acc_eu_1",
  tenant: "shop",
  lines: [{ amount: "12" }],
};

/** Messages of one queue, and what becomes of them with a runner that does as it is told. */
async function worked(from: FileQueue, bodies: readonly string[], runner: Partial<Runner>) {
  const given: { readonly from: FileQueue; readonly handle: string; readonly seconds: number }[] = [];
  const returnsTo = (queue: FileQueue) => ({
    async giveBack(messages: readonly { readonly handle: string; readonly seconds: number }[]) {
      given.push(...messages.map((message) => ({ from: queue, ...message })));
    },
  });
  const work = createBatches({
    runner: { take: () => Promise.resolve("handed_on"), pay: () => Promise.resolve(0), ...runner },
    returns: { files: returnsTo("files"), parts: returnsTo("parts") },
    log: () => undefined,
  });
  const messages = bodies.map((body, index) => ({
    id: `m${index}`,
    handle: `h${index}`,
    body,
    receives: 3 + 7 * index,
  }));
  return { failed: [...(await work(from, messages))], given };
}

const arrived = (key: string) => JSON.stringify({ Records: [{ s3: { object: { key, size: 7, versionId: "1" } } }] });

describe("a batch of files and parts", () => {
  it("takes every file that S3 tells of, and none where S3 only tries whether it is heard", async () => {
    const taken: string[] = [];
    const take: Runner["take"] = async ({ object }) => (taken.push(object), "handed_on");
    const bodies = [JSON.stringify({ Event: "s3:TestEvent" }), arrived("files/a+b.xml")];
    expect(await worked("files", bodies, { take })).toEqual({ failed: [], given: [] });
    expect(taken).toEqual(["files/a b.xml"]);
  });

  it("gives what fails back to its own queue, with a pause that doubles up to five minutes, and goes on", async () => {
    let tries = 0;
    const pay: Runner["pay"] = async ({ lines }) => {
      tries += 1;
      expect(lines[0]?.amount).toBe(12n);
      if (tries === 1) throw new Error("The table is out of order.");
      return tries === 2 ? 1 : 0;
    };
    const part = JSON.stringify(PART);
    expect(await worked("parts", [part, part, part], { pay })).toEqual({
      failed: ["m0", "m1"],
      given: [
        { from: "parts", handle: "h0", seconds: 8 },
        { from: "parts", handle: "h1", seconds: 300 },
      ],
    });
  });
});
