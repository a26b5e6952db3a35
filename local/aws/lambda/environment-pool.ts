import { AwsError } from "../../core/errors.ts";
import { randomHex, type Cancel, type Kernel } from "../../core/kernel.ts";
import type { LambdaDependencies, LambdaLimits } from "./dependencies.ts";
import type { FunctionConfig } from "./function-config.ts";
import type { ExecutionEnvironment, InvocationOutcome } from "./function-host.ts";
import { createInvocationLog, type InvocationLog } from "./invocation-log.ts";
import { environmentVariables } from "./variables.ts";

/** An invocation's result as Lambda's Invoke answers it. */
export interface InvocationResult {
  readonly requestId: string;
  readonly payload: string;
  readonly functionError?: "Unhandled";
}

/** One invocation as the pool takes it. */
interface PoolRequest {
  readonly requestId: string;
  /** With the qualifier that it was called by. */
  readonly functionArn: string;
  readonly payload: string;
}

/** A function's execution environments. */
export interface EnvironmentPool {
  /** Throws `TooManyRequestsException` beyond the reserved concurrency; beyond this machine's limit it waits. */
  invoke(request: PoolRequest): Promise<InvocationResult>;
  /** Environments that exist now. */
  size(): number;
  stop(): void;
}

/** How long an environment may take to start. */
const initTimeoutMs = 10_000;
/** A response above this is `Function.ResponseSizeTooLarge`. Bytes. */
const maxResponseBytes = 6_291_556;

/** One environment of a pool, with what is its own. */
interface Slot {
  readonly environment: ExecutionEnvironment;
  readonly log: InvocationLog;
  started: boolean;
  /** False once it was told to end, or ended. */
  alive: boolean;
  cancelReaping: Cancel | undefined;
}

/** What the pool knows while one invocation runs. */
interface Run {
  readonly request: PoolRequest;
  readonly slot: Slot;
  readonly traceId: string;
}

