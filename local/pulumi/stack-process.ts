import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UserError } from "../core/errors.ts";
import type { Properties } from "../core/resource.ts";
import type { Reply, Request, Start, Verdict } from "./messages.ts";

/** How long a program may take before it counts as stuck. Milliseconds. */
const evaluationMsMax = 120_000;

/** How many of a program's last lines of output are kept for an error message. */
const keptLinesMax = 20;

/** What the process of one stack needs. */
export interface StackProcessOptions {
  readonly start: Start;
  readonly directory: string;
  /** Answers a request; a rejection ends the process. */
  readonly answer: (request: Request) => Promise<Omit<Reply, "kind" | "call">>;
  readonly onLine: (line: string) => void;
}

/** A program being evaluated for one stack. */
export interface StackProcess {
  /** The stack's outputs. Rejects with a `UserError` naming the stack. */
  readonly outputs: Promise<Properties>;
  /** Ends the process if it still runs; `outputs` then rejects. */
  kill(): void;
}

/** Starts Node with tsx on the program. The process ends with its parent: it leaves when the channel closes. */
export function startStack(options: StackProcessOptions): StackProcess {
  const child = fork(fileURLToPath(new URL("child.ts", import.meta.url)), [], {
    cwd: options.directory,
    execArgv: ["--import", tsxUrl()],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const outputs = new Promise<Properties>((resolve, reject) => {
    follow(child, options, resolve, (reason) => {
      child.kill("SIGKILL");
      reject(reason);
    });
  });
  child.send(options.start);
  return { outputs, kill: () => child.kill("SIGKILL") };
}

/** tsx for ES modules alone: hooking CommonJS as well makes loading Pulumi's packages a third slower. */
function tsxUrl(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm")).href;
}

function follow(
  child: ChildProcess,
  { start, answer, onLine }: StackProcessOptions,
  resolve: (outputs: Properties) => void,
  reject: (reason: Error) => void,
): void {
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) {
      createInterface({ input: stream }).on("line", (line) => {
        lastLines.push(line);
        lastLines.splice(0, lastLines.length - keptLinesMax);
        onLine(line);
      });
    }
  }
  const late = setTimeout(() => {
    reject(new UserError(`Stack ${start.stack}: the program did not end within ${evaluationMsMax / 1000} s.`));
  }, evaluationMsMax);
  const reply = async (request: Request): Promise<void> => {
    const result = await answer(request);
    if (child.connected) {
      child.send({ kind: "reply", call: request.call, ...result } satisfies Reply);
    }
  };
  // The child is this same code: it sends nothing else.
  child.on("message", (message: Request | Verdict) => {
    switch (message.kind) {
      case "done":
        return resolve(message.outputs);
      case "failed":
        return reject(new UserError(`Stack ${start.stack}: ${message.message}`));
      case "register":
      case "read":
      case "invoke":
        reply(message).catch(reject);
    }
  });
  child.on("error", reject);
  // Not at "exit": messages may still be under way then. Streams and channel are at their end at "close".
  child.on("close", (code, signal) => {
    clearTimeout(late);
    const said = lastLines.length === 0 ? "" : `\n${lastLines.join("\n")}`;
    reject(new UserError(`Stack ${start.stack}: the program's process ended early (${signal ?? code}).${said}`));
  });
}
