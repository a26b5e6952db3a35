import { describe, expect, it } from "vitest";
import { runCells } from "../../../cli/main.ts";
import { fakeContext } from "./fake-context.ts";

async function cells(...argv: readonly string[]) {
  const context = fakeContext({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" });
  const code = await runCells(argv, context);
  return { code, out: context.written.out.join("\n"), err: context.written.err.join("\n") };
}

describe("cells report", () => {
  it("lists the reports without a cloud", async () => {
    const { code, out } = await cells("report", "--list");
    expect(code).toBe(0);
    expect(out).toMatch(/^safeguarding {2,}What each home owes customers/);
    expect(out.split("\n").length).toBe(5);
    const { reports } = JSON.parse((await cells("report", "--list", "--json")).out);
    expect(reports).toHaveLength(5);
    expect(reports[0]).toMatchObject({ name: "safeguarding", about: expect.stringMatching(/^What each home owes/) });
  });

  it("asks which one, and knows its formats", async () => {
    expect(await cells("report")).toMatchObject({ code: 1, err: "cells: Say which report: npx cells report NAME." });
    expect(await cells("report", "safeguarding", "--format", "pdf")).toMatchObject({
      code: 1,
      err: "cells: There is no format pdf; there are json, csv and html.",
    });
    expect(await cells("report", "safeguarding", "--format", "csv", "--json")).toMatchObject({
      code: 1,
      err: "cells: One format at a time: --json or --format.",
    });
  });
});

describe("cells vault and cells payouts", () => {
  it.each([
    [["vault", "show", "NL91ABNA0417164300"], "Say why: --why TEXT"],
    [["vault", "erase", "NL91ABNA0417164300", "--why", " "], "Say why: --why TEXT"],
    [["vault", "show", "Ana Núñez", "--why", "x"], "That is neither a payout's id"],
    [["payouts", "resume", "pay_1"], "pay_1 is no payout id"],
    [["payouts", "abandon", `pay_eu_${"0".repeat(32)}`], "Ask the bank first"],
    [["payouts", "abandon", `pay_eu_${"0".repeat(32)}`, "--bank-never-had-it"], "Ask the bank first"],
  ])("%j is refused before anything is asked of AWS", async (argv, sentence) => {
    const { code, err } = await cells(...argv);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });
});
