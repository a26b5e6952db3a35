import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { root } from "../../infra/bundles/paths.ts";

/** Runs the command that `npm start -- --once` runs, on free ports, to its end. */
function demoOnce(): Promise<{
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}> {
  const demo = spawn(process.execPath, ["cli/bin.mjs", "demo", "--once", "--port", "0", "--edge-port", "0"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  demo.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  demo.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve) => {
    demo.on("close", (code) => resolve({ code, lines: output.trim().split("\n"), errors }));
  });
}

describe("npm start -- --once", () => {
  it("pays both files from both cells, loses nothing, and says so in its last line", { timeout: 300_000 }, async () => {
    const { code, lines, errors } = await demoOnce();
    const figures: unknown = JSON.parse(lines.at(-1) ?? "{}");
    expect({ code, figures }, errors).toMatchObject({
      code: 0,
      figures: { payments: 1050, completed: 1050, declined: 0, cells: 2, conserved: true, replicasEqual: true },
    });
    expect(Object.keys(figures ?? {})).toEqual([
      "payments",
      "completed",
      "declined",
      "crossCell",
      "cells",
      "conserved",
      "replicasEqual",
      "p50Ms",
      "p99Ms",
      "seconds",
    ]);
  });
});
