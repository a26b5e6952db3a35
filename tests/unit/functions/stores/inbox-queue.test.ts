import { systemClock } from "../../../../functions/stores/clock.ts";
import { describe, expect, it } from "vitest";
import { createInboxQueue, decodeInboxMessage } from "../../../../functions/stores/inbox-queue.ts";

const key = { pk: "eu#pay#1", sk: "payment" };

describe("the inbox queue", () => {
  it("carries keys, and says which were not taken", async () => {
    const sent: { readonly input: { readonly Entries: readonly { readonly MessageBody: string }[] } }[] = [];
    const send = async (command: (typeof sent)[number]) => {
      sent.push(command);
      return { Failed: [{ Id: "1" }] };
    };
    const queue = createInboxQueue({ send }, "https://queue", systemClock());
    expect(await queue.send([key, { pk: "eu#pay#2", sk: "op#1" }])).toEqual([1]);
    expect(sent[0]?.input).toMatchObject({ QueueUrl: "https://queue", Entries: [{ Id: "0" }, { Id: "1" }] });
    expect(sent[0]?.input.Entries.map(({ MessageBody }) => decodeInboxMessage(MessageBody))).toEqual([
      key,
      { pk: "eu#pay#2", sk: "op#1" },
    ]);
  });
});

describe("a message", () => {
  it.each(["", "{", "null", "[]", '{"pk":1,"sk":"x"}', '{"pk":"x"}', '"text"'])("%j is no key", (body) => {
    expect(decodeInboxMessage(body)).toBeUndefined();
  });
});
