import { spawn, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../../drills/simulation/planted/build.ts";
import { plantedBugs } from "../../../../drills/simulation/planted/bugs.ts";

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Starts the command, sends it a signal twice once it has begun, and waits for its end. */
function brokenOff(args: readonly string[], signal: "SIGINT" | "SIGTERM", begun: RegExp): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "drills/simulation/main.ts", ...args], { cwd: ROOT });
    let [out, err, told] = ["", "", false];
    child.on("error", reject);
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
      if (told || !begun.test(err)) return;
      told = true;
      // As a shell and npm do.
      for (let times = 0; times < 2; times += 1) child.kill(signal);
    });
    child.on("close", (code) => resolve({ code, lines: out.split("\n").filter((line) => line !== "") }));
  });
}

describe("proving planted bugs, broken off,", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("tells the totals so far in one line of JSON: %s", async (signal) => {
    const { code, lines } = await brokenOff(["--planted", "--json"], signal, /^hunting /);
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    const totals = JSON.parse(lines[0] ?? "");
    expect(totals).toMatchObject({ seeds: expect.any(Number), caught: totals.planted, survivors: [] });
    expect(totals.planted + totals.unproved).toBe(plantedBugs.length);
    expect(totals.unproved).toBeGreaterThan(0);
  });
});

it("is refused where a planted bug is named that there is not: nothing hunted is nothing proved", () => {
  const args = ["--import", "tsx", "drills/simulation/main.ts", "--planted", "no-such-bug"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("there is no planted bug no-such-bug");
});
