import { spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../infra/bundles/paths.ts";
import type { Bench } from "../figure.ts";
import { spreadOf } from "../rounds.ts";

const RUNS = 3;
const FIRST_PAYMENT = /first payment/i;
const LAST_LINES = 15;
/** A demo that takes longer hangs. */
const LONGEST_MS = 180_000;

/** How long somebody waits who types `npm start`. */
export const start: Bench = {
  name: "start",
  about: "seconds from `npm start -- --once` to the first payment, and to its end",
  async run() {
    const runs: Run[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await runDemo());
    const first = spreadOf(runs.map(({ firstSeconds }) => firstSeconds));
    const total = spreadOf(runs.map(({ totalSeconds }) => totalSeconds));
    return [
      { figure: "to the first payment", unit: "s", bound: { max: 10 }, ...first },
      { figure: "to the end", unit: "s", ...total },
    ];
  },
};

interface Run {
  readonly firstSeconds: number;
  readonly totalSeconds: number;
}

async function runDemo(): Promise<Run> {
  const [port, edgePort] = await Promise.all([freePort(), freePort()]);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  const flags = ["--once", "--port", `${port}`, "--edge-port", `${edgePort}`];
  const child = spawn(process.execPath, [path.join(root, "cli/bin.mjs"), "demo", ...flags], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LONGEST_MS,
  });
  const end = () => child.kill();
  process.once("exit", end);
  let firstSeconds: number | undefined;
  const lastLines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => {
      if (FIRST_PAYMENT.test(line)) firstSeconds ??= seconds();
      lastLines.push(line);
      lastLines.splice(0, lastLines.length - LAST_LINES);
    });
  }
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  process.off("exit", end);
  if (code !== 0 || firstSeconds === undefined) {
    throw new Error(`the demo ended with ${String(code)}:\n${lastLines.join("\n")}`);
  }
  return { firstSeconds, totalSeconds: seconds() };
}

/** A port that nobody listens on just now. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
