import { fork, type ChildProcess } from "node:child_process";
import { buildSimulation, ROOT } from "./planted/build.ts";
import type { RunResult } from "./run-seed.ts";
import type { RunOrder, RunReport } from "./worker.ts";

/** Processes that run seeds side by side. */
export interface Workers {
  /**
   * Runs all, each in whichever process is free, until `signal` says that it is enough; `onRun` hears of each as it
   * ends. Throws what a run throws.
   */
  run(
    orders: Iterable<RunOrder>,
    onRun: (run: RunResult, order: RunOrder) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** CPU time that all of them have used so far, milliseconds. */
  cpuMs(): number;
  end(): void;
}

/**
 * How Node runs seeds. Few collections of a large nursery instead of many of a small one, by the thread that runs:
 * helpers would use up the cores that other workers run on. No stacks: errors are answers here, a thousand in a run;
 * shrinking shows them.
 */
export const NODE_FLAGS: readonly string[] = [
  "--max-semi-space-size=32",
  "--min-semi-space-size=16",
  "--single-threaded-gc",
  "--stack-trace-limit=0",
];

/** Starts `jobs` processes of the simulation as it is now. */
export async function startWorkers(jobs: number): Promise<Workers> {
  const program = await buildSimulation(undefined, "works");
  const children = Array.from({ length: jobs }, () => fork(program, [], { cwd: ROOT, execArgv: [...NODE_FLAGS] }));
  const used = new Map<ChildProcess, number>();

  return {
    async run(orders, onRun, signal) {
      const waiting = orders[Symbol.iterator]();
      const work = async (child: ChildProcess): Promise<void> => {
        while (!isOver(signal)) {
          const next = waiting.next();
          if (next.done === true) return;
          const answer = await ask(child, next.value, signal);
          if (answer === undefined) return;
          used.set(child, answer.cpuMs);
          if (answer.run === undefined) throw new Error(`Seed ${next.value.seed}: ${answer.failure}`);
          onRun(answer.run, next.value);
        }
      };
      await Promise.all(children.map(work));
    },
    cpuMs: () => [...used.values()].reduce((sum, ms) => sum + ms, 0),
    end() {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** A worker's answer; undefined where nobody waits for it any more. */
function ask(child: ChildProcess, order: RunOrder, signal?: AbortSignal): Promise<RunReport | undefined> {
  return new Promise<RunReport | undefined>((resolve, reject) => {
    const died = (code: number | null): void => reject(new Error(`The worker of seed ${order.seed} ended: ${code}.`));
    const enough = (): void => settle(undefined);
    const settle = (answer: RunReport | undefined): void => {
      child.off("exit", died);
      signal?.removeEventListener("abort", enough);
      resolve(answer);
    };
    child.once("exit", died);
    signal?.addEventListener("abort", enough);
    // A worker sends reports and nothing else.
    child.once("message", (answer) => settle(answer as RunReport));
    child.send(order);
  });
}
