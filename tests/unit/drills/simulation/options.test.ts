import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { parseOptions } from "../../../../drills/simulation/options.ts";

describe("the command line of the simulation", () => {
  it("runs 300 seeds from the first, over two and three cells, through the fast seam", () => {
    const options = {
      seeds: 300,
      first: 1,
      cells: undefined,
      seam: "direct",
      jobs: availableParallelism(),
      planted: false,
      bugs: [],
      json: false,
      help: false,
    };
    expect(parseOptions([])).toEqual(options);
  });

  it("reads every flag", () => {
    const argv = [
      "--seeds",
      "5",
      "--seed",
      "77",
      "--cells",
      "3",
      "--seam",
      "sdk",
      "--jobs",
      "3",
      "--planted",
      "--json",
    ];
    const wanted = { seeds: 5, first: 77, cells: 3, seam: "sdk", jobs: 3, planted: true, json: true };
    expect(parseOptions(argv)).toMatchObject(wanted);
  });

  it("takes the names of planted bugs, and other words nowhere else", () => {
    expect(parseOptions(["--planted", "claim-not-put"])).toMatchObject({ planted: true, bugs: ["claim-not-put"] });
    expect(parseOptions(["claim-not-put"])).toContain("claim-not-put");
  });

  it.each([
    [["--seeds", "0"], "--seeds: expected a whole number above 0"],
    [["--seeds", "-3"], "seeds"],
    [["--seed", "x"], "--seed: expected a whole number below 2^31"],
    [["--cells", "4"], "--cells: expected 2 or 3"],
    [["--seam", "wire"], "--seam: expected direct or sdk"],
    [["--jobs", "0"], "--jobs: expected a whole number above 0"],
    [["--loud"], "--loud"],
  ])("says what is wrong with %j", (argv, message) => {
    expect(parseOptions(argv)).toContain(message);
  });
});
