import { describe, expect, it } from "vitest";
import type { AccountId, CellName, Tenant, UploadId } from "../../../../functions/domain/ids.ts";
import type { Authority } from "../../../../functions/domain/lease.ts";
import { isLeftBehind, mergeLines, type LineAnswer } from "../../../../functions/domain/payment-uploads.ts";

const line = (status: LineAnswer["status"], code?: string): LineAnswer => ({
  index: 7,
  endToEndId: "invoice-7",
  payment: null,
  status,
  ...(code !== undefined && { code }),
});

describe("what is known of a line, when a turn has found out more", () => {
  const [retry, declined, completed] = [
    line("retry", "limited"),
    line("declined", "insufficient_funds"),
    line("completed"),
  ];
  const rejected = line("rejected", "misdirected");
  it.each<readonly [about: string, known: LineAnswer | undefined, found: LineAnswer, is: LineAnswer]>([
    ["is what was found, where nothing was known", undefined, retry, retry],
    [
      "is the later reason, where it is still undecided",
      retry,
      line("retry", "unavailable"),
      line("retry", "unavailable"),
    ],
    ["is its end, where it was undecided", retry, declined, declined],
    ["stays its end, where a slow turn has found it undecided", declined, retry, declined],
    ["stays that it is paid, where a slow turn has found that it never will be", completed, rejected, completed],
    ["becomes that it is paid, where it was told as refused", rejected, completed, completed],
  ])("%s", (_, known, found, is) => {
    expect(mergeLines(known === undefined ? [] : [known], [found])).toEqual([is]);
  });

  it("is told in the lines' order, and that of other lines is left alone", () => {
    const [first, second] = [
      { ...completed, index: 1 },
      { ...declined, index: 2 },
    ];
    expect(mergeLines([second], [first])).toEqual([first, second]);
    expect(mergeLines([first, second], [])).toEqual([first, second]);
  });
});

describe("an upload is left behind", () => {
  // As ids are parsed elsewhere.
  const [eu, us] = ["eu" as CellName, "us" as CellName];
  const upload = (debtor: string) => ({
    id: "upl_eu_1" as UploadId, // likewise
    tenant: "shop" as Tenant, // likewise
    debtor: debtor as AccountId, // likewise
    moves: "own" as const,
    at: 0n,
    epoch: 4n,
    state: { is: "checking" as const },
  });
  const [away, home] = [upload(`acc_us_${"0".repeat(32)}`), upload(`acc_eu_${"0".repeat(32)}`)];
  const redirect = (owner: CellName, epoch: bigint): Authority => ({ may: "redirect", owner, epoch });
  it.each<readonly [about: string, upload: ReturnType<typeof upload>, now: Authority, is: boolean]>([
    ["where the home has taken itself back from the cell that gave its URL", away, redirect(us, 5n), true],
    ["not where the cell's copy of the authority is older than the upload", away, redirect(us, 3n), false],
    ["not where the cell still stands in", away, { may: "standIn", epoch: 4n, homeIsDead: false }, false],
    ["not where nobody knows", away, { may: "nothing" }, false],
    ["not by its own home, which waits until it serves itself again", home, redirect(us, 5n), false],
  ])("%s", (_, of, now, is) => {
    expect(isLeftBehind(of, eu, now)).toBe(is);
  });
});
