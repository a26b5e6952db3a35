import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { EnvironmentSpec, ExecutionEnvironment, FunctionHost, InitOutcome } from "./function-host.ts";
import type { InvocationOutcome } from "./function-host.ts";
import { createOrphanGuard, type OrphanGuard } from "./orphan-guard.ts";
import { openSegmentSocket, type SegmentSocket } from "./segment-socket.ts";
import { createRuntimeApi, type RuntimeApi } from "./runtime-api.ts";

/** What Node itself takes beside the heap; the rest of a function's memory is its heap limit. */
const overheadMb = 24;

const bootstrap = fileURLToPath(new URL("./bootstrap.mjs", import.meta.url));

/** A host whose environments are child processes of this Node, behind a Lambda Runtime API on the loopback. */
export function createProcessHost(): FunctionHost {
  const api = createRuntimeApi();
  const guard = createOrphanGuard();
  const running = new Map<ExecutionEnvironment, Promise<void>>();
  return {
    start(spec) {
      const environment = startEnvironment(api, guard, spec);
      const gone = new Promise<void>((resolve) => environment.onExit(resolve));
      running.set(environment, gone);
      environment.onExit(() => running.delete(environment));
      return environment;
    },
    async shutdown() {
      const all = [...running.values()];
      for (const environment of running.keys()) environment.stop();
      await Promise.all(all);
      await Promise.all([api.close(), guard.close()]);
    },
  };
}

function startEnvironment(api: RuntimeApi, guard: OrphanGuard, spec: EnvironmentSpec): ExecutionEnvironment {
  const initialised = deferred<InitOutcome>();
  const exits: (() => void)[] = [];
  let answer: ((outcome: InvocationOutcome) => void) | undefined;
  let invoked: string | undefined;
  let child: ChildProcess | undefined;
  let daemon: SegmentSocket | undefined;
  let gone = false;
  let stopped = false;

  const channel = api.open(spec.id, {
    initialised: initialised.resolve,
    answered(requestId, outcome) {
      if (requestId !== invoked) return;
      // One turn of the event loop, so that what the function printed before it answered is read first.
      setImmediate(() => answer?.(outcome));
    },
  });
  const end = (reason: string): void => {
    if (gone) return;
    gone = true;
    if (child?.pid !== undefined) guard.forget(child.pid);
    channel.close();
    daemon?.close();
    initialised.resolve({ kind: "exit", reason });
    answer?.({ kind: "exit", reason });
    for (const listener of exits) listener();
  };

  const boot = async (): Promise<void> => {
    const address = await api.address(spec.id);
    daemon = spec.onSegment === undefined ? undefined : await openSegmentSocket(spec.onSegment);
    if (stopped) return end("signal: killed");
    child = spawnRuntime(spec, address, daemon?.address);
    if (child.pid !== undefined) guard.watch(child.pid);
    child.once("error", (error) => end(error.message));
    child.once("close", (code, signal) => end(signal === null ? `exit status ${code}` : signalReason(signal)));
  };
  boot().catch((error: unknown) => end(String(error)));

  return {
    initialised: initialised.promise,
    invoke(invocation) {
      if (gone) return Promise.resolve({ kind: "exit", reason: "signal: killed" });
      return new Promise((resolve) => {
        invoked = invocation.requestId;
        answer = (outcome) => {
          answer = undefined;
          resolve(outcome);
        };
        channel.offer(invocation);
      });
    },
    onExit(listener) {
      if (gone) listener();
      else exits.push(listener);
    },
    stop() {
      stopped = true;
      child?.kill("SIGKILL");
    },
  };
}

/** Nothing of this process's environment reaches the function but PATH. */
function spawnRuntime(spec: EnvironmentSpec, runtimeApi: string, daemon: string | undefined): ChildProcess {
  const heapMb = Math.max(32, spec.memoryMb - overheadMb);
  // Waking the collector's helper threads at every tick costs a mostly idle environment more than they save it.
  // With a new space of 1 MB, to which V8 goes back at every pause, it would collect at every other tick.
  const flags = [`--max-old-space-size=${heapMb}`, "--single-threaded-gc", "--min-semi-space-size=4"];
  const child = spawn(process.execPath, [...flags, bootstrap], {
    cwd: spec.taskRoot,
    env: {
      PATH: process.env["PATH"],
      ...spec.variables,
      AWS_LAMBDA_RUNTIME_API: runtimeApi,
      ...(daemon !== undefined && { AWS_XRAY_DAEMON_ADDRESS: daemon, AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR" }),
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined);
  readLines(child.stdout, spec.onOutput);
  readLines(child.stderr, spec.onOutput);
  return child;
}

/** Hands on line by line; a carriage return within a line stands for a line break of the same record. */
function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = "";
  const say = (line: string): void => onLine(line.replace(/\r$/, "").replaceAll("\r", "\n"));
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) say(line);
  });
  stream.on("end", () => {
    if (rest !== "") say(rest);
  });
}

/** As Lambda words it. */
function signalReason(signal: NodeJS.Signals): string {
  if (signal === "SIGABRT") return "signal: aborted";
  return signal === "SIGKILL" ? "signal: killed" : `signal: ${signal}`;
}

function deferred<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: (value) => resolve(value) };
}
