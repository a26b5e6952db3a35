import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { cpuSeconds, residentMb, tree } from "../../../bench/proc.ts";

const children: ChildProcess[] = [];

/** A process that runs some JavaScript and says when it is through. */
async function started(script: string): Promise<number> {
  const child = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  return child.pid ?? 0;
}

const stay = 'console.log("ready"); process.stdin.resume();';
/** Computes for 300 ms, however long a busy machine takes to give them. */
const spin = "const from = process.cpuUsage().user; while (process.cpuUsage().user - from < 3e5);";

afterEach(() => {
  for (const child of children.splice(0)) child.stdin?.end();
});

describe.runIf(process.platform === "linux")("what a process costs", () => {
  it("counts the time that it has computed, in threads as well", async () => {
    const thread = `new (require("node:worker_threads").Worker)(${JSON.stringify(spin)}, { eval: true })`;
    const lazy = cpuSeconds(await started(stay));
    const busy = cpuSeconds(await started(`${spin} ${thread}.on("exit", () => { ${stay} })`));
    expect(busy - lazy).toBeGreaterThan(0.3);
  });

  it("counts its children and theirs, as long as they are there", async () => {
    const child = `require("node:child_process").spawn(process.execPath, ["-e", CODE], { stdio: "inherit" });`;
    const middle = child.replace("CODE", JSON.stringify(spin + stay)) + "process.stdin.resume();";
    const pid = await started(`${child.replace("CODE", JSON.stringify(middle))} process.stdin.resume();`);
    expect(tree(pid).size).toBe(3);
    expect(cpuSeconds(pid)).toBeGreaterThan(0.3);
  });

  it("tells the memory that is in use", async () => {
    const small = residentMb(await started(stay));
    const big = residentMb(await started(`globalThis.held = Buffer.alloc(1e8, 1); ${stay}`));
    expect(big - small).toBeGreaterThan(90);
    expect(big - small).toBeLessThan(120);
  });
});
