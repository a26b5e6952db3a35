import { describe, expect, it } from "vitest";
import { parseCellName } from "../../../../functions/domain/ids.ts";
import { concernsInbox, createApp, type ChangeRecord } from "../../../../functions/relay/app.ts";

const parsed = parseCellName("us");
if (!parsed.ok) throw new Error("us is a cell name");
const us = parsed.value;

const change = (n: number, more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  sequenceNumber: `${n}`,
  key: { pk: `eu#pay#${n}`, sk: "payment" },
  first: true,
  due: undefined,
  origin: undefined,
  ...more,
});

describe("what concerns the inbox of us", () => {
  const rows: readonly (readonly [string, Partial<ChangeRecord>, boolean])[] = [
    ["an entry due here", { due: "us" }, true],
    ["an entry due here that changed again", { due: "us", first: false }, true],
    ["an entry due in eu", { due: "eu" }, false],
    ["a half that answers our entry", { origin: "us" }, true],
    ["that half again, when its writer changed it", { origin: "us", first: false }, false],
    ["a half that answers eu's entry", { origin: "eu" }, false],
    ["a payment within one cell", {}, false],
  ];
  it.each(rows)("%s", (_, more, wanted) => {
    expect(concernsInbox(change(1, more), us)).toBe(wanted);
  });
});

describe("handing on", () => {
  const all = Array.from({ length: 25 }, (_, n) => change(n, { due: "us" }));

  it("sends keys in batches of ten, in order", async () => {
    const sizes: number[] = [];
    const send = async (keys: readonly unknown[]) => {
      sizes.push(keys.length);
      return [];
    };
    const relay = createApp({ cell: us, inboxQueueUrl: "" }, { inbox: { send } });
    expect(await relay.handOn(all)).toBeUndefined();
    expect(sizes).toEqual([10, 10, 5]);
  });

  it("says from where to start again when a key was not taken", async () => {
    let call = 0;
    const send = async () => ((call += 1) === 2 ? [7, 3] : []);
    const relay = createApp({ cell: us, inboxQueueUrl: "" }, { inbox: { send } });
    expect(await relay.handOn(all)).toBe("13");
    expect(call).toBe(2);
  });
});
