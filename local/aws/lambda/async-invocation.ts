import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { roleCaller } from "../principals.ts";
import { sendToQueue } from "../sqs/send-to-queue.ts";
import type { AwsCall } from "./dependencies.ts";
import type { InvocationResult } from "./environment-pool.ts";
import type { LambdaFunction } from "./function-directory.ts";

/** One asynchronous invocation on its way. */
export interface QueuedInvocation {
  readonly fn: LambdaFunction;
  readonly functionArn: string;
  readonly payload: string;
  readonly requestId: string;
}

/** Waits before the second and the third attempt after a function's error. Source: Lambda's developer guide. */
const retryDelaysMs = [60_000, 120_000];
/** Throttled events come back after a wait that doubles up to this. */
const maxThrottleDelayMs = 300_000;

interface Attempt {
  readonly count: number;
  readonly throttled: number;
  readonly queuedAt: number;
}

/** Runs `Event` invocations: retries, then dead-letter queue and destinations. */
export function createAsyncInvoker(deps: {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly call: AwsCall;
}) {
  const { kernel } = deps;

  const attempt = async (queued: QueuedInvocation, state: Attempt): Promise<void> => {
    const { fn } = queued;
    const ageMs = kernel.now() - state.queuedAt;
    if (ageMs > fn.eventInvoke.maximumEventAgeSeconds * 1000) {
      return settle(deps, queued, state, "EventAgeExceeded", undefined);
    }
    const result = await fn.pool.invoke(queued).catch(throttled);
    if (result === "throttled") {
      const delayMs = Math.min(1000 * 2 ** state.throttled, maxThrottleDelayMs);
      kernel.after(delayMs, () => attempt(queued, { ...state, throttled: state.throttled + 1 }));
      return;
    }
    const tried: Attempt = { ...state, count: state.count + 1 };
    if (result.functionError === undefined) return settle(deps, queued, tried, "Success", result);
    if (tried.count > fn.eventInvoke.maximumRetryAttempts) {
      return settle(deps, queued, tried, "RetriesExhausted", result);
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

function throttled(error: unknown): "throttled" {
  if (error instanceof AwsError && error.code === "TooManyRequestsException") return "throttled";
  throw error;
}

type Condition = "Success" | "RetriesExhausted" | "EventAgeExceeded";

async function settle(
  deps: { readonly kernel: Kernel; readonly accountId: string; readonly call: AwsCall },
  queued: QueuedInvocation,
  attempt: Attempt,
  condition: Condition,
  result: InvocationResult | undefined,
): Promise<void> {
  const { fn, requestId } = queued;
  const caller = roleCaller(fn.config.roleArn, fn.config.name, deps.accountId);
  const failed = condition !== "Success";
  const destination = failed ? fn.eventInvoke.onFailureArn : fn.eventInvoke.onSuccessArn;
  if (destination !== undefined) {
    const body = destinationRecord(deps.kernel, queued, attempt, condition, result);
    await sendToQueue(deps.call, caller, requestId, { queueArn: destination, body: JSON.stringify(body) });
  }
  if (failed && fn.config.deadLetterArn !== undefined) {
    await sendToQueue(deps.call, caller, requestId, {
      queueArn: fn.config.deadLetterArn,
      body: queued.payload,
      attributes: {
        RequestID: requestId,
        ErrorCode: "200",
        ErrorMessage: (result?.payload ?? condition).slice(0, 1024),
      },
    });
  }
}

function destinationRecord(
  kernel: Kernel,
  queued: QueuedInvocation,
  attempt: Attempt,
  condition: Condition,
  result: InvocationResult | undefined,
) {
  const response = {
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: result?.functionError },
    responsePayload: result === undefined ? undefined : parseJson(result.payload),
  };
  return {
    version: "1.0",
    timestamp: new Date(kernel.now()).toISOString(),
    requestContext: {
      requestId: queued.requestId,
      functionArn: `${queued.fn.config.arn}:$LATEST`,
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
