import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../infra/bundles/paths.ts";
import type { Bench } from "../figure.ts";
import { cpuSeconds, tree } from "../proc.ts";
import { spreadOf } from "../rounds.ts";

/** Every function that is started by the minute has all its environments by then, and boots none while measured. */
const SETTLE_MS = 200_000;
const WINDOWS = 3;
const WINDOW_MS = 60_000;
const UP_MS_MAX = 120_000;

/** What the local cloud costs a laptop on which nobody does anything. */
export const idle: Bench = {
  name: "idle",
  about: "CPU of the local cloud with the whole program deployed and nobody using it, functions included (5 minutes)",
  async run() {
    const figure = "all processes";
    if (process.platform !== "linux") return [{ figure, skipped: "it is read from Linux's /proc" }];
    const args = [path.join(root, "cli/bin.mjs"), "up", "--json", "--port", "0", "--edge-port", "0"];
    const cloud = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    const pid = cloud.pid ?? 0;
    try {
      await upWithin(cloud, UP_MS_MAX);
      await sleep(SETTLE_MS);
      const shares: number[] = [];
      for (let window = 0; window < WINDOWS; window += 1) shares.push(await busyShare(pid));
      const details = { processes: tree(pid).size };
      return [{ figure, unit: "% of a core", bound: { max: 2 }, ...spreadOf(shares), details }];
    } finally {
      await ended(cloud);
    }
  },
};

/** Over a window of 60 s, percent; processes that end in it count as far as somebody waited for them. */
async function busyShare(pid: number): Promise<number> {
  const [began, before] = [performance.now(), cpuSeconds(pid)];
  await sleep(WINDOW_MS);
  return ((cpuSeconds(pid) - before) * 1_000 * 100) / (performance.now() - began);
}

/** `cells up --json` says one line once everything is deployed. */
async function upWithin(cloud: ChildProcess, ms: number): Promise<void> {
  if (cloud.stdout === null) throw new Error("The local cloud says nothing.");
  const line = once(createInterface({ input: cloud.stdout }), "line", { signal: AbortSignal.timeout(ms) });
  const end = once(cloud, "exit").then(() => Promise.reject(new Error("The local cloud ended.")));
  await Promise.race([line, end]);
}

async function ended(cloud: ChildProcess): Promise<void> {
  if (cloud.exitCode !== null || !cloud.kill("SIGINT")) return;
  await once(cloud, "exit");
}
