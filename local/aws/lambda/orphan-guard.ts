import { spawn, type ChildProcess } from "node:child_process";
import { Socket } from "node:net";

/** Ends processes when this one is gone, however it went: also those whose event loop never turns again. */
export interface OrphanGuard {
  /** Until it is forgotten. */
  watch(pid: number): void;
  forget(pid: number): void;
  /** Ends the guard; resolves once it is gone. */
  close(): Promise<void>;
}

/** What the guard runs: the end of its input is the end of whoever wrote there, by whatever signal. */
const code = `
  const watched = new Set();
  let rest = "";
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (chunk) => {
    const lines = (rest + chunk).split("\\n");
    rest = lines.pop();
    for (const line of lines) {
      if (line[0] === "+") watched.add(Number(line.slice(1)));
      else watched.delete(Number(line.slice(1)));
    }
  });
  process.stdin.on("close", () => {
    for (const pid of watched) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  });`;

/**
 * A guard for this process's children, itself a process: a thread in each of them that watched its parent would cost as
 * much as starting Node does. It starts with the first that it has to watch.
 */
export function createOrphanGuard(): OrphanGuard {
  const watched = new Set<number>();
  let guard: ChildProcess | undefined;

  const say = (line: string): void => void guard?.stdin?.write(`${line}\n`);
  function start(): ChildProcess {
    const child = spawn(process.execPath, ["--max-old-space-size=32", "--single-threaded", "-e", code], {
      env: {},
      stdio: ["pipe", "ignore", "ignore"],
    });
    const gone = (): void => {
      if (guard === child) guard = undefined;
    };
    child.once("error", gone);
    child.once("exit", gone);
    // It may be gone by the time it is told: the next that is watched gets a new one.
    child.stdin.on("error", gone);
    child.unref();
    // A pipe of Node's own: it would keep this process as long as the guard lives.
    if (child.stdin instanceof Socket) child.stdin.unref();
    guard = child;
    for (const pid of watched) say(`+${pid}`);
    return child;
  }

  return {
    watch(pid) {
      watched.add(pid);
      if (guard === undefined) start();
      else say(`+${pid}`);
    },
    forget(pid) {
      if (watched.delete(pid)) say(`-${pid}`);
    },
    async close() {
      const child = guard;
      if (child === undefined) return;
      const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.ref();
      child.stdin?.end();
      await exited;
    },
  };
}
