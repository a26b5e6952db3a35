import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** What to run, and how it can be reached. */
export interface GuardedOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The port that it listens on. */
  readonly port: number;
  /** Gives it a network of its own, of which this machine sees one port of the loopback interface. */
  readonly isolated: boolean;
}

/** A process that answers over HTTP. */
export interface Guarded {
  readonly url: string;
  stop(): Promise<void>;
}

const guard = fileURLToPath(new URL("guard.mjs", import.meta.url));
const loopback = "127.0.0.1";
const startMsMax = 60_000;
const tryMsMax = 2_000;
const retryMs = 50;
const lastOutputMax = 600;

/** Starts a process and waits until it answers. Rejects with its last words where it ends or stays silent. */
export async function startGuarded(options: GuardedOptions): Promise<Guarded> {
  const server = options.isolated ? await listening() : undefined;
  const port = server === undefined ? options.port : portOf(server);
  const [command, ...args] = options.isolated ? [...ownNetwork(), process.execPath, guard] : [process.execPath, guard];
  const child = spawn(command ?? "", args, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const lastWords = collectOutput(child);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const message = { command: options.command, args: options.args, env: options.env ?? {}, innerPort: options.port };
  // Until the guard has the server, this process would accept whoever connects.
  await new Promise<void>((resolve) => child.send(message, server, {}, () => resolve()));
  server?.close();
  const url = `http://${loopback}:${port}`;
  if (await answers(url, child)) return { url, stop };
  await stop();
  throw new Error(`it did not start: ${lastWords() || "it said nothing"}`);
}

/** The command before a command that is to have a network of its own. */
export function ownNetwork(): readonly string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ["--map-root-user"];
  return ["unshare", ...asRoot, "--net", "sh", "-c", 'ip link set lo up && exec "$0" "$@"'];
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = await listening();
  const port = portOf(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

function listening(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, loopback, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function collectOutput(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-lastOutputMax)));
  }
  return () => output.trim().replaceAll(/\s+/g, " ");
}

/** Whether it answers anything at all before its time is up. */
async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < startMsMax && child.exitCode === null; waitedMs += retryMs) {
    if (await fetch(url, { signal: AbortSignal.timeout(tryMsMax) }).then(Boolean, () => false)) return true;
    await sleep(retryMs);
  }
  return false;
}
