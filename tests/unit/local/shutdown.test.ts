import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const fixture = fileURLToPath(new URL("fixtures/ending.ts", import.meta.url));

/** Starts the process, sends it `signal` once it is ready, and waits for its end. */
async function ended(how: "throw" | NodeJS.Signals): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", fixture, how]);
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (how !== "throw" && chunk.toString().includes("ready")) {
      child.kill(how);
    }
  });
  const status = await new Promise<number | null>((resolve) => {
    child.on("close", resolve);
  });
  return { status, said };
}

describe("a process that serves the local cloud", () => {
  const cases: readonly ["throw" | NodeJS.Signals, number, string][] = [
    ["SIGINT", 130, "ready\nin order\n"],
    ["SIGTERM", 143, "ready\nin order\n"],
    ["SIGHUP", 129, "ready\nin order\n"],
    ["throw", 1, "ready\nError: a fault\nin order\n"],
  ];
  it.each(cases)("shuts down in order on %s, and exits with %i", async (how, status, said) => {
    expect(await ended(how)).toEqual({ status, said });
  });
});