/** Environments start with the first invocation that finds none idle, and end when idle for long. */
export function createEnvironmentPool(
  deps: LambdaDependencies,
  config: FunctionConfig,
  limits: LambdaLimits,
): EnvironmentPool {
  const { kernel } = deps;
  const slots = new Set<Slot>();
  const idle: Slot[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  let stopped = false;

  const discard = (slot: Slot): void => {
    slot.alive = false;
    slots.delete(slot);
    slot.cancelReaping?.();
    const at = idle.indexOf(slot);
    if (at >= 0) idle.splice(at, 1);
  };
  const open = (): Slot => {
    const slot = startSlot(deps, config);
    slots.add(slot);
    slot.environment.onExit(() => discard(slot));
    return slot;
  };
  const rest = (slot: Slot): void => {
    if (!slot.alive) return;
    idle.push(slot);
    slot.cancelReaping = kernel.after(limits.idleMs, () => {
      discard(slot);
      slot.environment.stop();
    });
  };
  const run = async (request: PoolRequest): Promise<InvocationResult> => {
    const slot = idle.pop() ?? open();
    slot.cancelReaping?.();
    const traceId = newTraceId(kernel, config.traced);
    const result = await invokeSlot(kernel, config, { request, slot, traceId });
    rest(slot);
    return result;
  };
  return {
    async invoke(request) {
      if (config.reservedConcurrency !== undefined && busy + waiting.length >= config.reservedConcurrency) {
        throw rateExceeded();
      }
      if (busy >= limits.maxEnvironments) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      try {
        if (stopped) throw new AwsError("ServiceException", "The local cloud is shutting down.", 500);
        return await run(request);
      } finally {
        // The place passes on to whoever waits longest, or becomes free.
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
    size: () => slots.size,
    stop() {
      stopped = true;
      for (const slot of slots) {
        slot.cancelReaping?.();
        slot.environment.stop();
      }
    },
  };
}

function rateExceeded(): AwsError {
  const Reason = "ReservedFunctionConcurrentInvocationLimitExceeded";
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Reason });
}

function startSlot(deps: LambdaDependencies, config: FunctionConfig): Slot {
  const { kernel } = deps;
  const day = new Date(kernel.now()).toISOString().slice(0, 10).replaceAll("-", "/");
  const logStream = `${day}/[$LATEST]${randomHex(kernel, 16)}`;
  const log = createInvocationLog(kernel, config, (lines) =>
    deps.logs.append(config.region, config.logGroup, logStream, lines),
  );
  const environment = deps.hosts.start({
    id: randomHex(kernel, 16),
    functionName: config.name,
    region: config.region,
    taskRoot: config.taskRoot,
    handler: config.handler,
    memoryMb: config.memoryMb,
    variables: environmentVariables(config, {
      credentials: deps.sts.issueForRole(config.roleArn, config.name),
      awsEndpoint: deps.awsEndpoint(),
      logStream,
      version: "$LATEST",
    }),
    onOutput: log.output,
  });
  return { environment, log, started: false, alive: true, cancelReaping: undefined };
}

async function invokeSlot(kernel: Kernel, config: FunctionConfig, run: Run): Promise<InvocationResult> {
  const { slot, request } = run;
  const timeoutMs = config.timeoutSeconds * 1000;
  let initMs: number | undefined;
  if (!slot.started) {
    const before = kernel.now();
    const outcome = await orTimeout(kernel, initTimeoutMs, slot.environment.initialised);
    initMs = kernel.now() - before;
    slot.started = true;
    if (outcome === undefined) return timedOut(run, initTimeoutMs);
    if (outcome.kind === "exit") return exited(run, outcome.reason);
    if (outcome.kind === "error") {
      end(slot);
      return failed(run, outcome.payload);
    }
  }
  slot.log.start(request.requestId);
  const before = kernel.now();
  const outcome = await orTimeout(
    kernel,
    timeoutMs,
    slot.environment.invoke({ ...request, deadlineMs: before + timeoutMs, traceId: run.traceId }),
  );
  const durationMs = kernel.now() - before;
  const maxMemoryMb = outcome !== undefined && outcome.kind !== "exit" ? outcome.maxMemoryMb : undefined;
  const result = outcome === undefined ? timedOut(run, timeoutMs) : resultOf(run, outcome);
  slot.log.end({ requestId: request.requestId, durationMs, initMs, maxMemoryMb, traceId: run.traceId });
  return result;
}

function resultOf(run: Run, outcome: InvocationOutcome): InvocationResult {
  switch (outcome.kind) {
    case "ok": {
      const bytes = Buffer.byteLength(outcome.payload);
      if (bytes <= maxResponseBytes) return { requestId: run.request.requestId, payload: outcome.payload };
      return failed(run, {
        errorType: "Function.ResponseSizeTooLarge",
        errorMessage: `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
      });
    }
    case "error":
      return failed(run, outcome.payload);
    case "exit":
      return exited(run, outcome.reason);
  }
}

function timedOut(run: Run, afterMs: number): InvocationResult {
  const { requestId } = run.request;
  const sentence = `Task timed out after ${(afterMs / 1000).toFixed(2)} seconds`;
  end(run.slot);
  run.slot.log.say(`${requestId} ${sentence}`);
  return failed(run, { errorType: "Sandbox.Timedout", errorMessage: `RequestId: ${requestId} Error: ${sentence}` });
}

function exited(run: Run, reason: string): InvocationResult {
  const { requestId } = run.request;
  const sentence = `Runtime exited with error: ${reason}`;
  end(run.slot);
  run.slot.log.say(`${requestId} ${sentence}`);
  return failed(run, { errorType: "Runtime.ExitError", errorMessage: `RequestId: ${requestId} Error: ${sentence}` });
}

function end(slot: Slot): void {
  slot.alive = false;
  slot.environment.stop();
}

function failed(run: Run, error: string | Readonly<Record<string, string>>): InvocationResult {
  const payload = typeof error === "string" ? error : JSON.stringify(error);
  return { requestId: run.request.requestId, payload, functionError: "Unhandled" };
}

/** The promise's value, or undefined once the time is over. */
async function orTimeout<T>(kernel: Kernel, afterMs: number, promise: Promise<T>): Promise<T | undefined> {
  let cancel: Cancel = () => undefined;
  const timeout = new Promise<undefined>((resolve) => {
    cancel = kernel.after(afterMs, () => resolve(undefined));
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    cancel();
  }
}

/** AWS X-Ray's header form. */
function newTraceId(kernel: Kernel, sampled: boolean): string {
  const seconds = Math.floor(kernel.now() / 1000).toString(16);
  const root = `1-${seconds}-${randomHex(kernel, 12)}`;
  return `Root=${root};Parent=${randomHex(kernel, 8)};Sampled=${sampled ? 1 : 0}`;
}
