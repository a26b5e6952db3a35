import { AwsError } from "../../core/errors.ts";
import type { Cancel, Kernel } from "../../core/kernel.ts";
import { regionUnreachable } from "../../faults/regions.ts";
import type { LambdaDependencies, LambdaLimits } from "./dependencies.ts";
import type { FunctionConfig } from "./function-config.ts";
import type { InvocationOutcome } from "./function-host.ts";
import { createSlots, type Slot } from "./environment-slots.ts";
import { traceInvocation, type InvocationTrace } from "./invocation-trace.ts";

/** An invocation's result as Lambda's Invoke answers it. */
export interface InvocationResult {
  readonly requestId: string;
  readonly payload: string;
  readonly functionError?: "Unhandled";
  /** The end of what was logged meanwhile, where it was asked for. */
  readonly logTail?: string;
}

/** One invocation as the pool takes it. */
interface PoolRequest {
  readonly requestId: string;
  /** With the qualifier that it was called by. */
  readonly functionArn: string;
  readonly payload: string;
  /** X-Ray's header of whoever asks. */
  readonly traceHeader?: string | undefined;
  /** Those of the messages that it is about. */
  readonly links?: readonly string[];
  readonly wantsLogTail?: boolean;
}

/** A function's execution environments. */
export interface EnvironmentPool {
  /** Throws `TooManyRequestsException` beyond the reserved concurrency; beyond this machine's limit it waits. */
  invoke(request: PoolRequest): Promise<InvocationResult>;
  /** Environments that exist now. */
  size(): number;
  /** What starts from now on is of `config`; what is older ends as soon as it has nothing to do. */
  renew(config: FunctionConfig): void;
  /** Every environment ends as soon as it has nothing to do. */
  retire(): void;
  /** Every environment ends in the middle of what it does; what comes later starts anew. */
  interrupt(): void;
  stop(): void;
}

/** How many invocations a function has at a time, over all its versions. */
export interface FunctionConcurrency {
  reserved: number | undefined;
  inUse: number;
}

/** How long an environment may take to start. */
const initTimeoutMs = 10_000;
/** A response above this is `Function.ResponseSizeTooLarge`. Bytes. */
const maxResponseBytes = 6_291_556;

/** What the pool knows while one invocation runs. */
interface Run {
  readonly request: PoolRequest;
  readonly slot: Slot;
  readonly trace: InvocationTrace;
}

/** Environments start with the first invocation that finds none idle, and end when idle for long. */
export function createEnvironmentPool(
  deps: LambdaDependencies,
  config: FunctionConfig,
  limits: LambdaLimits,
  concurrency: FunctionConcurrency,
): EnvironmentPool {
  const slots = createSlots(deps, config, limits.idleMs);
  const waiting: (() => void)[] = [];
  let busy = 0;
  let stopped = false;

  const run = async (request: PoolRequest): Promise<InvocationResult> => {
    const slot = slots.take();
    const trace = traceInvocation(deps, slot.config, request);
    if (request.wantsLogTail === true) slot.log.keep();
    const ended = await invokeSlot(deps, slot.config, { request, slot, trace });
    const result = request.wantsLogTail === true ? { ...ended, logTail: slot.log.taken() } : ended;
    const failed = result.functionError !== undefined;
    trace.ended(failed);
    measure(deps, slot.config, { Invocations: 1, Errors: failed ? 1 : 0 }, "Count");
    slots.giveBack(slot);
    return result;
  };
  const inTurn = async (request: PoolRequest): Promise<InvocationResult> => {
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
  };
  return {
    async invoke(request) {
      if (deps.regions?.isLost(config.region) === true) throw regionUnreachable(config.region);
      if (concurrency.reserved !== undefined && concurrency.inUse >= concurrency.reserved) {
        measure(deps, config, { Throttles: 1 }, "Count");
        throw rateExceeded();
      }
      concurrency.inUse += 1;
      try {
        return await inTurn(request);
      } finally {
        concurrency.inUse -= 1;
      }
    },
    size: slots.size,
    renew: slots.renew,
    retire: slots.retire,
    interrupt: slots.interrupt,
    stop() {
      stopped = true;
      slots.stop();
    },
  };
}

function rateExceeded(): AwsError {
  const Reason = "ReservedFunctionConcurrentInvocationLimitExceeded";
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Reason });
}

async function invokeSlot(
  deps: Pick<LambdaDependencies, "kernel" | "counts" | "metrics">,
  config: FunctionConfig,
  run: Run,
): Promise<InvocationResult> {
  const { kernel, counts } = deps;
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
  run.trace.began(initMs);
  slot.log.start(request.requestId);
  const before = kernel.now();
  const outcome = await orTimeout(
    kernel,
    timeoutMs,
    slot.environment.invoke({ ...request, deadlineMs: before + timeoutMs, traceId: run.trace.header }),
  );
  const durationMs = kernel.now() - before;
  const maxMemoryMb = outcome !== undefined && outcome.kind !== "exit" ? outcome.maxMemoryMb : undefined;
  const result = outcome === undefined ? timedOut(run, timeoutMs) : resultOf(run, outcome);
  const { region, name } = config;
  counts?.add({ service: "lambda", region, what: "Invocation", of: name, ms: Math.ceil(durationMs) });
  measure(deps, config, { Duration: durationMs }, "Milliseconds");
  slot.log.end({ requestId: request.requestId, durationMs, initMs, maxMemoryMb, traceId: run.trace.header });
  return result;
}

/** What Lambda measures about a function. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
function measure(
  { metrics }: Pick<LambdaDependencies, "metrics">,
  { region, name: FunctionName }: FunctionConfig,
  values: Readonly<Record<string, number>>,
  unit: string,
): void {
  for (const [name, value] of Object.entries(values)) {
    metrics?.measure(region, { namespace: "AWS/Lambda", name, dimensions: { FunctionName }, value, unit });
  }
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
