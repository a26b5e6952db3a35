import { describe, expect, it } from "vitest";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { createToldQueue, decodeTold } from "../../../../functions/stores/webhook-queues.ts";

describe("the queue of what has to be told", () => {
  const told = { image: { pk: { S: "eu#replay#shop" }, sk: { S: "replay#rpl_1" } }, after: "event#1" };

  /** The entries of the one batch that is sent. */
  async function sentWith(...pause: readonly [pauseMs?: number]) {
    const sent: { readonly input: { readonly Entries: readonly Readonly<Record<string, unknown>>[] } }[] = [];
    const send = async (command: (typeof sent)[number]) => {
      sent.push(command);
      return {};
    };
    await createToldQueue({ send }, "https://queue", systemClock()).send([told], ...pause);
    return sent.flatMap(({ input }) => input.Entries);
  }

  it("hands out at once", async () => {
    const [entry] = await sentWith();
    expect(entry).toEqual({ Id: "0", MessageBody: JSON.stringify(told) });
    expect(decodeTold(String(entry?.["MessageBody"]))).toEqual(told);
  });

  it("or after a pause, in whole seconds", async () => {
    expect(await sentWith(2_001)).toMatchObject([{ MessageBody: JSON.stringify(told), DelaySeconds: 3 }]);
  });
});
