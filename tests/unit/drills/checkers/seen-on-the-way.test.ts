import { describe, expect, it } from "vitest";
import { checkReturns, type Return } from "../../../../drills/checkers/returns-whole.ts";
import { checkSent, type NetworkNote } from "../../../../drills/checkers/sent-calls.ts";
import { fenceKey, tallyKey, type LedgerKey } from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { eu, us } from "./states.ts";

const opened: NetworkNote = { note: "fenceOpened", standIn: "us", home: "eu", epoch: 2n };

function sent(cell: string, epoch: bigint, busy = true): NetworkNote {
  return { note: "sent", by: `${cell}-api-1`, cell, action: "TransactWriteItems", busy, debit: { home: "eu", epoch } };
}

function faults(...notes: readonly NetworkNote[]): readonly string[] {
  return checkSent(notes).flatMap(({ checker, breaches }) => breaches.map(({ fault }) => `${checker.name}: ${fault}`));
}

describe("what is sent", () => {
  it("may be the owner's, before and after a takeover, and the stand-in's in between", () => {
    expect(faults(sent("eu", 1n), opened, sent("us", 2n), sent("eu", 3n))).toEqual([]);
    expect(faults({ ...opened, home: "ap" }, sent("eu", 1n))).toEqual([]);
  });

  it("is no debit of the home's under its old epoch, once the stand-in's fence is open", () => {
    const fault = "eu-api-1 sent a debit in eu under epoch 1, when epoch 2 had begun.";
    expect(faults(opened, sent("eu", 1n), sent("eu", 1n))).toEqual([`nothing-old-is-sent: ${fault}`]);
  });

  it("is no debit of an earlier stand-in's either, nor does an older takeover excuse it", () => {
    const fault = "us-api-1 sent a debit in eu under epoch 2, when epoch 3 had begun.";
    expect(faults(opened, { ...opened, standIn: "ap", epoch: 3n }, opened, sent("us", 2n))).toEqual([
      `nothing-old-is-sent: ${fault}`,
    ]);
  });

  it("is sent by somebody who is being asked", () => {
    expect(faults(sent("eu", 1n, false))).toEqual([
      "nothing-after-the-answer: eu-api-1 sent TransactWriteItems after it had answered.",
    ]);
  });
});

describe("an isolated share", () => {
  const ended = (leaseSent: bigint) => faults({ note: "shareEnded", account: "acc_eu_1", usedAt: 10_000n, leaseSent });

  it("ends by a lease that was sent later than clocks can differ", () => {
    expect(ended(10_501n)).toEqual([]);
  });

  it.each([9_000n, 10_500n])("does not end by one sent at %d", (leaseSent) => {
    expect(ended(leaseSent)).toEqual([
      `shares-end-by-a-later-lease: The share of acc_eu_1, used at 10000, ended by a lease sent at ${leaseSent}.`,
    ]);
  });
});

describe("a home that returns", () => {
  const closed = { state: "closed", count: 2n, digest: 77n };
  const row = (change: (key: LedgerKey) => Item | undefined): Return => ({
    home: eu,
    standIn: us,
    epochs: [2n, 3n],
    row: change,
  });
  const fence = fenceKey(us, eu, 3n, 9);
  const tally = tallyKey(eu, us, 3n, 9);
  const told = (returned: Return) => checkReturns([returned]).breaches.map(({ fault }) => fault);
  const instead = (of: LedgerKey, item: Item | undefined) => row((key) => (key.pk === of.pk ? item : closed));

  it("has absorbed what every fence row has counted", () => {
    expect(told(row(() => closed))).toEqual([]);
    expect(told(row((key) => (key.sk === "fence" ? { state: "closed", count: 0n, digest: 0n } : undefined)))).toEqual(
      [],
    );
  });

  it.each([
    ["an open fence row", instead(fence, { ...closed, state: "open" })],
    ["a fence row that is not there", instead(fence, undefined)],
    ["a tally that is behind", instead(tally, { count: 1n, digest: 70n })],
    ["a tally of other entries", instead(tally, { count: 2n, digest: 78n })],
  ])("does not leave %s", (_, returned) => {
    expect(told(returned)).toEqual(["eu returned from us under epoch 3 with 1 fence rows left."]);
  });
});
