import { getQuickJS, type QuickJSContext, type QuickJSRuntime } from "quickjs-emscripten";
import { isProperties } from "../inputs.ts";
import { prelude } from "./sandbox-prelude.ts";

/** What a function may ask for while it runs. Throws; the message reaches the function. */
type SandboxHost = (operation: string, argument: unknown) => unknown;

/** How a run ended: with the handler's value, or with why it has none. */
type SandboxOutcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly message: string };

/** One CloudFront function, ready to run. */
export interface Sandbox {
  run(event: unknown, host: SandboxHost): Promise<SandboxOutcome>;
  dispose(): void;
}

/** What a function may use of the machine. */
export interface SandboxLimits {
  /** Beyond what the warmed sandbox itself holds. */
  readonly memoryBytes: number;
  /**
   * Turns of the interpreter's interrupt counter, about 0.1 to 0.2 ms each. A count and not a time, so that a run ends
   * the same way on every machine and in virtual time.
   */
  readonly turns: number;
  /** For what is slow without turning: asked at each turn. Milliseconds. */
  readonly elapsedMs: number;
}

/** About AWS's 2 MB, and some five times AWS's millisecond; the elapsed time allows for a busy machine. */
const defaultLimits: SandboxLimits = { memoryBytes: 2 * 1024 * 1024, turns: 30, elapsedMs: 25 };

interface Warm {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
}

/** A function in a context of its own, which is warmed at the first run and replaced after one that broke a limit. */
export function createSandbox(code: string, now: () => number, limits: SandboxLimits = defaultLimits): Sandbox {
  let warm: Warm | undefined;
  let turnsLeft = 0;
  let startedMs = 0;
  let asked: SandboxHost = () => undefined;

  const dispose = (): void => {
    warm?.context.dispose();
    warm?.runtime.dispose();
    warm = undefined;
  };
  const allow = (): void => {
    turnsLeft = limits.turns;
    startedMs = now();
  };
  const interrupt = (): boolean => {
    turnsLeft = now() - startedMs > limits.elapsedMs ? -1 : turnsLeft - 1;
    return turnsLeft < 0;
  };
  const warmUp = async (): Promise<Warm> => {
    const quickjs = await getQuickJS();
    const runtime = quickjs.newRuntime();
    runtime.setMaxStackSize(256 * 1024);
    runtime.setModuleLoader((name) =>
      name === "cloudfront"
        ? "export default globalThis.__cloudfront;"
        : { error: new Error(`The local cloud does not model the module '${name}' of CloudFront Functions`) },
    );
    const context = runtime.newContext();
    const started: Warm = { runtime, context };
    warm = started;
    defineHost(context, (operation, argument) => asked(operation, argument));
    evaluate(context, prelude, "script");
    runtime.setInterruptHandler(interrupt);
    allow();
    evaluate(context, `${code}\n;globalThis.__handler = handler;`, "module");
    runtime.setMemoryLimit(memoryUsed(started) + limits.memoryBytes);
    return started;
  };
  return {
    async run(event, host) {
      try {
        const { runtime, context } = warm ?? (await warmUp());
        asked = host;
        allow();
        callRun(context, JSON.stringify(event));
        const jobs = runtime.executePendingJobs();
        if (jobs.error !== undefined) {
          const described: unknown = context.dump(jobs.error);
          jobs.error.dispose();
          throw new Error(describe(described));
        }
        const outcome = readOutcome(context);
        // What ran into a limit may have left the context in any state.
        if (outcome.kind === "error" && turnsLeft < 0) dispose();
        return outcome;
      } catch (error) {
        dispose();
        return { kind: "error", message: error instanceof Error ? error.message : String(error) };
      }
    },
    dispose,
  };
}

function defineHost(context: QuickJSContext, host: SandboxHost): void {
  const answer = (operation: string, argument: string): string => {
    try {
      return JSON.stringify({ value: host(operation, JSON.parse(argument)) });
    } catch (error) {
      return JSON.stringify({ error: error instanceof Error ? error.message : String(error) });
    }
  };
  const handle = context.newFunction("__host", (operation, argument) =>
    context.newString(answer(context.getString(operation), context.getString(argument))),
  );
  context.setProp(context.global, "__host", handle);
  handle.dispose();
}

function evaluate(context: QuickJSContext, code: string, type: "script" | "module"): void {
  const result = context.evalCode(code, "function.js", type === "module" ? { type } : {});
  if (result.error !== undefined) {
    const described: unknown = context.dump(result.error);
    result.error.dispose();
    throw new Error(describe(described));
  }
  result.value.dispose();
}

function callRun(context: QuickJSContext, event: string): void {
  const run = context.getProp(context.global, "__run");
  const argument = context.newString(event);
  const result = context.callFunction(run, context.undefined, argument);
  run.dispose();
  argument.dispose();
  context.unwrapResult(result).dispose();
}

function readOutcome(context: QuickJSContext): SandboxOutcome {
  const read = context.getProp(context.global, "__outcome");
  const result = context.unwrapResult(context.callFunction(read, context.undefined));
  read.dispose();
  const text: unknown = context.dump(result);
  result.dispose();
  if (typeof text !== "string") return { kind: "error", message: "The function never answered." };
  const outcome: unknown = JSON.parse(text);
  if (isProperties(outcome) && "error" in outcome) return { kind: "error", message: String(outcome["error"]) };
  return { kind: "value", value: isProperties(outcome) ? outcome["value"] : undefined };
}

function memoryUsed({ runtime, context }: Warm): number {
  const usage = runtime.computeMemoryUsage();
  const dumped: unknown = context.dump(usage);
  usage.dispose();
  return isProperties(dumped) ? Number(dumped["memory_used_size"]) : 0;
}

function describe(error: unknown): string {
  return isProperties(error) ? `${String(error["name"])}: ${String(error["message"])}` : String(error);
}
