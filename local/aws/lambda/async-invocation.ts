import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { isUnreachable } from "../../faults/regions.ts";
import { sendOrLose } from "../sqs/send-to-queue.ts";
import type { LambdaDependencies } from "./dependencies.ts";
import type { InvocationResult } from "./environment-pool.ts";
import type { EventInvokeConfig, FunctionDirectory, FunctionTarget } from "./function-directory.ts";
import { defaultEventInvoke } from "./function-directory.ts";

/** One asynchronous invocation on its way. */
export interface QueuedInvocation {
  /** With or without qualifier. */
  readonly functionArn: string;
  readonly payload: string;
  readonly requestId: string;
}

/** Waits before the second and the third attempt after a function's error. Source: Lambda's developer guide. */
export const retryDelaysMs: readonly number[] = [60_000, 120_000];
/** Throttled events come back after a wait that doubles up to this. */
const maxThrottleDelayMs = 300_000;

interface Attempt {
  readonly count: number;
  readonly throttled: number;
  readonly queuedAt: number;
}

/** Runs `Event` invocations: retries, then dead-letter queue and destinations. */
export function createAsyncInvoker(
  deps: Pick<LambdaDependencies, "kernel" | "sts" | "call"> & { readonly directory: FunctionDirectory },
) {
  const { kernel, directory } = deps;

  const attempt = async (queued: QueuedInvocation, state: Attempt): Promise<void> => {
    // The function may have changed since the last attempt; with a deleted one its events are gone.
    const target = directory.lookup(queued.functionArn, queued.functionArn.split(":")[3] ?? "");
    if (target === undefined) return;
    const rules = rulesOf(target);
    const ageMs = kernel.now() - state.queuedAt;
    if (ageMs > rules.maximumEventAgeSeconds * 1000) {
      return settle(deps, queued, target, state, "EventAgeExceeded", undefined);
    }
    const result = await target.runnable.pool.invoke(queued).catch(throttled);
    if (result === "throttled") {
      const delayMs = Math.min(1000 * 2 ** state.throttled, maxThrottleDelayMs);
      kernel.after(delayMs, () => attempt(queued, { ...state, throttled: state.throttled + 1 }));
      return;
    }
    const tried: Attempt = { ...state, count: state.count + 1 };
    if (result.functionError === undefined) return settle(deps, queued, target, tried, "Success", result);
    if (tried.count > rules.maximumRetryAttempts) {
      return settle(deps, queued, target, tried, "RetriesExhausted", result);
    }
    const delayMs = retryDelaysMs[tried.count - 1] ?? maxThrottleDelayMs;
    kernel.after(delayMs, () => attempt(queued, tried));
  };

  return {
    /** Returns at once; the invocation runs from the kernel's next turn on. */
    enqueue(queued: QueuedInvocation): void {
      const state = { count: 0, throttled: 0, queuedAt: kernel.now() };
      kernel.after(0, () => attempt(queued, state));
    },
  };
}

/** What may pass: too many invocations, or a role that Lambda cannot take on. */
const passing: ReadonlySet<string> = new Set([
  "AccessDenied",
  "KMSAccessDeniedException",
  "NoSuchEntity",
  "TooManyRequestsException",
]);

/** A region that is gone keeps its events until it is back. */
const mayPass = (error: unknown): boolean =>
  isUnreachable(error) || (error instanceof AwsError && passing.has(error.code));

function throttled(error: unknown): "throttled" {
  if (mayPass(error)) return "throttled";
  throw error;
}

type Condition = "Success" | "RetriesExhausted" | "EventAgeExceeded";

async function settle(
  deps: Pick<LambdaDependencies, "kernel" | "sts" | "call">,
  queued: QueuedInvocation,
  target: FunctionTarget,
  attempt: Attempt,
  condition: Condition,
  result: InvocationResult | undefined,
): Promise<void> {
  const { requestId } = queued;
  const { config } = target.runnable;
  const rules = rulesOf(target);
  const caller = () => deps.sts.assume(config.roleArn, config.name, { service: "lambda.amazonaws.com" });
  const failed = condition !== "Success";
  const destination = failed ? rules.onFailureArn : rules.onSuccessArn;
  if (destination !== undefined) {
    const body = destinationRecord(deps.kernel, queued, target, attempt, condition, result);
    await sendOrLose(deps.call, caller, requestId, { queueArn: destination, body: JSON.stringify(body) });
  }
  if (failed && config.deadLetterArn !== undefined) {
    await sendOrLose(deps.call, caller, requestId, {
      queueArn: config.deadLetterArn,
      body: queued.payload,
      attributes: {
        RequestID: requestId,
        ErrorCode: "200",
        ErrorMessage: (result?.payload ?? condition).slice(0, 1024),
      },
    });
  }
}

function rulesOf({ fn, qualifier = "$LATEST" }: FunctionTarget): EventInvokeConfig {
  return fn.eventInvokes.get(qualifier) ?? defaultEventInvoke;
}

function destinationRecord(
  kernel: Kernel,
  queued: QueuedInvocation,
  { fn, qualifier = "$LATEST", runnable }: FunctionTarget,
  attempt: Attempt,
  condition: Condition,
  result: InvocationResult | undefined,
) {
  const response = {
    responseContext: {
      statusCode: 200,
      executedVersion: runnable.config.version,
      functionError: result?.functionError,
    },
    responsePayload: result === undefined ? undefined : parseJson(result.payload),
  };
  return {
    version: "1.0",
    timestamp: new Date(kernel.now()).toISOString(),
    requestContext: {
      requestId: queued.requestId,
      functionArn: `${fn.config.arn}:${qualifier}`,
      condition,
      approximateInvokeCount: attempt.count,
    },
    requestPayload: parseJson(queued.payload),
    ...(result === undefined ? {} : response),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
