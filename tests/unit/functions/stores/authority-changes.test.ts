import { describe, expect, it } from "vitest";
import { evacuate, setAutomation } from "../../../../functions/domain/authority.ts";
import type { Value } from "../../../../functions/domain/ledger-write.ts";
import { createAuthorityChanges } from "../../../../functions/stores/authority-changes.ts";
import { decodeItem, encodeItem } from "../../../../functions/stores/item-codec.ts";
import { EU, US } from "../domain/world.ts";
import { conditionFailed, fault, manualClock, reply, scriptedClient, type Scripted } from "./scripted-client.ts";

const HOMES = {
  eu: { owner: "eu", epoch: 1n, mode: "normal" },
  us: { owner: "us", epoch: 1n, mode: "normal" },
};
const EVACUATED = { ...HOMES, eu: { owner: "us", epoch: 2n, mode: "normal", since: 2n } };
const GONE = fault("TimeoutError");
/** What `random: () => 0.5` makes of the id of a change. */
const MINE = "800000000000";

const record = (id: string, by: string, revision: bigint) => ({ id, by, what: "evacuate eu", revision, at: 5n });

function stored(revision: bigint, homes: Value = HOMES, history: readonly Value[] = []): object {
  return reply(encodeItem({ pk: "authority", revision, directoryRevision: 2n, homes, forbidden: ["us"], history }));
}

function changesOn(near: readonly Scripted[], far: readonly Scripted[] = []) {
  const clients = [scriptedClient(near), scriptedClient(far)] as const;
  const changes = createAuthorityChanges(clients, "authority", manualClock(), () => 0.5);
  const evacuateEu = () =>
    changes.change({
      by: "operator alice",
      what: "evacuate eu",
      decide: evacuate({ cell: EU, standIns: {}, automatic: false }),
    });
  return { changes, evacuateEu, near: clients[0].sent, far: clients[1].sent };
}

describe("the state of the authority", () => {
  it("is read strongly, through one replica", async () => {
    const { changes, near, far } = changesOn([stored(7n, HOMES, [record("a", "operator bob", 7n)])]);
    expect(await changes.state()).toEqual({
      revision: 7n,
      homes: HOMES,
      forbidden: ["us"],
      history: [record("a", "operator bob", 7n)],
    });
    expect(near[0]).toMatchObject({ command: "GetItemCommand", input: { ConsistentRead: true }, hasDeadline: true });
    expect(far).toEqual([]);
  });

  it("names who served a home before it was handed on", async () => {
    const eu = { owner: "us", epoch: 4n, mode: "returning", since: 4n };
    const homes = { ...HOMES, eu: { ...eu, earlier: [{ owner: "ap", since: 2n, until: 3n }] } };
    const { changes } = changesOn([stored(7n, homes), stored(7n, homes), {}]);
    expect(await changes.state()).toMatchObject({ homes });
    const changed = await changes.change({ by: "operator bob", what: "allow us", decide: setAutomation(US, "allow") });
    expect(changed).toMatchObject({ outcome: "changed", authority: { homes } });
  });

  it("of a platform that forbids nothing and was never changed", async () => {
    const { changes } = changesOn([reply(encodeItem({ revision: 0n, directoryRevision: 0n, homes: {} }))]);
    expect(await changes.state()).toEqual({ revision: 0n, homes: {}, forbidden: [], history: [] });
  });

  it("is none before any keeper ran", async () => {
    expect(await changesOn([{}]).changes.state()).toBeUndefined();
  });

  it("is read through the far region when the near one is gone, and there first the next time", async () => {
    const { changes, near, far } = changesOn([GONE], [stored(7n), stored(7n)]);
    await changes.state();
    await changes.state();
    expect([near.length, far.length]).toEqual([1, 2]);
  });

  it.each([
    ["a home", { homes: { eu: { owner: "eu" } } }],
    ["the list of earlier owners", { homes: { eu: { ...EVACUATED.eu, earlier: [{ owner: "ap" }] } } }],
    ["the list of cells kept from automation", { forbidden: ["EU!"] }],
    ["the history", { history: [{ id: "a" }] }],
  ])("with %s malformed is none that could be changed", async (_, wrong) => {
    const item = encodeItem({ revision: 1n, directoryRevision: 0n, homes: HOMES, ...wrong });
    await expect(changesOn([reply(item)], [reply(item)]).changes.state()).rejects.toThrow("malformed");
  });
});

