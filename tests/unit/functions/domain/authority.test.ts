import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  declareDead,
  earlierTakeovers,
  evacuate,
  failback,
  finish,
  giveBack,
  isEvacuated,
  presentTakeovers,
  setAutomation,
  type AuthorityState,
  type Decision,
} from "../../../../functions/domain/authority.ts";
import type { Takeover } from "../../../../functions/domain/fences.ts";
import { parseCellName, type CellName } from "../../../../functions/domain/ids.ts";
import type { HomeAuthority } from "../../../../functions/domain/lease.ts";
import { EU, US, valueOf } from "./world.ts";

const AP = valueOf(parseCellName("ap"));
const SA = valueOf(parseCellName("sa"));
const XX = valueOf(parseCellName("xx"));

/** "us 3": us serves it under epoch 3. "us 3 since 2", "us 3 returning", "us 3 dead", "us 3 after ap2-2" likewise. */
function home(text: string): HomeAuthority {
  const [owner = "", epoch = "", ...more] = text.split(" ");
  const since = /since (\d+)/.exec(text)?.[1];
  const served = [...text.matchAll(/([a-z]{2})(\d+)-(\d+)/g)].map(([, by = "", from = "", until = ""]) => ({
    owner: valueOf(parseCellName(by)),
    since: BigInt(from),
    until: BigInt(until),
  }));
  return {
    owner: valueOf(parseCellName(owner)),
    epoch: BigInt(epoch),
    mode: more.includes("returning") ? "returning" : "normal",
    ...(since !== undefined && { since: BigInt(since) }),
    ...(more.includes("dead") && { homeIsDead: true as const }),
    ...(served.length > 0 && { earlier: served }),
  };
}

function stateOf(homes: Readonly<Record<string, string>>, forbidden: readonly CellName[] = []): AuthorityState {
  const entries = Object.entries(homes).map(([name, text]) => [name, home(text)] as const);
  return { revision: 7n, homes: Object.fromEntries(entries), forbidden, history: [] };
}

const TWO = { eu: "eu 1", us: "us 1" };
const THREE = { ap: "ap 1", eu: "eu 1", us: "us 1" };
const standIns = { eu: [US, AP], us: [EU], ap: [] };
const away = (cell: CellName, more = {}) => evacuate({ cell, standIns, automatic: false, ...more });
const automatically = (cell: CellName, more = {}) => away(cell, { automatic: true, ...more });

