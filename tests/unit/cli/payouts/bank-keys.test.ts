import { describe, expect, it } from "vitest";
import { shownKeys, withCurrent, withoutPending, withPending } from "../../../../cli/payouts/bank-keys.ts";
import { parseBankKeys } from "../../../../functions/bank-connector/bank-keys.ts";
import { valueOf } from "../../functions/domain/world.ts";

const NOW = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
const key = (id: string, byte: number) => ({ id, secret: Buffer.alloc(32, byte) });
const roles = (text: string | undefined, now: number) => shownKeys(text, now).map(({ id, role }) => `${id} ${role}`);

/** The first key, and then one after the other: made, given to the bank, used. */
function rotated(times: number, everyMs: number): string {
  let text = withPending(undefined, key("k0", 1), NOW);
  for (let time = 1; time <= times; time += 1) {
    const now = NOW + time * everyMs;
    text = withCurrent(withPending(text, key(`k${time}`, time + 1), now), `k${time}`, now, 7 * DAY);
  }
  return text;
}

describe("the key shared with a bank", () => {
  it("is the first one at once, then pending, current, previous and over", () => {
    expect(roles(undefined, NOW)).toEqual([]);
    const first = withPending(undefined, key("k0", 1), NOW);
    expect(roles(first, NOW)).toEqual(["k0 current"]);
    const pending = withPending(first, key("k1", 2), NOW);
    expect(roles(pending, NOW)).toEqual(["k0 current", "k1 pending"]);
    expect(valueOf(parseBankKeys(pending, NOW)).signing.id).toBe("k0");
    const used = withCurrent(pending, "k1", NOW, 7 * DAY);
    expect(roles(used, NOW)).toEqual(["k1 current", "k0 previous"]);
    expect(roles(used, NOW + 7 * DAY)).toEqual(["k1 current", "k0 over"]);
    expect(valueOf(parseBankKeys(used, NOW + 7 * DAY)).accepted.map(({ id }) => id)).toEqual(["k1"]);
  });

  it("that is over is left behind by the next rotation, one in its window is not", () => {
    expect(roles(rotated(3, 10 * DAY), NOW + 30 * DAY)).toEqual(["k3 current", "k2 previous"]);
    expect(roles(rotated(3, DAY), NOW + 3 * DAY)).toEqual(["k3 current", "k2 previous", "k1 previous", "k0 previous"]);
  });

  it("keeps its secret through all of it", () => {
    const { signing, accepted } = valueOf(parseBankKeys(rotated(1, DAY), NOW + DAY));
    expect(Buffer.from(signing.secret)).toEqual(Buffer.alloc(32, 2));
    expect(accepted.map(({ secret }) => Buffer.from(secret)[0])).toEqual([2, 1]);
  });

  it("that is pending can be forgotten, and is the only one of its kind", () => {
    const pending = withPending(rotated(1, DAY), key("k2", 3), NOW + DAY);
    expect(() => withPending(pending, key("k3", 4), NOW + DAY)).toThrow("k2 is pending");
    expect(roles(withoutPending(pending, "k2", NOW + DAY), NOW + DAY)).toEqual(["k1 current", "k0 previous"]);
  });

  it.each([
    ["the current one", "k1"],
    ["the previous one", "k0"],
    ["one that nobody made", "k7"],
  ])("is used and forgotten only while it is pending: not %s", (_, id) => {
    const text = rotated(1, DAY);
    expect(() => withCurrent(text, id, NOW + DAY, DAY)).toThrow(`No key ${id} is pending.`);
    expect(() => withoutPending(text, id, NOW + DAY)).toThrow(`No key ${id} is pending.`);
  });

  it("is not written over where it cannot be read", () => {
    expect(() => withPending('{"keys":[{"id":"k0"}]}', key("k1", 1), NOW)).toThrow("no keys that can be read");
  });
});