describe("a change", () => {
  it("is one compare-and-set on the revision, and leaves the directory alone", async () => {
    const { evacuateEu, near } = changesOn([stored(7n), {}]);
    const history = [{ id: MINE, by: "operator alice", what: "evacuate eu", revision: 8n, at: 1_800_000_000_000n }];
    expect(await evacuateEu()).toEqual({
      outcome: "changed",
      authority: { revision: 8n, homes: EVACUATED, forbidden: ["us"], history },
    });
    expect(near[1]).toMatchObject({ command: "UpdateItemCommand", hasDeadline: true });
    const { ExpressionAttributeValues, ...input } = near[1]?.input ?? {};
    expect(input).toEqual({
      TableName: "authority",
      Key: { pk: { S: "authority" } },
      UpdateExpression: "SET revision = :next, homes = :homes, forbidden = :forbidden, history = :history",
      ConditionExpression: "revision = :before",
    });
    // What the store sent is what it encodes.
    const values = decodeItem(ExpressionAttributeValues as Parameters<typeof decodeItem>[0]);
    expect(values).toMatchObject({ ":before": 7n, ":next": 8n, ":homes": EVACUATED, ":history": history });
  });

  it("keeps the last eight changes in mind", async () => {
    const old = Array.from({ length: 8 }, (_, index) => record(`${index}`, "operator bob", BigInt(index)));
    const outcome = await changesOn([stored(8n, HOMES, old), {}]).evacuateEu();
    const history = outcome.outcome === "changed" ? outcome.authority.history : [];
    expect(history.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5", "6", "7", MINE]);
  });

  const byBob = record("bobs", "operator bob", 8n);
  const mine = record(MINE, "operator alice", 8n);
  const CHANGED = { outcome: "changed" };
  it.each<[string, readonly Scripted[], readonly Scripted[], object]>([
    [
      "that the state refuses is told why",
      [stored(7n, EVACUATED)],
      [],
      { outcome: "refused", refusal: "already_evacuated" },
    ],
    ["of an authority that is none", [{}], [], { outcome: "refused", refusal: "unknown_cell" }],
    [
      "of two operators at once: the second is told who was first",
      [stored(7n), conditionFailed(), stored(8n, EVACUATED, [byBob])],
      [],
      { outcome: "superseded", by: byBob },
    ],
    [
      "that a new home came before names nobody",
      [stored(7n), conditionFailed(), stored(9n, HOMES, [byBob])],
      [],
      { outcome: "superseded", by: undefined },
    ],
    ["whose reply is lost was made", [stored(7n), GONE], [stored(8n, EVACUATED, [mine])], CHANGED],
    [
      "whose reply is lost, and that somebody followed since, was made",
      [stored(7n), GONE],
      [stored(9n, HOMES, [mine, { ...byBob, revision: 9n }])],
      CHANGED,
    ],
    ["that never arrived is made through the other replica", [stored(7n), GONE], [stored(7n), {}], CHANGED],
    [
      "that arrives late, after it was made again, is made once",
      [stored(7n), GONE],
      [stored(7n), conditionFailed(), stored(8n, EVACUATED, [mine])],
      CHANGED,
    ],
    [
      "that never arrived, and somebody else's did, is not made again upon theirs",
      [stored(7n), GONE],
      [stored(8n, HOMES, [byBob])],
      { outcome: "superseded", by: byBob },
    ],
    [
      "that two replicas took at once is looked at again",
      [stored(7n), fault("ReplicatedWriteConflictException")],
      [stored(7n), {}],
      CHANGED,
    ],
  ])("%s", async (_, near, far, outcome) => {
    expect(await changesOn(near, far).evacuateEu()).toMatchObject(outcome);
  });

  it("that nobody can tell the fate of is a fault", async () => {
    const lost = Array.from({ length: 5 }, () => [stored(7n), GONE]).flat();
    // Each loss sends the next attempt to the other replica.
    const { evacuateEu } = changesOn(lost, lost);
    await expect(evacuateEu()).rejects.toBe(GONE);
  });

  it("of what is forbidden is written beside the homes", async () => {
    const { changes } = changesOn([stored(7n), {}]);
    const decide = setAutomation(US, "allow");
    const outcome = await changes.change({ by: "operator alice", what: "allow us", decide });
    expect(outcome).toMatchObject({ outcome: "changed", authority: { forbidden: [], homes: HOMES } });
  });
});
