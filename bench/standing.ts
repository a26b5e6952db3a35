import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A process of the bench that stays and does what it is asked, one thing after the other. */
export interface Standing {
  readonly pid: number;
  /** Resolves to what the process answers; rejects where it ends instead. */
  ask(message: object): Promise<unknown>;
  end(): Promise<void>;
}

/** Starts a module in a Node process of its own, which answers every message that it gets with one. */
export function standing(module: string, flags: readonly string[]): Standing {
  const child = spawn(process.execPath, [...flags, module], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    // The SDK tells every process on Node 20 that its time will come in 2027.
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  const exited = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    ask: (message) => answerOf(child, module, message),
    async end() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function answerOf(child: ChildProcess, module: string, message: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`${module} ended before it answered.`));
    child.once("exit", ended);
    child.once("message", (answer) => {
      child.off("exit", ended);
      resolve(answer);
    });
    child.send(message);
  });
}

/** The other side: answers every message by `act`, and ends with whoever asked; a fault ends it at once. */
export function answerAll(act: (message: unknown) => Promise<unknown>): void {
  process.on("disconnect", () => process.exit(0));
  process.on("message", (message) => {
    act(message).then(
      (answer) => process.send?.(answer ?? {}),
      (fault: unknown) => {
        console.error(fault instanceof Error ? fault.message : String(fault));
        process.exit(1);
      },
    );
  });
}
