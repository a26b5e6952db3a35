import { describe, expect, it } from "vitest";
import { parseArguments, USAGE } from "../../../drills/arguments.ts";
import { drills } from "../../../drills/scenarios/index.ts";
import { regionLoss } from "../../../drills/scenarios/region-loss.ts";

describe("the command line of a drill", () => {
  it("needs a name alone", () => {
    expect(parseArguments(["region-loss"])).toEqual({
      help: false,
      list: false,
      json: false,
      drill: regionLoss,
      target: "local",
      stage: "staging",
      cells: 2,
      seed: 1,
      out: "report.html",
    });
  });

  it("may say all the rest", () => {
    const argv = "region-loss --target aws --stage prod --seed 7 --cells 3 --out r.html --json".split(" ");
    const asked = { target: "aws", stage: "prod", seed: 7, cells: 3, out: "r.html", json: true };
    expect(parseArguments(argv)).toMatchObject(asked);
  });

  it.each([
    ["flood", "there is no drill flood; --list names them all."],
    ["region-loss partition", "one drill at a time."],
    ["region-loss --target moon", "there is no target moon: local or aws."],
    ["region-loss --seed x", "x is no seed: a whole number of up to nine digits."],
    ["region-loss --cells 4", "a local drill has 2 or 3 cells, not 4."],
    ["region-loss --loud", expect.stringContaining("Unknown option '--loud'")],
  ])("%s is told what is wrong", (line, sentence) => {
    expect(parseArguments(line.split(" "))).toEqual(sentence);
  });

  it("explains every drill", () => {
    for (const { name, about } of drills) expect(USAGE).toContain(`${name.padEnd(20)} ${about}`);
  });
});

it("every drill has a name of its own, and claims something in prose", () => {
  expect(new Set(drills.map(({ name }) => name)).size).toBe(17);
  for (const { claim } of drills) expect(claim).toMatch(/^[A-Z].{100,}\.$/);
});
