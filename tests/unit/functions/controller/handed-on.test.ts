import { describe, expect, it } from "vitest";
import { createTakeovers } from "../../../../functions/controller/takeovers.ts";
import type { Takeover } from "../../../../functions/domain/fences.ts";
import { parseCellName } from "../../../../functions/domain/ids.ts";
import { FENCE_SHARDS, fenceKey, type LedgerKey } from "../../../../functions/domain/keys.ts";
import type { HomeAuthority } from "../../../../functions/domain/lease.ts";
import type { LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import type { Clock } from "../../../../functions/stores/clock.ts";
import { EU, US, valueOf } from "../domain/world.ts";

const AP = valueOf(parseCellName("ap"));
const SHARDS = Array.from({ length: FENCE_SHARDS }, (_, shard) => shard);
const nameOf = ({ pk, sk }: LedgerKey) => `${pk} ${sk}`;

/** eu was handed on: us served it under epoch 2, ap does under epoch 3. */
const earlier = [{ owner: US, since: 2n, until: 2n }];
const RETURNING: HomeAuthority = { owner: AP, epoch: 3n, mode: "returning", since: 3n, earlier };
const BY_US: Takeover = { standIn: US, home: EU, epoch: 2n };
const BY_AP: Takeover = { standIn: AP, home: EU, epoch: 3n };

type Cell = typeof EU;

/** A cell's part in takeovers over fence rows in memory, and what it changed of the authority, with the second. */
function takeoversOf(cell: Cell, beats: (of: Cell) => boolean) {
  const fences = new Map<string, string>();
  const changed: string[] = [];
  const time = { second: 0 };
  const monotonic = () => time.second * 1_000;
  const never = new AbortController().signal;
  const clock: Clock = { now: monotonic, monotonic, sleep: async () => {}, deadline: () => never };
  const stateAfter = (write: LedgerWrite): unknown => (write.write === "put" ? write.item["state"] : "closed");
  const takeovers = createTakeovers(
    cell,
    {
      authority: {
        async change({ what }) {
          changed.push(`${what} at ${time.second} s`);
          return { outcome: "refused", refusal: "epoch_passed" };
        },
      },
      signs: {
        beatOf: async (of) => ({ cell: of, count: beats(of) ? BigInt(Math.floor(time.second / 5)) : 7n, at: 0n }),
      },
      ledger: {
        async commit(writes) {
          for (const write of writes) fences.set(nameOf(write.key), String(stateAfter(write)));
          return { outcome: "committed" };
        },
      },
      rows: {
        getMany: async (keys) =>
          keys.map((key) => {
            const state = fences.get(nameOf(key));
            return state === undefined ? undefined : { state, count: 0n, digest: 0n };
          }),
      },
      log: () => {},
    },
    clock,
  );
  const set = ({ standIn, home, epoch }: Takeover, state: string) => {
    for (const shard of SHARDS) fences.set(nameOf(fenceKey(standIn, home, epoch, shard)), state);
  };
  const states = ({ standIn, home, epoch }: Takeover) =>
    new Set(SHARDS.map((shard) => fences.get(nameOf(fenceKey(standIn, home, epoch, shard)))));
  return { takeovers, changed, time, set, states };
}

describe("a home that was handed on", () => {
  it.each<[string, { us: "in" | "left"; ap: "in" | "left"; silent: readonly Cell[] }, string | undefined]>([
    ["is back as soon as it has absorbed both", { us: "in", ap: "in", silent: [] }, "finish eu at 0 s"],
    ["whether or not they live", { us: "in", ap: "in", silent: [US, AP] }, "finish eu at 0 s"],
    ["waits for the first one while that beats", { us: "left", ap: "in", silent: [] }, "give eu back at 60 s"],
    ["does not wait for a first one that is lost", { us: "left", ap: "in", silent: [US] }, "take eu back at 16 s"],
    ["waits for the last one, as ever", { us: "in", ap: "left", silent: [] }, "give eu back at 60 s"],
    ["takes over from a last one that is lost", { us: "in", ap: "left", silent: [AP] }, "take eu back at 40 s"],
    ["takes over from two that are lost", { us: "left", ap: "left", silent: [US, AP] }, "take eu back at 40 s"],
    [
      "takes over from a last one that is lost, though the first one beats and is never heard of",
      { us: "left", ap: "left", silent: [AP] },
      "take eu back at 60 s",
    ],
  ])("%s", async (_, { us, ap, silent }, outcome) => {
    const { takeovers, changed, time, set } = takeoversOf(EU, (of) => !silent.includes(of));
    set(BY_US, us === "in" ? "closed" : "open");
    set(BY_AP, ap === "in" ? "closed" : "open");
    for (; time.second <= 90 && changed.length === 0; time.second += 1) {
      await takeovers.takeBack(RETURNING, time.second * 1_000);
    }
    expect(changed).toEqual([outcome]);
  });
});

describe("a stand-in that has handed a home on", () => {
  it.each(["normal", "returning"] as const)("closes all its rows, those too that it never opened: %s", async (mode) => {
    const { takeovers, set, states } = takeoversOf(US, () => true);
    set(BY_US, "open");
    const unopened: Takeover = { ...BY_US, epoch: 4n };
    const held: HomeAuthority = { ...RETURNING, epoch: 5n, since: 5n, mode };
    const more = [...earlier, { owner: AP, since: 3n, until: 3n }, { owner: US, since: 4n, until: 4n }];
    // The second look finds that the first one has closed them.
    for (let look = 0; look < 2; look += 1) await takeovers.retire(EU, { ...held, earlier: more }, () => true);
    expect([...states(BY_US), ...states(unopened)]).toEqual(["closed", "closed"]);
    expect([...states(BY_AP)]).toEqual([undefined]);
  });
});
