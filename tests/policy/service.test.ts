import { fileURLToPath } from "node:url";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPackProcess } from "../../bench/policy/pack-process.ts";
import type { PackProcess } from "../../bench/policy/pack-process.ts";
import type { Declared } from "../../policy/core/stack.ts";
import { urnOf } from "./small-graph.ts";

const packAt = (name: string): Promise<PackProcess> =>
  startPackProcess(fileURLToPath(new URL(`fixtures/packs/${name}`, import.meta.url)));

const { ADVISORY, MANDATORY, DISABLED, REMEDIATE } = analyzer.EnforcementLevel;
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const queue = (name: string, properties: Declared["properties"]): Declared => ({
  urn: urnOf(name),
  type: "aws:sqs/queue:Queue",
  name,
  protect: false,
  properties,
});
const topic: Declared = { ...queue("topic", {}), type: "aws:sns/topic:Topic" };

const cases: readonly (readonly [string, Declared])[] = [
  ["complies", queue("inbox", { colour: "red" })],
  ["violates", queue("inbox", { colour: "green" })],
  ["lacks it", queue("inbox", { delaySeconds: 3 })],
  ["complies in secret", queue("inbox", { colour: secret("blue"), tags: { a: [1, true, null] } })],
  ["violates in secret", queue("inbox", { colour: secret("green") })],
  ["lacks it, and has secrets", queue("inbox", { policy: secret("p"), tags: { a: secret("b") } })],
  ["is of another type", topic],
];

const policyConfig = (level: analyzer.EnforcementLevel, settings: { colours?: string[] } = {}): analyzer.PolicyConfig =>
  new analyzer.PolicyConfig().setEnforcementlevel(level).setProperties(struct.Struct.fromJavaScript({ ...settings }));

const configs: readonly (readonly [string, Readonly<Record<string, analyzer.PolicyConfig>>])[] = [
  ["by default", { "require-colour": policyConfig(MANDATORY), "require-second-queue": policyConfig(MANDATORY) }],
  ["with what holds for all", { all: policyConfig(DISABLED), "require-colour": policyConfig(ADVISORY) }],
  ["with settings", { "require-colour": policyConfig(MANDATORY, { colours: ["green"] }) }],
  ["as advice", { "require-colour": policyConfig(ADVISORY), "require-second-queue": policyConfig(ADVISORY) }],
  ["switched off", { "require-colour": policyConfig(DISABLED), "require-second-queue": policyConfig(DISABLED) }],
  ["mending", { "require-colour": policyConfig(REMEDIATE), "require-second-queue": policyConfig(REMEDIATE) }],
];

/** An answer without the SDK's words on why a policy has no say. */
function answerOf(response: analyzer.AnalyzeResponse): object {
  const { diagnosticsList, notApplicableList } = response.toObject();
  return { diagnosticsList, silent: notApplicableList.map(({ policyName }) => policyName) };
}

function remediationsOf(response: analyzer.RemediateResponse): object {
  return response
    .getRemediationsList()
    .map((one) => ({ ...one.toObject(), properties: one.getProperties()?.toJavaScript() }));
}

describe("our service answers the engine as Pulumi's own SDK does", () => {
  let packs: readonly [PackProcess, PackProcess];

  beforeAll(async () => {
    packs = await Promise.all([packAt("ours"), packAt("sdk")]);
  });

  afterAll(async () => {
    await Promise.all(packs.map((pack) => pack.stop()));
  });

  const both = async (ask: (pack: PackProcess) => Promise<object>): Promise<object> => {
    const [ours, theirs] = await Promise.all(packs.map(ask));
    expect(ours).toEqual(theirs);
    return theirs ?? {};
  };

  it("about its rules, their levels, settings and requirements", async () => {
    const told = await both(async (pack) => {
      const information = await pack.information();
      const schemas = information
        .getPoliciesList()
        .map((one) => one.getConfigschema()?.getProperties()?.toJavaScript());
      const { policiesList, ...rest } = information.toObject();
      return { ...rest, policies: policiesList.map((one, index) => ({ ...one, configschema: schemas[index] })) };
    });
    expect(told).toMatchObject({ version: "1.2.3", policies: [{ name: "require-colour" }, {}] });
  });

  describe.each(configs)("%s", (_, config) => {
    it.each(cases)("of a queue that %s", async (__, resource) => {
      await both(async (pack) => {
        await pack.configure(config);
        return answerOf(await pack.analyze(resource));
      });
    });

    it.each([
      ["one queue", [topic, queue("inbox", {})]],
      ["two queues", [queue("inbox", {}), queue("outbox", {})]],
      ["no queue", [topic]],
    ])("of a stack with %s", async (__, resources) => {
      await both(async (pack) => {
        await pack.configure(config);
        return answerOf(await pack.analyzeStack(resources));
      });
    });

    it.each(cases)("when it may mend a queue that %s", async (__, resource) => {
      await both(async (pack) => {
        await pack.configure(config);
        return remediationsOf(await pack.remediate(resource));
      });
    });
  });
});

describe("our service", () => {
  let pack: PackProcess;

  beforeAll(async () => {
    pack = await packAt("ours");
  });

  afterAll(() => pack.stop());

  it("names the property that is not known yet, as advice", async () => {
    const { diagnosticsList } = (await pack.analyze(queue("inbox", { colour: unknown }))).toObject();
    const message = "Queues have a colour.\nNot evaluated: colour is not known yet.";
    expect(diagnosticsList).toMatchObject([{ policyname: "require-colour", enforcementlevel: ADVISORY, message }]);
  });

  it("mends what is known, and leaves alone what is not known yet and what is secret", async () => {
    await pack.configure({ "require-colour": policyConfig(REMEDIATE) });
    const other = { url: unknown, policy: secret("p"), tags: { a: unknown, b: secret("c") } };
    expect(remediationsOf(await pack.remediate(queue("inbox", other)))).toMatchObject([
      { policyname: "require-colour", properties: { ...other, colour: "red" }, diagnostic: "" },
    ]);
    expect(remediationsOf(await pack.remediate(queue("inbox", { colour: unknown })))).toMatchObject([
      { policyname: "require-colour", diagnostic: "Not mended: colour is not known yet." },
    ]);
  });

  it("refuses settings that make no sense", async () => {
    const colours = new analyzer.PolicyConfig().setProperties(struct.Struct.fromJavaScript({ colours: "red" }));
    await expect(pack.configure({ "require-colour": colours })).rejects.toThrow(
      "require-colour: colours: expected a list of texts.",
    );
  });
});