describe("a change of the authority", () => {
  type Homes = Readonly<Record<string, string>>;
  it.each<[string, Homes, Decision, string | Homes]>([
    ["a cell's home goes to its stand-in", TWO, away(EU), { eu: "us 2 since 2", us: "us 1" }],
    ["under an epoch above its own", { eu: "eu 9", us: "us 1" }, away(EU), { eu: "us 10 since 10", us: "us 1" }],
    ["the first stand-in of the registry is taken", THREE, away(EU), { ...THREE, eu: "us 2 since 2" }],
    [
      "the next one where the first is evacuated",
      { ap: "ap 1", eu: "eu 1", us: "ap 2 since 2" },
      away(EU),
      { ap: "ap 1", eu: "ap 2 since 2", us: "ap 2 since 2" },
    ],
    [
      "the next one where the first seems to be down",
      THREE,
      away(EU, { avoid: [US] }),
      { ...THREE, eu: "ap 2 since 2" },
    ],
    ["any cell where the registry names none", THREE, away(AP), { ...THREE, ap: "eu 2 since 2" }],
    [
      "a stand-in's own home and those it serves all go, each to where it can",
      { ap: "ap 1", eu: "us 2 since 2", us: "us 1" },
      away(US),
      { ap: "ap 1", eu: "ap 3 since 3 after us2-2", us: "ap 2 since 2" },
    ],
    [
      "a home on its way back whose stand-in goes has a new one",
      { ap: "ap 1", eu: "us 2 since 2 returning", us: "us 1" },
      away(US),
      { ap: "ap 1", eu: "ap 3 since 3 after us2-2", us: "ap 2 since 2" },
    ],
    [
      "a home that was handed on remembers every stand-in, under all its epochs",
      { ap: "ap 1", eu: "us 7 since 5 after ap2-3 us4-4", us: "us 1" },
      away(US),
      { ap: "ap 1", eu: "ap 8 since 8 after ap2-3 us4-4 us5-7", us: "ap 2 since 2" },
    ],
    [
      "also when it is called back and its stand-in goes on",
      { eu: "us 3 since 3 after ap2-2 returning", us: "us 1" },
      giveBack(EU, 3n),
      { eu: "us 4 since 3 after ap2-2", us: "us 1" },
    ],
    [
      "and forgets them once it is back",
      { eu: "us 3 since 3 after ap2-2 returning", us: "us 1" },
      finish(EU, 3n),
      { eu: "eu 4", us: "us 1" },
    ],
    ["who is said to be dead is noted", TWO, away(EU, { homeIsDead: true }), { eu: "us 2 since 2 dead", us: "us 1" }],
    [
      "and stays so when its stand-in goes, which is not",
      { ap: "ap 1", eu: "us 2 since 2 dead", us: "us 1" },
      away(US),
      { ap: "ap 1", eu: "ap 3 since 3 dead after us2-2", us: "ap 2 since 2" },
    ],
    [
      "and of it alone, not of a home that it served for another cell",
      { ap: "ap 1", eu: "us 2 since 2", us: "us 1" },
      away(US, { homeIsDead: true }),
      { ap: "ap 1", eu: "ap 3 since 3 after us2-2", us: "ap 2 since 2 dead" },
    ],
    ["an unknown cell", TWO, away(XX), "unknown_cell"],
    ["a cell that was evacuated", { eu: "us 2", us: "us 1" }, away(EU), "already_evacuated"],
    ["the only cell", { eu: "eu 1" }, away(EU), "last_cell"],
    ["the last cell that is not evacuated", { eu: "us 2", us: "us 1" }, away(US), "last_cell"],
    ["a cell whose stand-ins all seem to be down", TWO, away(EU, { avoid: [US] }), "last_cell"],
    [
      "a home is called back",
      { eu: "us 2 since 2", us: "us 1" },
      failback(EU),
      { eu: "us 2 since 2 returning", us: "us 1" },
    ],
    ["and is dead no longer", { eu: "us 2 dead", us: "us 1" }, failback(EU), { eu: "us 2 returning", us: "us 1" }],
    ["one that serves itself", TWO, failback(EU), "not_evacuated"],
    ["one that is on its way", { eu: "us 2 returning", us: "us 1" }, failback(EU), "already_returning"],
    ["one that is none", TWO, failback(XX), "unknown_cell"],
    ["a home is back", { eu: "us 2 since 2 returning", us: "us 1" }, finish(EU, 2n), { eu: "eu 3", us: "us 1" }],
    ["that is not on its way", { eu: "us 2", us: "us 1" }, finish(EU, 2n), "not_returning"],
    ["by one who speaks of an old epoch", { eu: "us 4 returning", us: "us 1" }, finish(EU, 2n), "epoch_passed"],
    ["by one who is late", { eu: "eu 3", us: "us 1" }, finish(EU, 2n), "epoch_passed"],
    [
      "its stand-in goes on, and what it did before is still to be absorbed",
      { eu: "us 2 since 2 returning", us: "us 1" },
      giveBack(EU, 2n),
      { eu: "us 3 since 2", us: "us 1" },
    ],
    [
      "however often",
      { eu: "us 5 since 2 returning", us: "us 1" },
      giveBack(EU, 5n),
      { eu: "us 6 since 2", us: "us 1" },
    ],
    [
      "also where an earlier program did not note when it took over",
      { eu: "us 5 returning", us: "us 1" },
      giveBack(EU, 5n),
      { eu: "us 6 since 5", us: "us 1" },
    ],
    ["of an old epoch", { eu: "us 4 returning", us: "us 1" }, giveBack(EU, 2n), "epoch_passed"],
    ["of a home that does not return", { eu: "us 2", us: "us 1" }, giveBack(EU, 2n), "not_returning"],
    [
      "an evacuated cell is said to be dead",
      { eu: "us 2", us: "us 1" },
      declareDead(EU),
      { eu: "us 2 dead", us: "us 1" },
    ],
    ["twice", { eu: "us 2 dead", us: "us 1" }, declareDead(EU), "already_so"],
    ["one that serves itself is not", TWO, declareDead(EU), "not_evacuated"],
    ["nor one that is called back", { eu: "us 2 returning", us: "us 1" }, declareDead(EU), "already_returning"],
  ])("%s", (_, before, decide, after) => {
    const state = stateOf(before);
    const result = decide(state);
    expect(result).toEqual(
      typeof after === "string"
        ? { ok: false, refusal: after }
        : { ok: true, value: { homes: stateOf(after).homes, forbidden: [] } },
    );
  });
});

