import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { planCell } from "../../../../infra/plan/cell-plan.ts";
import { payoutsDefinition } from "../../../../infra/plan/payouts.ts";
import { eu, prod } from "./fixture.ts";

// An independent validator, whose package has no types.
const require = createRequire(import.meta.url);
const validate = require("asl-validator") as (definition: unknown) => {
  readonly isValid: boolean;
  errorsText(): string;
};

const definition = payoutsDefinition({ connector: "connector", ledger: "ledger" });

describe("the state machine of payouts", () => {
  it("is one that AWS takes", () => {
    const { isValid, errorsText } = validate(definition);
    expect(isValid ? "" : errorsText()).toBe("");
    const broken = { ...definition, StartAt: "Nowhere" };
    expect(validate(broken).isValid).toBe(false);
  });

  it("bounds every task, and lets none of their failures end a payout", () => {
    const tasks = Object.entries(definition.States).filter(([, state]) => state.Type === "Task");
    expect(tasks.map(([name]) => name)).toEqual(["Act", "Listen", "Record"]);
    for (const [name, state] of tasks) {
      expect([name, "TimeoutSeconds" in state]).toEqual([name, true]);
      const caught = "Catch" in state ? state.Catch.flatMap(({ ErrorEquals }) => ErrorEquals) : [];
      expect([name, caught.at(-1)]).toEqual([name, "States.ALL"]);
    }
  });

  it("sends nothing again by itself: only what was never started, and what waits for the ledger's owner", () => {
    const { Act, Record } = definition.States;
    expect(Act.Retry.map(({ ErrorEquals }) => ErrorEquals)).toEqual([["Lambda.TooManyRequestsException"]]);
    expect(Record.Retry.map(({ ErrorEquals }) => ErrorEquals)).toEqual([
      ["Lambda.TooManyRequestsException"],
      ["Limited"],
    ]);
  });

  it("calls the cell's own two functions, and its role may call no others", () => {
    const { definition: text, grants } = planCell(prod, eu, "full").payouts;
    const called = [...new Set(text.match(/arn:aws:lambda:[\w:-]+/g))].sort();
    expect(called).toEqual([
      "arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-bank-connector",
      "arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-payout-ledger",
    ]);
    const callable = grants.filter(({ actions }) => actions.includes("lambda:InvokeFunction"));
    expect(callable.flatMap(({ resources }) => resources).sort()).toEqual(called);
  });
});
