import { describe, expect, it } from "vitest";
import { oneOf } from "../../../../../local/aws/rules.ts";
import type { Properties, ResourceModel } from "../../../../../local/core/resource.ts";
import { liveInputs } from "../../../../../local/pulumi/lifecycle/live-inputs.ts";
import { model as thing } from "./model.ts";

const model: ResourceModel = {
  ...thing,
  inputs: {
    ...thing.inputs,
    count: { required: true },
    size: { computed: true, ...oneOf("BIG", "SMALL") },
    managed: { computed: true },
  },
};

describe("the inputs that lead to a resource as it is", () => {
  it.each<[string, Properties, Properties, Properties]>([
    ["are those given", { mode: "FAST" }, { mode: "FAST", arn: "arn" }, { mode: "FAST" }],
    ["show what was changed", { mode: "FAST" }, { mode: "SLOW" }, { mode: "SLOW" }],
    ["show what was switched on", { mode: "FAST" }, { mode: "FAST", seconds: 5 }, { mode: "FAST", seconds: 5 }],
    ["leave out defaults", { mode: "FAST" }, { mode: "FAST", seconds: 30, tags: {}, zones: [] }, { mode: "FAST" }],
    ["leave out what AWS chose", { mode: "FAST" }, { mode: "FAST", keyId: "k" }, { mode: "FAST" }],
    ["keep the form of a document", { policy: { a: 1 } }, { policy: '{"a":1}' }, { policy: { a: 1 } }],
    ["keep what nobody can read back", { settings: "secret" }, {}, { settings: "secret" }],
    [
      "show tags that were put on",
      { mode: "FAST" },
      { mode: "FAST", tags: { a: "1" } },
      { mode: "FAST", tags: { a: "1" } },
    ],
    ["are all there are, in an import", {}, { mode: "FAST", keyId: "k", arn: "arn" }, { mode: "FAST", keyId: "k" }],
    ["have what is required, though it is nothing", {}, { mode: "FAST", count: 0 }, { mode: "FAST", count: 0 }],
    ["leave out what no program could give, in an import", {}, { mode: "FAST", size: "" }, { mode: "FAST" }],
    ["leave out what AWS left off, in an import", {}, { mode: "FAST", managed: false }, { mode: "FAST" }],
    ["have what AWS switched on, in an import", {}, { mode: "FAST", managed: true }, { mode: "FAST", managed: true }],
  ])("%s", (_what, inputs, outputs, expected) => {
    expect(liveInputs(model, inputs, outputs)).toEqual({ __defaults: [], ...expected });
  });

  it("keep saying what was filled in", () => {
    const inputs = { mode: "FAST", name: "it-1", __defaults: ["name"] };
    expect(liveInputs(model, inputs, { mode: "FAST", name: "it-1" })).toEqual(inputs);
  });
});
