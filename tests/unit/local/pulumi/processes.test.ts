import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Kernel } from "../../../../local/core/kernel.ts";
import { createPulumiHost } from "../../../../local/pulumi/host.ts";
import { emptyProvider } from "./fixtures/empty-provider.ts";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));
const kernel: Kernel = { now: () => 0, random: () => 0.5, after: () => () => undefined };

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function goneSoon(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && isAlive(pid); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return !isAlive(pid);
}

const pidIn = (text: string): number => Number(/pid (\d+)/.exec(text)?.[1] ?? 0);

describe("a program that does not end", () => {
  it("is ended with its host", async () => {
    const host = createPulumiHost({ kernel, provider: emptyProvider(kernel) });
    let pid = 0;
    const deployed = host.deploy({
      projectDir: path.join(fixtures, "hangs"),
      stacks: ["one"],
      onProgress: (progress) => {
        pid = progress.kind === "log" ? pidIn(progress.line) : pid;
        host.shutdown();
      },
    });
    await expect(deployed).rejects.toThrow("Stack one: the program's process ended early (SIGKILL).");
    expect(pid).toBeGreaterThan(0);
    expect(await goneSoon(pid)).toBe(true);
  });

  it("is ended when the process of its host is killed", async () => {
    const host = spawn(process.execPath, ["--import", "tsx", path.join(fixtures, "deploy-hangs.ts")]);
    const pid = await new Promise<number>((resolve) => {
      host.stdout.on("data", (chunk: Buffer) => resolve(pidIn(chunk.toString())));
    });
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(true);
    host.kill("SIGKILL");
    expect(await goneSoon(pid)).toBe(true);
  });
});
