import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Where emulators are kept between runs. */
export function cacheFolder(name: string): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "payment-cells", "conformance", name);
}

/** Whether a program can be run on this machine. */
export async function isInstalled(program: string, ...probe: readonly string[]): Promise<boolean> {
  return execute(program, [...probe], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

/** Runs a program to its end; throws an error whose message ends with the last line that it printed. */
export async function run(program: string, args: readonly string[], timeoutMs: number): Promise<void> {
  try {
    await execute(program, [...args], { timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 });
  } catch (fault) {
    // Node puts both streams on the error of a program that failed.
    const { stdout = "", stderr = "" } = fault as { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "");
    throw new Error(`${program} failed: ${said.at(-1)?.trim() ?? "it said nothing"}`, { cause: fault });
  }
}

/** Starts a server in a process group of its own; its last lines are kept for when it ends too early. */
export function startServer(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Server {
  const child = spawn(program, [...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said.push(chunk.toString());
      if (said.length > 50) said.shift();
    });
  }
  const ended = once(child, "exit");
  // It has a process group of its own, which the terminal's interrupt does not reach.
  const endWithUs = (): void => endGroup(child, "SIGKILL");
  process.once("exit", endWithUs);
  child.once("exit", () => process.off("exit", endWithUs));
  ended.catch((fault: unknown) => said.push(String(fault)));
  return { child, ended, said: () => said.join("").trim().split("\n").at(-1) ?? "" };
}

/** A server that was started here. */
export interface Server {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  /** The last line that it printed. */
  said(): string;
}

/** Ends a server with everything that it started. */
export async function stopServer({ child, ended }: Server): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  endGroup(child, "SIGTERM");
  const late = pause(3_000, "late", { ref: false });
  if ((await Promise.race([ended.catch(() => "ended"), late])) === "late") endGroup(child, "SIGKILL");
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** Waits until a server answers anything over HTTP; throws where it ends or stays silent. */
export async function answers(url: string, server: Server, timeoutMs: number): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    if (server.child.exitCode !== null) throw new Error(`it ended at once: ${server.said()}`);
    try {
      await fetch(url, { signal: AbortSignal.timeout(2_000) });
      return;
    } catch {
      if (performance.now() > until)
        throw new Error(`it did not answer within ${timeoutMs / 1000} s: ${server.said()}`);
      await pause(200);
    }
  }
}

/** A port of the loopback interface that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return address.port;
}
