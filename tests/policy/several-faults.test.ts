import { expect, it } from "vitest";
import type { FixtureCase } from "../../policy/core/fixtures.ts";
import { api, firewall, restStage } from "../../policy/rules/apigateway/compliant.ts";
import { rules } from "../../policy/rules.ts";
import { stackOfCase, verdictsOn } from "./fixture-files.ts";

/** What cannot be a fixture: one thing that is missing is the fault of several rules. */
const cases: Readonly<Record<string, FixtureCase & { readonly rules: readonly string[] }>> = {
  "a stage without method settings has neither a limit nor a log": {
    type: "aws:apigateway/stage:Stage",
    properties: restStage,
    companions: [api, firewall],
    rules: ["require-rest-execution-logs", "require-rest-throttling"],
  },
};

it.each(Object.entries(cases))("%s", (_, { rules: wanted, ...given }) => {
  const found = rules.filter((rule) => verdictsOn(rule, stackOfCase(rule, given)).length > 0);
  expect(found.map(({ name }) => name).toSorted()).toEqual(wanted);
});
