import {
  ExecutionAlreadyExists,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { ATTEMPT_MS } from "../domain/lease.ts";
import { formatTraceHeader, parseTraceparent } from "../domain/traces.ts";
import type { Clock } from "./clock.ts";

/** The executions of a state machine (AWS Step Functions, Standard). */
export interface Executions {
  /**
   * Starts one under a name that is given once: whoever comes second has found it started. Its steps belong below
   * `traceparent`.
   */
  start(name: string, input: unknown, traceparent?: string): Promise<void>;
  /** Wakes whoever waits with a token; false where nobody does any more. */
  wake(token: string, output: unknown): Promise<boolean>;
}

/** The executions of one machine. */
export function createExecutions(
  client: Pick<SFNClient, "send">,
  stateMachineArn: string,
  clock: Pick<Clock, "deadline">,
): Executions {
  const inTime = () => ({ abortSignal: clock.deadline(ATTEMPT_MS) });
  return {
    async start(name, input, traceparent) {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      const place = parseTraceparent(traceparent);
      if (place !== undefined) nameTrace(command, formatTraceHeader(place));
      await client.send(command, inTime()).catch((fault: unknown) => {
        if (!(fault instanceof ExecutionAlreadyExists)) throw fault;
      });
    },
    async wake(taskToken, output) {
      try {
        const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
        await client.send(command, inTime());
        return true;
      } catch (fault) {
        if (fault instanceof TaskTimedOut || fault instanceof TaskDoesNotExist) return false;
        throw fault;
      }
    },
  };
}

/**
 * In a function the SDK names the invocation's own trace in this header, and Step Functions heeds the header before the
 * parameter `traceHeader`: a start for many payouts' messages would gather them all in a trace of its own.
 */
function nameTrace({ middlewareStack }: StartExecutionCommand, header: string): void {
  middlewareStack.add(
    (next) => (args) => {
      // Every client of AWS's speaks HTTP.
      const { headers } = args.request as { readonly headers: Record<string, string> };
      headers["X-Amzn-Trace-Id"] = header;
      return next(args);
    },
    { step: "build", name: "traceHeader" },
  );
}
