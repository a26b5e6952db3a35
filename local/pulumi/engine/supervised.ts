import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UserError } from "../../core/errors.ts";

/** A process that serves on a port which it prints, behind a port that stays when the process is started anew. */
export interface Supervised {
  readonly port: number;
  pid(): number | undefined;
  shutdown(): Promise<void>;
}

/** What is to be supervised. */
export interface SupervisedOptions {
  /** The module, beside this one. */
  readonly module: string;
  readonly args: readonly string[];
  readonly onMessage: (message: unknown, reply: (answer: object) => void) => void;
  readonly onFault: (fault: unknown) => void;
}

/** Starts in a row that may fail before the process is given up. */
const failuresMax = 3;

/** Starts the process and its port on 127.0.0.1. Rejects with a `UserError` where it does not start at all. */
export async function supervise(options: SupervisedOptions): Promise<Supervised> {
  const { module, onFault } = options;
  let ended = false;
  let child: ChildProcess | undefined;
  let inner: Promise<number> = Promise.resolve(0);
  const start = async (): Promise<void> => {
    const started = spawn(options);
    child = started.child;
    inner = started.port;
    await started.port;
    started.child.once("exit", (code, signal) => {
      if (ended) return;
      onFault(new Error(`The process of ${module} ended (${signal ?? code}); it is started anew.`));
      startAgain().catch(onFault);
    });
  };
  const startAgain = async (failures = 0): Promise<void> => {
    try {
      await start();
    } catch (fault) {
      if (ended) return;
      if (failures + 1 >= failuresMax) throw fault;
      await startAgain(failures + 1);
    }
  };
  await start();
  const relay = await listenFor(() => inner);
  return {
    port: relay.port,
    pid: () => child?.pid,
    async shutdown() {
      ended = true;
      const last = child;
      const gone = new Promise<void>((resolve) => {
        if (last === undefined || last.exitCode !== null || last.signalCode !== null) resolve();
        else last.once("exit", () => resolve());
      });
      last?.kill("SIGKILL");
      await Promise.all([gone, relay.close()]);
    },
  };
}

function spawn({ module, args, onMessage }: SupervisedOptions): { child: ChildProcess; port: Promise<number> } {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm")).href;
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), [...args], {
    execArgv: ["--import", tsx],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  child.on("message", (message) => onMessage(message, (answer) => child.connected && child.send(answer)));
  const port = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new UserError(`The process of ${module} ended (${signal ?? code}).`)));
    if (child.stdout !== null) createInterface({ input: child.stdout }).on("line", (line) => resolve(Number(line)));
  });
  return { child, port };
}

/** Passes every connection on to the port that `target` tells. */
async function listenFor(target: () => Promise<number>): Promise<{ port: number; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    // A connection that breaks is its client's to notice.
    return socket.on("error", () => socket.destroy()).on("close", () => open.delete(socket));
  };
  const server: Server = createServer((client) => {
    keep(client);
    const join = async (): Promise<void> => {
      const there = keep(connect(await target(), "127.0.0.1"));
      there.on("close", () => client.destroy());
      client.on("close", () => there.destroy());
      client.pipe(there).pipe(client);
    };
    join().catch(() => client.destroy());
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    // A server that listens on a TCP port has an address of that form.
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
