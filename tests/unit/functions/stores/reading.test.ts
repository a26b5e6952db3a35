import { describe, expect, it } from "vitest";
import { createLedger } from "../../../../functions/stores/ledger.ts";
import { fault, manualClock, scriptedClient, type Scripted } from "./scripted-client.ts";

const FOUND = { Item: { posted: { N: "5" } } };
const THROTTLED = fault("ThrottlingException");
const LOST = fault("TimeoutError");
const WRONG = fault("ValidationException");

async function get(script: readonly Scripted[]) {
  const client = scriptedClient(script);
  const clock = manualClock();
  const ledger = createLedger(client, "ledger", clock, () => 0.5);
  const found = await ledger.get({ pk: "eu#acct#a", sk: "balance" }).catch((error: unknown) => String(error));
  return { found, attempts: client.sent.length, slept: clock.slept, sent: client.sent };
}

describe("a read", () => {
  it.each<[string, readonly Scripted[], unknown, number]>([
    ["is made once where it is answered", [FOUND], { posted: 5n }, 1],
    ["is made again after throttling", [THROTTLED, FOUND], { posted: 5n }, 2],
    ["is made again after lost replies", [LOST, LOST, FOUND], { posted: 5n }, 3],
    ["gives up after three attempts", [LOST, THROTTLED, LOST, FOUND], expect.stringContaining("TimeoutError"), 3],
    ["is not made again where it was wrong", [WRONG, FOUND], expect.stringContaining("ValidationException"), 1],
  ])("%s", async (_, script, found, attempts) => {
    const read = await get(script);
    expect(read.found).toEqual(found);
    expect(read.attempts).toBe(attempts);
  });

  it("has a deadline each time, and waits longer and longer in between", async () => {
    const { sent, slept } = await get([LOST, LOST, FOUND]);
    expect(sent).toMatchObject([{ hasDeadline: true }, { hasDeadline: true }, { hasDeadline: true }]);
    expect(slept).toEqual([8, 16]);
  });
});
