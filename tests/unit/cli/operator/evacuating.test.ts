import { describe, expect, it } from "vitest";
import { evacuateCell, planEvacuation, ruleAutomation } from "../../../../cli/operator/evacuating.ts";
import { createSteps } from "../../../../cli/operator/steps.ts";
import { evacuate, setAutomation } from "../../../../functions/domain/authority.ts";
import { cell, fakePlatform, putRows, type FakePlatform } from "./fake-platform.ts";

const asked = { cell: "eu", by: "operator alice", homeIsDead: false, force: false };
const takeover = { standIn: "us", home: "eu", epoch: 2 };

/** What the edge, the stand-in's controller and its keeper do by themselves. */
function letFollow(fake: FakePlatform): void {
  fake.whileAsleep = (nth) => {
    if (nth === 2) fake.routes.set("serves/eu", "us").set("down/eu", "1");
    if (nth === 4) putRows(fake, "us", takeover, (shard) => (shard < 100 ? { state: "open" } : undefined));
    if (nth === 6) putRows(fake, "us", takeover, () => ({ state: "open" }));
    if (nth === 8) fake.leases.set("us", { eu: { owner: cell("us"), epoch: 2n, mode: "normal" } });
  };
}

async function run(fake: FakePlatform, request = asked) {
  const waited: string[] = [];
  const steps = createSteps(
    fake.platform.clock,
    () => {},
    (waiting) => waited.push(waiting),
  );
  await evacuateCell(request, fake.platform, steps);
  return { steps: steps.taken, waited };
}

describe("evacuating a cell", () => {
  it("goes step by step until its accounts can pay, and says what it waits for", async () => {
    const fake = fakePlatform();
    letFollow(fake);
    const { steps, waited } = await run(fake);
    expect(steps.map(({ step, says }) => `${step}: ${says}`)).toEqual([
      "authority: us owns eu under epoch 2 (revision 8)",
      "edge: the edge's store follows",
      "fences: us has opened its 256 fence rows for eu",
      "payments: the accounts of eu can pay: us serves them",
    ]);
    expect(steps.map(({ afterMs }) => afterMs)).toEqual([0, 1_000, 3_000, 4_000]);
    expect(waited).toContain("the edge's store does not follow yet in serves/eu, down/eu");
    expect(waited).toContain("us keeps its guard of 10 s, fence rows open 100/256");
    expect(waited).toContain("us's lease does not show epoch 2 yet");
    expect(fake.state.history.at(-1)).toMatchObject({ by: "operator alice", what: "evacuate eu" });
  });

  it("only plans it in a dry run", async () => {
    const fake = fakePlatform();
    expect(await planEvacuation(asked, fake.platform)).toEqual([{ home: "eu", from: "eu", to: "us", epoch: 2n }]);
    expect(fake.state.revision).toBe(7n);
  });

  it("gives up waiting after a while, and says for what", async () => {
    const fake = fakePlatform();
    await expect(run(fake)).rejects.toThrow(
      "Still waiting after 60 s: the edge's store does not follow yet in serves/eu, down/eu. It may yet come about " +
        "by itself; `npx cells status` shows it.",
    );
  });

  it("does not wait for an edge whose store it cannot read", async () => {
    const fake = fakePlatform();
    letFollow(fake);
    const blind = { ...fake.platform, routes: async () => undefined };
    const { steps } = await run({ ...fake, platform: blind });
    expect(steps[1]?.says).toBe("the edge's store cannot be read here; cells send callers on by themselves");
  });

  it("says of a cell that was evacuated before that it is dead", async () => {
    const fake = fakePlatform();
    letFollow(fake);
    await run(fake);
    const { steps } = await run(fake, { ...asked, homeIsDead: true });
    expect(fake.state.homes["eu"]).toMatchObject({ owner: "us", epoch: 2n, homeIsDead: true });
    expect(steps[0]?.says).toBe("eu is noted as dead (revision 9): nothing is kept back for it any more");
  });
});

describe("is refused in clear words, and changes nothing", () => {
  async function refusal(fake: FakePlatform, request = asked): Promise<string> {
    const { revision } = fake.state;
    const said = await run(fake, request).then(
      () => "not refused",
      (fault: Error) => fault.message,
    );
    const ours = fake.state.history.filter(({ by }) => by === asked.by).length;
    expect([fake.state.revision - revision <= 1n, ours]).toEqual([true, 0]);
    return said;
  }
  const after = (decide: Parameters<typeof apply>[1]) => apply(fakePlatform(), decide);

  it("where there is no such cell", async () => {
    expect(await refusal(fakePlatform(), { ...asked, cell: "mars" })).toBe(
      "There is no cell mars; the registry has eu, us.",
    );
  });

  it("where it is evacuated already", async () => {
    const fake = after(evacuate({ cell: cell("eu"), standIns: {}, automatic: false }));
    expect(await refusal(fake)).toBe("eu is evacuated already: us serves its home since epoch 2.");
  });

  it("where it is the last one", async () => {
    const fake = after(evacuate({ cell: cell("eu"), standIns: {}, automatic: false }));
    expect(await refusal(fake, { ...asked, cell: "us" })).toBe(
      "us cannot be evacuated: there is no other cell that could serve its accounts.",
    );
  });

  it("where automation is kept off it, unless it is forced", async () => {
    const fake = after(setAutomation(cell("eu"), "forbid"));
    expect(await refusal(fake)).toBe(
      "An operator keeps automation off eu, and this keeps to it. If you mean it, say --force.",
    );
    letFollow(fake);
    await run(fake, { ...asked, force: true });
    expect(fake.state.homes["eu"]?.owner).toBe("us");
  });

  it("where another operator was first: the loser is told who, and what won", async () => {
    const fake = fakePlatform();
    const decide = setAutomation(cell("us"), "forbid");
    fake.rival = { by: "operator bob", what: "forbid automation on us", decide };
    expect(await refusal(fake)).toBe(
      'operator bob was first: "forbid automation on us" made revision 8. Nothing of yours was done; look at ' +
        "`npx cells status`, then ask again.",
    );
  });
});

describe("automation", () => {
  it("is forbidden and allowed again", async () => {
    const fake = fakePlatform();
    await ruleAutomation({ cell: "eu", by: "operator alice", rule: "forbid" }, fake.platform);
    expect(fake.state.forbidden).toEqual(["eu"]);
    await ruleAutomation({ cell: "eu", by: "operator alice", rule: "allow" }, fake.platform);
    expect(fake.state.forbidden).toEqual([]);
  });

  it("is ruled in a dry run by nobody, and refused there as otherwise", async () => {
    const fake = fakePlatform();
    const dry = (rule: "allow" | "forbid") =>
      ruleAutomation({ cell: "eu", by: "operator alice", rule, dryRun: true }, fake.platform);
    await dry("forbid");
    expect(fake.state).toMatchObject({ revision: 7n, forbidden: [] });
    await expect(dry("allow")).rejects.toThrow("It is so already; nothing was changed.");
  });

  it("is not forbidden twice", async () => {
    const fake = fakePlatform();
    const rule = { cell: "eu", by: "operator alice", rule: "forbid" } as const;
    await ruleAutomation(rule, fake.platform);
    await expect(ruleAutomation(rule, fake.platform)).rejects.toThrow("It is so already; nothing was changed.");
  });
});

function apply(fake: FakePlatform, decide: ReturnType<typeof setAutomation>): FakePlatform {
  const next = decide(fake.state);
  if (!next.ok) throw new Error(next.refusal);
  fake.state = { ...fake.state, ...next.value };
  return fake;
}
