import { describe, expect, it } from "vitest";
import { createControlRoutes } from "../../../../local/control/routes.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";

function control() {
  const knobs = defaultKnobs();
  let requests = 3;
  const app = createControlRoutes({
    status: () => ({ stacks: {} }),
    meter: () => ({ requests }),
    resetMeter: () => {
      requests = 0;
    },
    counts: () => ({ counts: [{ service: "sqs", what: "SendMessage", times: 2 }] }),
    permissions: () => ({ usage: [{ principal: "role", action: "sqs:SendMessage" }] }),
    knobs,
  });
  const post = (path: string, body: string) => app.request(path, { method: "POST", body });
  return { app, knobs, post };
}

describe("the control surface", () => {
  it("shows who was seen doing what", async () => {
    const answer = await control().app.request("/_local/permissions");
    expect(await answer.json()).toEqual({ usage: [{ principal: "role", action: "sqs:SendMessage" }] });
  });

  it("shows what is paid for by use", async () => {
    const answer = await control().app.request("/_local/counts");
    expect(await answer.json()).toEqual({ counts: [{ service: "sqs", what: "SendMessage", times: 2 }] });
  });

  it("shows the status, marked as ours", async () => {
    const answer = await control().app.request("/_local/status");
    expect(await answer.json()).toEqual({ stacks: {} });
    expect(answer.headers.get("x-payment-cells")).toBe("local");
  });

  it("reads the meter, and sets it to zero", async () => {
    const { app, post } = control();
    expect(await (await app.request("/_local/meter")).json()).toEqual({ requests: 3 });
    expect(await (await post("/_local/meter", "")).json()).toEqual({ requests: 0 });
  });

  it("turns one knob and leaves the others", async () => {
    const { knobs, post } = control();
    const answer = await post("/_local/knobs", '{"replication":{"lagMs":500}}');
    expect(await answer.json()).toEqual({
      ...JSON.parse(JSON.stringify(defaultKnobs())),
      replication: { lagMs: 500, jitterMs: 80 },
    });
    expect(knobs.replication.lagMs).toBe(500);
  });

  it("takes a region away, and gives it back", async () => {
    const { app, knobs, post } = control();
    expect(await (await post("/_local/knobs", '{"regions":{"eu-west-1":"lost"}}')).json()).toMatchObject({
      regions: { "eu-west-1": "lost" },
    });
    expect([knobs.regions.isLost("eu-west-1"), knobs.regions.isLost("us-east-1")]).toEqual([true, false]);
    await post("/_local/knobs", '{"regions":{"eu-west-1":"here"}}');
    expect(await (await app.request("/_local/knobs")).json()).toMatchObject({ regions: { "eu-west-1": "here" } });
    expect(knobs.regions.isLost("eu-west-1")).toBe(false);
  });

  const refused: readonly [string, string, string][] = [
    ["no JSON", "lag", "the body: expected a JSON object with replication, journal, shards, express, regions."],
    [
      "an unknown knob",
      '{"gravity":1}',
      'the body: there is no knob "gravity", only replication, journal, shards, express, regions.',
    ],
    ["a share that is none", '{"journal":{"late":2}}', "journal.late: expected a share from 0 to 1."],
    [
      "an unknown knob of replication",
      '{"replication":{"lag":1}}',
      'replication: there is no knob "lag", only lagMs, jitterMs.',
    ],
    [
      "a negative lag",
      '{"replication":{"jitterMs":1,"lagMs":-1}}',
      "replication.lagMs: expected milliseconds from 0 to 3600000.",
    ],
    ["a place that is no region", '{"regions":{"europe":"lost"}}', "regions.europe: this is no region's name."],
    [
      "a state that no region has, and what comes with it",
      '{"replication":{"lagMs":1},"regions":{"us-east-1":"lost","eu-west-1":"gone"}}',
      "regions.eu-west-1: expected one of here, lost.",
    ],
    ["a share that is none", '{"express":{"twice":2}}', "express.twice: expected a share from 0 to 1."],
    ["regions that are none", '{"regions":["eu-west-1"]}', "regions: expected a JSON object with regions by name."],
  ];
  it("turns how often Express executions run twice", async () => {
    const { knobs, post } = control();
    expect(await (await post("/_local/knobs", '{"express":{"twice":0.25}}')).json()).toMatchObject({
      express: { twice: 0.25 },
    });
    expect(knobs.express.twice).toBe(0.25);
  });

  it.each(refused)("refuses %s and turns nothing", async (_name, body, error) => {
    const { knobs, post } = control();
    const answer = await post("/_local/knobs", body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error });
    expect(JSON.parse(JSON.stringify(knobs))).toEqual(JSON.parse(JSON.stringify(defaultKnobs())));
  });
});
