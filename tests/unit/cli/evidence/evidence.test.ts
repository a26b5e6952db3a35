import { describe, expect, it } from "vitest";
import { countStatuses, evidenceOf } from "../../../../cli/evidence/evidence.ts";
import { evidencePage } from "../../../../cli/evidence/page.ts";
import { evidenceText } from "../../../../cli/evidence/text.ts";
import { judgeStacks } from "../../../../cli/policy/run.ts";
import { regimes } from "../../../../policy/controls/index.ts";
import { elsewhere, inCode, type Regime } from "../../../../policy/controls/regime.ts";
import { UNKNOWN } from "../../../../policy/core/reader.ts";
import { rule } from "../../../../policy/core/rule.ts";
import type { Declared } from "../../../../policy/core/stack.ts";
import { rules as ownRules } from "../../../../policy/payment-cells/rules.ts";
import { rules } from "../../../../policy/rules.ts";

const named = rule({
  name: "require-name",
  description: "Things have a name.",
  types: ["a:b/c:Thing"],
  property: "Thing.name",
  severity: "low",
  level: "mandatory",
  reason: "Nobody finds it otherwise.",
  remediation: "Set `name`.",
  controls: { soc2: ["X1"] },
  judge: ({ read }) => (read.has("name") ? undefined : "It has no name."),
});
const regime: Regime = {
  framework: "soc2",
  name: "Ours",
  version: "1",
  source: "here",
  requirements: [
    ...inCode([
      ["X1", "Names"],
      ["X2", "No rule looks"],
    ]),
    ...elsewhere([["X3", "People", "Interviews."]]),
  ],
};
const thing = (name: string, properties: Declared["properties"]): Declared => ({
  urn: `urn:pulumi:s::p::a:b/c:Thing::${name}`,
  type: "a:b/c:Thing",
  name,
  protect: false,
  properties,
  outputs: {},
  propertyDependencies: {},
});

function evidence(...resources: readonly Declared[]) {
  const stacks = [{ name: "s", resources }];
  const run = judgeStacks({ stacks, packs: [{ name: "p", rules: [named] }], exemptions: [], today: "2026-01-01" });
  return evidenceOf([regime], [named], run);
}

describe("a requirement stands", () => {
  it.each([
    ["pass", "where all resources comply", [thing("a", { name: "a" })]],
    ["fail", "where one does not", [thing("a", { name: "a" }), thing("b", {})]],
    ["notEvaluated", "where one is not known", [thing("a", { name: "a" }), thing("b", { name: UNKNOWN })]],
    ["noResource", "where there is none", []],
  ])("as %s %s", (status, _, resources) => {
    expect(evidence(...resources)[0]?.requirements[0]?.status).toBe(status);
  });

  it("as advice where only a rule that one may do without is not met", () => {
    const stacks = [{ name: "s", resources: [thing("a", {})] }];
    const packs = [{ name: "p", rules: [{ ...named, level: "advisory" as const }] }];
    const run = judgeStacks({ stacks, packs, exemptions: [], today: "2026-01-01" });
    expect(evidenceOf([regime], [named], run)[0]?.requirements[0]?.status).toBe("advice");
  });

  it("as nothing that code shows where no rule looks, or none can", () => {
    const [, second, third] = evidence()[0]?.requirements ?? [];
    expect([second?.status, third?.status, third?.shownBy]).toEqual(["noRule", "notProvable", "Interviews."]);
  });
});

describe("the report", () => {
  it("counts every requirement once", () => {
    const [found] = evidence(thing("a", {}));
    const counts = found === undefined ? {} : countStatuses(found);
    expect(counts).toMatchObject({ fail: 1, noRule: 1, notProvable: 1, pass: 0 });
  });

  it("names what is open", () => {
    expect(evidenceText(evidence(thing("a", {})))).toEqual(
      expect.arrayContaining(["  X1  fail: Names", "      fail: require-name, s a"]),
    );
  });

  it("is one page that asks nobody for anything", () => {
    const page = evidencePage({ day: "2026-01-01", stacks: [], evidence: evidence(thing("<b>", {})) });
    expect(page).toContain("&lt;b&gt;");
    expect(page).not.toMatch(/<script|src=|href=|<b>/);
  });
});

describe("the tables of requirements", () => {
  const known = new Set(
    regimes.flatMap(({ framework, requirements }) => requirements.map(({ id }) => `${framework} ${id}`)),
  );
  const used = [...rules, ...ownRules].flatMap(({ name, controls }) =>
    Object.entries(controls).flatMap(([framework, ids]) =>
      (ids ?? []).map((id) => ({ name, id: `${framework} ${id}` })),
    ),
  );

  it("have every requirement that a rule names", () => {
    expect(used.filter(({ id }) => !known.has(id))).toEqual([]);
  });

  it("have each requirement once", () => {
    const all = regimes.flatMap(({ framework, requirements }) => requirements.map(({ id }) => `${framework} ${id}`));
    expect(all.length).toBe(known.size);
  });

  it("call nothing unprovable that a rule proves", () => {
    const unprovable = new Set(
      regimes.flatMap(({ framework, requirements }) =>
        requirements.flatMap(({ id, shownBy }) => (shownBy === undefined ? [] : [`${framework} ${id}`])),
      ),
    );
    expect(used.filter(({ id }) => unprovable.has(id))).toEqual([]);
  });
});
