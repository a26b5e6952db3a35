import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { declarations, experiment, regionSwitch, types } from "./world.ts";

type Name = "experiment" | "regionSwitch";

const [step] = regionSwitch.workflows;
const [target] = experiment.targets;
const stop = experiment.stopConditions[0];

/** Inputs that break one thing, and what is said of it. */
const refused: readonly [Name, string, Properties, RegExp][] = [
  ["experiment", "no stop conditions", { stopConditions: undefined }, /^stopConditions: Missing required argument/],
  [
    "experiment",
    "a stop without its alarm",
    { stopConditions: [{ source: stop?.source }] },
    /^stopConditions: an alarm has/,
  ],
  ["experiment", "a stop at nothing, with an alarm", { stopConditions: [{ ...stop, source: "none" }] }, /an alarm has/],
  ["experiment", "a target by both ways", { targets: [{ ...target, resourceArns: [stop?.value] }] }, /either/],
  ["experiment", "a target by no way", { targets: [{ ...target, resourceTags: undefined }] }, /either/],
  ["experiment", "a selection that is none", { targets: [{ ...target, selectionMode: "SOME" }] }, /selectionMode/],
  ["experiment", "a role that is none", { roleArn: "experiments" }, /^roleArn: .*invalid ARN/],
  ["regionSwitch", "one region", { regions: ["eu-west-1"] }, /^regions: expected two regions/],
  ["regionSwitch", "one region twice", { regions: ["eu-west-1", "eu-west-1"] }, /^regions: expected two regions/],
  ["regionSwitch", "a long name", { name: "e".repeat(33) }, /^name: /],
  [
    "regionSwitch",
    "no primary",
    { recoveryApproach: "activePassive" },
    /^primaryRegion: an activePassive plan has one/,
  ],
  [
    "regionSwitch",
    "a step that nothing here models",
    { workflows: [{ ...step, steps: [{ name: "a", executionBlockType: "CustomActionLambda" }] }] },
    /executionBlockType/,
  ],
];

const good: Readonly<Record<Name, Properties>> = { experiment, regionSwitch };

describe("an experiment or a plan of switching regions", () => {
  it.each(refused)("%s: %s is refused", async (name, _what, broken, reason) => {
    const { life } = declarations();
    await expect(life(types[name]).create({ ...good[name], ...broken })).rejects.toThrow(
      expect.objectContaining({ message: expect.stringMatching(reason) }),
    );
  });

  it("names no target that it does not have", async () => {
    const actions = [{ ...experiment.actions[0], target: { key: "Subnets", value: "another" } }];
    await expect(declarations().make(types.experiment, { ...experiment, actions })).rejects.toThrow(
      "names the target another, which is none",
    );
  });

  it("has at most five stop conditions", async () => {
    const stopConditions = Array.from({ length: 6 }, (_, index) => ({ ...stop, value: `${stop?.value}${index}` }));
    await expect(declarations().make(types.experiment, { ...experiment, stopConditions })).rejects.toThrow(
      "at most 5 stop conditions",
    );
  });

  it("is a plan of a name that no other has", async () => {
    const { make } = declarations();
    await make(types.regionSwitch, regionSwitch);
    await expect(make(types.regionSwitch, regionSwitch)).rejects.toThrow("There is a plan eu-us already.");
  });
});