describe("what automation may not do", () => {
  it.each<[string, readonly CellName[], Decision, string | readonly CellName[]]>([
    ["it leaves alone what an operator forbade", [EU], automatically(EU), "automation_forbidden"],
    ["an operator goes ahead", [EU], away(EU), [EU]],
    ["forbidding the one allows the other", [US], automatically(EU), [US]],
    ["forbidding", [], setAutomation(EU, "forbid"), [EU]],
    ["allowing again", [EU, US], setAutomation(EU, "allow"), [US]],
    ["forbidding twice", [EU], setAutomation(EU, "forbid"), "already_so"],
    ["allowing what is allowed", [], setAutomation(EU, "allow"), "already_so"],
    ["a cell that is none", [], setAutomation(XX, "forbid"), "unknown_cell"],
  ])("%s", (_, forbidden, decide, after) => {
    const result = decide(stateOf(TWO, forbidden));
    if (typeof after === "string") expect(result).toEqual({ ok: false, refusal: after });
    else expect(result).toMatchObject({ ok: true, value: { forbidden: after } });
  });
});

it.each<[string, readonly string[], readonly string[]]>([
  ["us 2 since 2", [], ["us 2"]],
  ["us 4 since 2", [], ["us 2", "us 3", "us 4"]],
  ["us 3", [], ["us 3"]],
  ["us 5 since 5 after us2-3 ap4-4", ["us 2", "us 3", "ap 4"], ["us 5"]],
])("of %s the home absorbs the takeovers %o, and the present owner's %o", (authority, earlier, present) => {
  const told = (takeovers: readonly Takeover[]) => takeovers.map(({ standIn, epoch }) => `${standIn} ${epoch}`);
  expect(told(earlierTakeovers(EU, home(authority)))).toEqual(earlier);
  expect(told(presentTakeovers(EU, home(authority)))).toEqual(present);
});

