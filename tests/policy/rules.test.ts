import { expect, it } from "vitest";
import { rules } from "../../policy/rules.ts";
import { testLaw } from "./law.ts";

it("has at least 150 rules, each about a property of its own", () => {
  expect(new Set(rules.map(({ property }) => property)).size).toBeGreaterThanOrEqual(150);
});

await testLaw("rules", rules);
