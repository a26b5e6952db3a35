import { describe, expect, it } from "vitest";
import { createExperiments } from "../../../../drills/targets/aws/experiments.ts";
import type { SignedCall } from "../../../../drills/targets/aws/signed-call.ts";
import { fakeContext } from "../../cli/fake-context.ts";
import { platform } from "./deployed.ts";

/** An FIS with some templates over two pages, whose experiment goes through these statuses and then stays. */
function fakeFis(statuses: readonly [string, ...string[]]) {
  const calls: SignedCall[] = [];
  let asked = 0;
  let stopped = false;
  const template = (id: string, Name: string, cell: string, stage = "staging") => ({ id, tags: { Name, cell, stage } });
  const call = async (made: SignedCall) => {
    calls.push(made);
    const { method, path, query } = made;
    if (path === "/experimentTemplates") {
      return query?.["nextToken"] === undefined
        ? {
            experimentTemplates: [template("EXT1", "replication-pause", "eu", "prod"), { id: "EXT0" }],
            nextToken: "two",
          }
        : {
            experimentTemplates: [
              template("EXT2", "replication-pause", "us"),
              template("EXT3", "replication-pause", "eu"),
            ],
          };
    }
    if (method === "DELETE") {
      stopped = true;
      return {};
    }
    if (stopped && statuses.length === 1) return { experiment: { id: "EXP1", state: { status: "stopped" } } };
    const status = statuses[Math.min(asked, statuses.length - 1)];
    if (method === "GET") asked += 1;
    return { experiment: { id: "EXP1", state: { status, reason: "because" } } };
  };
  const experiments = createExperiments(platform, call, fakeContext().clock);
  return { experiments, calls, did: () => calls.map(({ method, path }) => `${method} ${path}`) };
}

describe("a drill's fault on AWS", () => {
  it("is the experiment of the cell's own template, found by its tags, in the cell's region", async () => {
    const { experiments, calls } = fakeFis(["running"]);
    await experiments.begin({ fault: "replicationPaused", cell: "eu" });
    const started = calls.find(({ method }) => method === "POST");
    expect(started).toMatchObject({ service: "fis", region: "eu-west-1", body: { experimentTemplateId: "EXT3" } });
  });

  it("has begun once it runs, and is healed once it has ended", async () => {
    const { experiments, did } = fakeFis(["initiating", "running", "running", "stopping", "stopped"]);
    const fault = await experiments.begin({ fault: "replicationPaused", cell: "eu" });
    expect(did().slice(2)).toEqual(["POST /experiments", "GET /experiments/EXP1", "GET /experiments/EXP1"]);
    await fault.heal();
    expect(did().slice(5)).toEqual([
      "GET /experiments/EXP1",
      "DELETE /experiments/EXP1",
      "GET /experiments/EXP1",
      "GET /experiments/EXP1",
    ]);
  });

  it("is not stopped again where a stop condition has ended it", async () => {
    const { experiments, did } = fakeFis(["running", "stopped"]);
    const fault = await experiments.begin({ fault: "replicationPaused", cell: "eu" });
    await fault.heal();
    expect(did()).not.toContain("DELETE /experiments/EXP1");
  });

  it("breaks the drill off where it fails to run, with FIS's reason", async () => {
    const { experiments } = fakeFis(["initiating", "failed"]);
    await expect(experiments.begin({ fault: "replicationPaused", cell: "eu" })).rejects.toThrow(
      "The experiment EXP1 did not run: failed, because",
    );
  });

  it("is refused where there is no such cell", async () => {
    const { experiments } = fakeFis(["running"]);
    await expect(experiments.begin({ fault: "replicationPaused", cell: "us" })).resolves.toBeDefined();
    await expect(experiments.begin({ fault: "partition", cell: "mars", other: "us" })).rejects.toThrow(
      "There is no cell mars in the stage staging.",
    );
  });

  it("that takes two experiments is both or none", async () => {
    const { experiments, did } = fakeFis(["running"]);
    await expect(experiments.begin({ fault: "regionLost", cell: "eu" })).rejects.toThrow(
      "Cell eu has no experiment template connectivity-loss: deploy its stack again.",
    );
    expect(did()).toContain("DELETE /experiments/EXP1");
  });

  it("ends with a drill that breaks off, whether it runs already or is only starting, and but once", async () => {
    const { experiments, did } = fakeFis(["running"]);
    await experiments.begin({ fault: "replicationPaused", cell: "eu" });
    await experiments.end();
    expect(did().slice(4)).toEqual(["GET /experiments/EXP1", "DELETE /experiments/EXP1", "GET /experiments/EXP1"]);
    await experiments.end();
    expect(did()).toHaveLength(7);
    const starting = fakeFis(["initiating", "initiating", "initiating", "stopping", "stopped"]);
    const never = starting.experiments.begin({ fault: "replicationPaused", cell: "eu" }).catch(() => undefined);
    while (!starting.did().includes("POST /experiments")) await Promise.resolve();
    await Promise.resolve();
    await Promise.all([starting.experiments.end(), never]);
    expect(starting.did()).toContain("DELETE /experiments/EXP1");
  });

  it("that was healed needs no end any more", async () => {
    const { experiments, did } = fakeFis(["running"]);
    const fault = await experiments.begin({ fault: "replicationPaused", cell: "eu" });
    await fault.heal();
    const before = did().length;
    await experiments.end();
    expect(did()).toHaveLength(before);
  });

  it("is refused where AWS has no experiment for it", async () => {
    const { experiments, calls } = fakeFis(["running"]);
    await expect(experiments.begin({ fault: "authorityLost" })).rejects.toThrow("use --target local");
    expect(calls).toEqual([]);
  });
});
