import { systemClock } from "../../../../functions/stores/clock.ts";
import { describe, expect, it } from "vitest";
import {
  createInboxQueue,
  createInboxReturns,
  decodeInboxMessage,
  traceparentOf,
} from "../../../../functions/stores/inbox-queue.ts";

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

describe("a message of it", () => {
  it("carries its place in a trace beside its body, where it has one, and gives it back", async () => {
    const sent: { readonly input: { readonly Entries: readonly Readonly<Record<string, unknown>>[] } }[] = [];
    const send = async (command: (typeof sent)[number]) => {
      sent.push(command);
      return {};
    };
    const queue = createInboxQueue({ send }, "https://queue", systemClock());
    const traceparent = `00-${"5a".repeat(16)}-${"b7".repeat(8)}-01`;
    await queue.send([{ ...key, traceparent }, key]);
    const StringValue = `Root=1-5a5a5a5a-${"5a".repeat(12)};Parent=${"b7".repeat(8)};Sampled=1`;
    expect(sent[0]?.input.Entries).toEqual([
      {
        Id: "0",
        MessageBody: JSON.stringify(key),
        MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue } },
      },
      { Id: "1", MessageBody: JSON.stringify(key) },
    ]);
    expect(traceparentOf(StringValue)).toEqual({ traceparent });
    expect(traceparentOf(undefined)).toEqual({});
  });
});

describe("what is given back to it", () => {
  it.each([
    { fails: "TimeoutError", times: 2, tries: 3, given: true },
    { fails: "TimeoutError", times: 3, tries: 3, given: false },
    { fails: "QueueDoesNotExist", times: 1, tries: 1, given: false },
  ])("is given again where SQS is slow: $fails $times times", async ({ fails, times, tries, given }) => {
    const sent: object[] = [];
    const send = async ({ input }: { readonly input: object }) => {
      sent.push(input);
      if (sent.length <= times) throw Object.assign(new Error(fails), { name: fails });
      return {};
    };
    const returns = createInboxReturns({ send }, "https://queue", systemClock(), () => 0);
    const returned = returns.giveBack([{ handle: "a", seconds: 2 }]);
    expect(
      await returned.then(
        () => true,
        () => false,
      ),
    ).toBe(given);
    expect(sent).toEqual(
      Array.from({ length: tries }, () => ({
        QueueUrl: "https://queue",
        Entries: [{ Id: "0", ReceiptHandle: "a", VisibilityTimeout: 2 }],
      })),
    );
  });
});

describe("a message", () => {
  it.each(["", "{", "null", "[]", '{"pk":1,"sk":"x"}', '{"pk":"x"}', '"text"'])("%j is no key", (body) => {
    expect(decodeInboxMessage(body)).toBeUndefined();
  });
});