describe("whatever operators, controllers and watchers decide, in any order", () => {
  const CELLS = [EU, US, AP, SA];
  const cell = fc.constantFrom(...CELLS);
  const epoch = fc.bigInt({ min: 1n, max: 6n });
  const decision: fc.Arbitrary<Decision> = fc.oneof(
    fc
      .record({ cell, automatic: fc.boolean(), homeIsDead: fc.boolean(), avoid: fc.subarray(CELLS) })
      .map((evacuation) => evacuate({ ...evacuation, standIns })),
    cell.map(failback),
    fc.tuple(cell, epoch).map((of) => finish(...of)),
    fc.tuple(cell, epoch).map((of) => giveBack(...of)),
    cell.map(declareDead),
    fc.tuple(cell, fc.constantFrom("allow" as const, "forbid" as const)).map((of) => setAutomation(...of)),
  );
  const start = fc.integer({ min: 1, max: 4 }).map((count) => CELLS.slice(0, count));

  /** Every step that changed something: the state before it and after it. */
  function stepsOf(cells: readonly CellName[], decisions: readonly Decision[]) {
    let state = stateOf(Object.fromEntries(cells.map((name) => [name, `${name} 1`])));
    return decisions.flatMap((decide) => {
      const next = decide(state);
      if (!next.ok) return [];
      const before = state;
      state = { ...state, ...next.value, revision: state.revision + 1n };
      return [[before, state] as const];
    });
  }

  const always = (holds: (before: AuthorityState, after: AuthorityState) => void) =>
    fc.assert(
      fc.property(start, fc.array(decision, { maxLength: 30 }), (cells, decisions) => {
        for (const [before, after] of stepsOf(cells, decisions)) holds(before, after);
      }),
      { numRuns: 500 },
    );

  it("every home has exactly one owner, which is a cell", () => {
    always((before, after) => {
      expect(Object.keys(after.homes)).toEqual(Object.keys(before.homes));
      for (const { owner } of Object.values(after.homes)) expect(after.homes).toHaveProperty(owner);
    });
  });

  it("an epoch never falls, and rises with every new owner", () => {
    always((before, after) => {
      for (const [name, now] of Object.entries(after.homes)) {
        const was = before.homes[name];
        if (was === undefined) throw new Error("a home came from nowhere");
        expect(now.epoch).toBeGreaterThanOrEqual(was.owner === now.owner ? was.epoch : was.epoch + 1n);
        // Whoever stopped serving under an epoch never serves under it again.
        if (was.mode === "returning" && now.mode === "normal") expect(now.epoch).toBeGreaterThan(was.epoch);
      }
    });
  });

  it("an evacuated cell serves nobody", () => {
    always((_, after) => {
      for (const { owner } of Object.values(after.homes)) expect(isEvacuated(after.homes, owner)).toBe(false);
    });
  });

  it("the last cell stays: somebody always serves", () => {
    always((_, after) => {
      const serving = Object.keys(after.homes).filter((name) => !isEvacuated(after.homes, name));
      expect(serving.length).toBeGreaterThan(0);
    });
  });

  it("the epochs of the present owner reach back to where it took over, and no further", () => {
    always((before, after) => {
      for (const [name, now] of Object.entries(after.homes)) {
        if (now.owner === name) expect(now.since).toBeUndefined();
        else if (before.homes[name]?.owner !== now.owner) expect(now.since).toBe(now.epoch);
        else expect(now.since).toBe(before.homes[name]?.since);
      }
    });
  });

  it("a home that is away remembers who served it under every epoch since it left", () => {
    fc.assert(
      fc.property(start, fc.array(decision, { maxLength: 30 }), (cells, decisions) => {
        const served = new Map<string, readonly string[]>();
        for (const [, { homes }] of stepsOf(cells, decisions)) {
          for (const [name, now] of Object.entries(homes)) {
            const one = `${now.owner} ${now.epoch}`;
            const known = now.owner === name ? [] : (served.get(name) ?? []);
            served.set(name, now.owner === name || known.includes(one) ? known : [...known, one]);
            if (now.owner === name) continue;
            const of = valueOf(parseCellName(name));
            const told = [...earlierTakeovers(of, now), ...presentTakeovers(of, now)];
            expect(told.map(({ standIn, epoch: under }) => `${standIn} ${under}`)).toEqual(served.get(name));
          }
        }
      }),
    );
  });

  it("automation never evacuates what an operator forbade", () => {
    fc.assert(
      fc.property(start, fc.array(decision, { maxLength: 30 }), cell, (cells, decisions, one) => {
        for (const [, after] of stepsOf(cells, decisions)) {
          if (after.forbidden.includes(one)) expect(automatically(one)(after).ok).toBe(false);
        }
      }),
    );
  });
});
