import type { EnvironmentSpec, ExecutionEnvironment, FunctionHost, InvocationOutcome } from "./function-host.ts";

/** A function's handler as the in-process host calls it. */
export type InProcessHandler = (event: unknown, context: InProcessContext) => unknown;

/** What of Lambda's context an in-process handler sees. */
interface InProcessContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  readonly deadlineMs: number;
}

/** A host that calls handlers directly: no processes, no wire; one `load` is one environment's start. */
export function createInProcessHost(
  load: (spec: EnvironmentSpec) => InProcessHandler | Promise<InProcessHandler>,
): FunctionHost {
  const running = new Set<ExecutionEnvironment>();
  return {
    start(spec) {
      const loaded = Promise.resolve().then(() => load(spec));
      let stopped = false;
      const exits: (() => void)[] = [];
      const environment: ExecutionEnvironment = {
        initialised: loaded.then(
          () => ({ kind: "ready" }) as const,
          (error: unknown) => ({ kind: "error", payload: errorPayload(error) }) as const,
        ),
        async invoke(invocation): Promise<InvocationOutcome> {
          if (stopped) return { kind: "exit", reason: "signal: killed" };
          try {
            const handler = await loaded;
            const result = await handler(JSON.parse(invocation.payload), {
              awsRequestId: invocation.requestId,
              functionName: spec.functionName,
              invokedFunctionArn: invocation.functionArn,
              deadlineMs: invocation.deadlineMs,
            });
            return { kind: "ok", payload: JSON.stringify(result) ?? "null" };
          } catch (error) {
            return { kind: "error", payload: errorPayload(error) };
          }
        },
        onExit: (listener) => void exits.push(listener),
        stop() {
          if (stopped) return;
          stopped = true;
          running.delete(environment);
          for (const listener of exits) listener();
        },
      };
      running.add(environment);
      return environment;
    },
    shutdown() {
      for (const environment of running) environment.stop();
      return Promise.resolve();
    },
  };
}

function errorPayload(error: unknown): string {
  const known = error instanceof Error ? error : new Error(String(error));
  return JSON.stringify({ errorType: known.name, errorMessage: known.message, trace: (known.stack ?? "").split("\n") });
}
