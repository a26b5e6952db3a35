import type { ServiceModel } from "../../core/call.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { uuid } from "../uuid.ts";
import { createAsyncInvoker } from "./async-invocation.ts";
import type { LambdaDependencies, LambdaLimits } from "./dependencies.ts";
import { createEnvironmentPool } from "./environment-pool.ts";
import { createEventSourceMappings } from "./event-sources/index.ts";
import { createFunctionDirectory } from "./function-directory.ts";
import type { LambdaFunction, Runnable } from "./function-directory.ts";
import { createFunctionLife } from "./function-life.ts";
import { mayInvoke, type ServiceInvoker } from "./permissions.ts";
import { createLambdaResources } from "./resources.ts";
import { createLambdaService } from "./service.ts";

export { createInProcessHost } from "./in-process-host.ts";
export { createProcessHost } from "./process-host.ts";
export { routes } from "./wire.ts";
export type { FunctionHost } from "./function-host.ts";
export type { AwsCall, EventSources, LambdaDependencies } from "./dependencies.ts";

/** An invocation as other models of the local cloud ask for it. */
interface InvokeRequest {
  /** With or without qualifier. */
  readonly functionArn: string;
  /** Anything that JSON can say. */
  readonly payload: unknown;
  readonly kind: "RequestResponse" | "Event";
  /** X-Ray's header of whoever asks. */
  readonly traceHeader?: string;
}

/** The answer; `functionError` says that the payload is the function's error. */
interface InvokeAnswer {
  readonly payload: string;
  readonly functionError?: string;
}

/** The model of AWS Lambda. */
export interface Lambda {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  invoke(request: InvokeRequest): Promise<InvokeAnswer>;
  /** Whether a function's resource policy lets an AWS service in; false where there is no such function. */
  mayInvoke(functionArn: string, invoker: ServiceInvoker): boolean;
  /** Execution environments per function ARN. */
  environments(): Readonly<Record<string, number>>;
  /** How many mappings read something from a stream, or have it taken. */
  reading(): number;
  /** Ends mappings and environments, and waits until no process is left. */
  shutdown(): Promise<void>;
}

/** What one laptop bears. */
const defaultLimits: LambdaLimits = { maxEnvironments: 4, idleMs: 300_000, pollers: 2 };

/** Lambda over `deps.hosts`: functions, invocations, event source mappings. */
export function createLambda(deps: LambdaDependencies): Lambda {
  const { kernel, accountId, sts } = deps;
  const limits = { ...defaultLimits, ...deps.limits };
  const directory = createFunctionDirectory(accountId);
  const asynchronous = createAsyncInvoker({ ...deps, directory });
  const mappings = createEventSourceMappings({ ...deps, directory, pollers: limits.pollers });
  const life = createFunctionLife({
    kernel,
    accountId,
    directory,
    openPool: (config, concurrency) => createEnvironmentPool(deps, config, limits, concurrency),
    assume: (roleArn, sessionName) => void sts.assume(roleArn, sessionName, { service: "lambda.amazonaws.com" }),
  });
  deps.regions?.onTurn((region, state) => {
    mappings.turn(region, state);
    if (state === "here") return;
    const gone = directory.all().filter(({ config }) => config.region === region);
    for (const { pool } of gone.flatMap(runnablesOf)) pool.interrupt();
  });
  return {
    service: createLambdaService({ directory, accountId, kernel, life, mappings, enqueue: asynchronous.enqueue }),
    resources: createLambdaResources({ directory, life, mappings }),
    async invoke({ functionArn, payload, kind, traceHeader }) {
      const { runnable } = directory.find(functionArn, regionOf(functionArn));
      const request = { requestId: uuid(kernel), functionArn, payload: JSON.stringify(payload ?? null), traceHeader };
      if (kind === "RequestResponse") return runnable.pool.invoke(request);
      asynchronous.enqueue(request);
      return { payload: "" };
    },
    mayInvoke: (functionArn, invoker) => mayInvoke(deps.judge, directory.all(), functionArn, invoker),
    environments: () => Object.fromEntries(directory.all().map((fn) => [fn.config.arn, sizeOf(fn)])),
    reading: mappings.reading,
    async shutdown() {
      mappings.stop();
      for (const { pool } of directory.all().flatMap(runnablesOf)) pool.stop();
      await deps.hosts.shutdown();
    },
  };
}

function runnablesOf(fn: LambdaFunction): readonly Runnable[] {
  return [fn, ...fn.versions.values()];
}

function sizeOf(fn: LambdaFunction): number {
  return runnablesOf(fn).reduce((sum, { pool }) => sum + pool.size(), 0);
}

function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}
