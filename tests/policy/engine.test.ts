import { describe, expect, it } from "vitest";
import { judgeStacks } from "../../cli/policy/run.ts";
import { createAnalyzer } from "../../policy/core/engine.ts";
import type { Exemption } from "../../policy/core/exemptions.ts";
import { rule } from "../../policy/core/rule.ts";
import type { Declared } from "../../policy/core/stack.ts";
import { packOf, queues, requireColour, requireNothing, urnOf } from "./small-graph.ts";

const today = "2026-11-23";
const graph = queues({ bare: {} });
const [bare] = graph.resources;
if (bare === undefined) throw new Error("There is one queue.");

const messages = (said: readonly { readonly level: string; readonly message: string }[]): readonly string[] =>
  said.map(({ level, message }) => `${level}: ${message.split("\n")[1]}`);

describe("a pack inside an engine", () => {
  it("says fault and fix, and goes on after a rule that throws", () => {
    const analyzer = createAnalyzer(packOf(requireNothing, requireColour), { exemptions: [], today });
    expect(messages(analyzer.ofResource(bare))).toEqual([
      "advisory: The rule require-nothing failed: cannot read properties of <nothing>",
      "mandatory: The thing has no colour. Set `colour` to a colour.",
    ]);
  });

  it("heeds the exemptions that our own runner heeds, and says why one does not count", () => {
    const run = judgeStacks({ stacks: [graph], packs: [packOf(requireColour)], exemptions: [], today });
    const exemption: Exemption = {
      rule: "require-colour",
      resource: urnOf("bare"),
      reason: "It is found by its smell.",
      owner: "platform",
      expires: today,
      hash: run.findings[0]?.hash ?? "",
    };
    const under = (change: Partial<Exemption>): readonly string[] =>
      messages(
        createAnalyzer(packOf(requireColour), { exemptions: [{ ...exemption, ...change }], today }).ofResource(bare),
      );
    expect(under({})).toEqual([
      "advisory: Exempt until 2026-11-23 (platform): It is found by its smell. The thing has no colour.",
    ]);
    const fault = "mandatory: The thing has no colour. Set `colour` to a colour.";
    expect(under({ expires: "2026-11-22" })).toEqual([`${fault} Its exemption expired on 2026-11-22.`]);
    expect(under({ hash: "0" })[0]).toContain("the resource changed since it was exempted");
    expect(under({ resource: urnOf("other") })).toEqual([fault]);
  });

  it("judges a stack by what the program asked for, and finds others by what the provider answered", () => {
    const { types, ...about } = requireColour;
    const requireFollower = rule({
      ...about,
      types,
      name: "require-follower",
      property: "test.follower",
      scope: "stack",
      settings: {},
      judge: ({ resource, read, stack }) =>
        stack.referringTo(resource, "follows", ...types).length === 0 ? `${read.text("name")} is alone.` : undefined,
    });
    const analyzer = createAnalyzer(packOf(requireFollower), { exemptions: [], today });
    const first: Declared = { ...bare, urn: urnOf("first"), properties: { name: "first" } };
    const second: Declared = { ...bare, urn: urnOf("second"), properties: { name: "second", follows: "id-1" } };
    expect([first, second].flatMap((one) => analyzer.ofResource(one))).toEqual([]);
    const answered = [
      { ...first, properties: { name: "made" }, outputs: { id: "id-1" } },
      { ...second, properties: { name: "made" }, outputs: { id: "id-2" } },
    ];
    expect(messages(analyzer.ofStack(answered))).toEqual(["mandatory: second is alone. Set `colour` to a colour."]);
  });
});
