import { describe, expect, it } from "vitest";
import { failHomeBack, planFailback } from "../../../../cli/operator/failing-back.ts";
import { createSteps } from "../../../../cli/operator/steps.ts";
import { evacuate, finish, giveBack } from "../../../../functions/domain/authority.ts";
import { cell, fakePlatform, putRows, type FakePlatform } from "./fake-platform.ts";

const asked = { home: "eu", by: "operator alice" };
const takeover = { standIn: "us", home: "eu", epoch: 2 };
const counted = (count: bigint, state = "open") => ({ state, count, digest: count });

/** eu is served by us, whose fence rows have counted one entry each. */
function evacuated(): FakePlatform {
  const fake = fakePlatform();
  decide(fake, evacuate({ cell: cell("eu"), standIns: {}, automatic: false }));
  fake.routes.set("serves/eu", "us").set("down/eu", "1");
  putRows(fake, "us", takeover, () => counted(1n));
  putRows(fake, "eu", takeover, () => counted(1n));
  return fake;
}

function decide(fake: FakePlatform, decision: ReturnType<typeof finish>): void {
  const next = decision(fake.state);
  if (!next.ok) throw new Error(next.refusal);
  fake.state = { ...fake.state, ...next.value, revision: fake.state.revision + 1n };
}

async function run(fake: FakePlatform) {
  const waited: string[] = [];
  const steps = createSteps(
    fake.platform.clock,
    () => {},
    (waiting) => waited.push(waiting),
  );
  await failHomeBack(asked, fake.platform, steps);
  return { steps: steps.taken.map(({ step, says }) => `${step}: ${says}`), waited };
}

describe("bringing a home back", () => {
  it("goes step by step until it serves itself", async () => {
    const fake = evacuated();
    putRows(fake, "us", takeover, () => counted(3n));
    putRows(fake, "eu", takeover, () => counted(3n));
    fake.whileAsleep = (nth) => {
      if (nth === 2) putRows(fake, "us", takeover, (shard) => counted(shard < 9 ? 4n : 3n, "closed"));
      if (nth === 4) putRows(fake, "eu", takeover, (shard) => counted(shard < 9 ? 4n : 3n));
      if (nth === 6) decide(fake, finish(cell("eu"), 2n));
      if (nth === 7) fake.routes.clear();
    };
    const { steps, waited } = await run(fake);
    expect(steps).toEqual([
      "absorbed: eu keeps up with us",
      "returning: us stops serving eu under epoch 2 (revision 9)",
      "fences: us has closed its 256 fence rows",
      "tallies: eu has absorbed everything: 256/256 tallies equal",
      "home: eu serves itself under epoch 3",
      "edge: the edge's store follows",
    ]);
    expect(waited).toContain("us closes its fence rows 0/256");
    expect(waited).toContain("tallies equal 247/256");
  });

  it("waits until the home has absorbed what its stand-in had counted when it was asked", async () => {
    const fake = evacuated();
    putRows(fake, "eu", takeover, () => undefined);
    putRows(fake, "eu", takeover, (shard) => counted(shard < 2 ? 0n : 1n));
    fake.whileAsleep = (nth) => {
      if (nth === 3) putRows(fake, "eu", takeover, () => counted(1n));
    };
    const [{ absorbed } = { absorbed: 0n }] = await planFailback(asked, fake.platform);
    expect(absorbed).toBe(256n);
  });

  it("tells where the stand-in had to take up again", async () => {
    const fake = evacuated();
    fake.whileAsleep = (nth) => {
      if (nth === 3) decide(fake, giveBack(cell("eu"), 2n));
    };
    await expect(run(fake)).rejects.toThrow(
      "eu had not absorbed everything within 30 s, so us serves it again, under epoch 3. Nothing is lost",
    );
  });
});

describe("is refused in clear words, and changes nothing", () => {
  it("where the home is at home", async () => {
    const fake = fakePlatform();
    await expect(run(fake)).rejects.toThrow("eu is at home: it serves its own accounts under epoch 1.");
    expect(fake.state.revision).toBe(7n);
  });

  it("where there is no such cell", async () => {
    const { platform } = fakePlatform();
    await expect(planFailback({ ...asked, home: "mars" }, platform)).rejects.toThrow(
      "There is no cell mars; the registry has eu, us.",
    );
  });

  it("where it is on its way already", async () => {
    const fake = evacuated();
    const homes = { ...fake.state.homes, eu: { owner: cell("us"), epoch: 2n, mode: "returning" as const } };
    fake.state = { ...fake.state, homes };
    await expect(run(fake)).rejects.toThrow("eu is on its way home already; `npx cells status` shows how far.");
  });

  it("where it does not beat: automation would evacuate it again", async () => {
    const fake = evacuated();
    fake.silent = true;
    await expect(run(fake)).rejects.toThrow("eu cannot come back yet: it does not beat, and automation would");
    expect(fake.state.revision).toBe(8n);
  });

  it("where a tally does not equal its fence: it says which, and how many entries", async () => {
    const fake = evacuated();
    putRows(fake, "us", takeover, (shard) => counted(shard === 7 ? 5n : 1n));
    putRows(fake, "eu", takeover, (shard) => counted(shard === 200 ? 0n : 1n));
    const { revision } = fake.state;
    await expect(run(fake)).rejects.toThrow(
      "eu cannot come back yet: of what us did under epoch 2 it has absorbed 255 of 260 entries. 2 tallies do not " +
        "equal their fences: shard 7 (4), 200 (1). Wait until replication has caught up and ask again; nothing was " +
        "changed.",
    );
    expect(fake.state.revision).toBe(revision);
  });

  it("where one of the two regions does not answer", async () => {
    const fake = evacuated();
    const ledger = () => ({ getMany: () => Promise.reject(new Error("connect ETIMEDOUT")) });
    await expect(planFailback(asked, { ...fake.platform, ledger })).rejects.toThrow(
      "eu cannot come back yet: fences or tallies cannot be read in the two regions (connect ETIMEDOUT). Nothing was " +
        "changed.",
    );
  });
});
