import type { ServiceModel } from "../../core/call.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { uuid } from "../uuid.ts";
import { createAsyncInvoker } from "./async-invocation.ts";
import type { LambdaDependencies, LambdaLimits } from "./dependencies.ts";
import { createEnvironmentPool } from "./environment-pool.ts";
import { createEventSourceMappings } from "./event-sources/index.ts";
import { createFunctionDirectory } from "./function-directory.ts";
import { mayInvoke, type ServiceInvoker } from "./permissions.ts";
import { createLambdaResources } from "./resources.ts";
import { createLambdaService } from "./service.ts";

export { createInProcessHost } from "./in-process-host.ts";
export { createProcessHost } from "./process-host.ts";
export { routes } from "./wire.ts";
export type { FunctionHost } from "./function-host.ts";
export type { AwsCall, LambdaDependencies } from "./dependencies.ts";

/** An invocation as other models of the local cloud ask for it. */
interface InvokeRequest {
  /** With or without qualifier. */
  readonly functionArn: string;
  /** Anything that JSON can say. */
  readonly payload: unknown;
  readonly kind: "RequestResponse" | "Event";
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
  /** Ends mappings and environments, and waits until no process is left. */
  shutdown(): Promise<void>;
}

/** What one laptop bears. */
const defaultLimits: LambdaLimits = { maxEnvironments: 4, idleMs: 300_000, pollers: 2 };

/** Lambda over `deps.hosts`: functions, invocations, event source mappings. */
export function createLambda(deps: LambdaDependencies): Lambda {
  const { kernel } = deps;
  const limits = { ...defaultLimits, ...deps.limits };
  const directory = createFunctionDirectory();
  const asynchronous = createAsyncInvoker(deps);
  const mappings = createEventSourceMappings({ ...deps, pollers: limits.pollers });

  return {
    service: createLambdaService({
      directory,
      async invoke(fn, functionArn, payload, call) {
        const result = await fn.pool.invoke({ requestId: call.requestId, functionArn, payload });
        return {
          StatusCode: 200,
          Payload: result.payload,
          ExecutedVersion: "$LATEST",
          ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
        };
      },
      enqueue: (fn, functionArn, payload, call) =>
        asynchronous.enqueue({ fn, functionArn, payload, requestId: call.requestId }),
      eventSourceMappings: mappings.list,
    }),
    resources: createLambdaResources({
      kernel,
      directory,
      openPool: (config) => createEnvironmentPool(deps, config, limits),
      startMapping: mappings.start,
    }),
    async invoke({ functionArn, payload, kind }) {
      const { fn } = directory.find(functionArn, regionOf(functionArn));
      const request = { requestId: uuid(kernel), functionArn, payload: JSON.stringify(payload ?? null) };
      if (kind === "RequestResponse") return fn.pool.invoke(request);
      asynchronous.enqueue({ fn, ...request });
      return { payload: "" };
    },
    mayInvoke(functionArn, invoker) {
      const name = functionArn.split(":").slice(0, 7).join(":");
      const fn = directory.all().find(({ config }) => config.arn === name);
      return fn !== undefined && mayInvoke(fn, invoker);
    },
    environments: () => Object.fromEntries(directory.all().map(({ config, pool }) => [config.arn, pool.size()])),
    async shutdown() {
      mappings.stop();
      for (const { pool } of directory.all()) pool.stop();
      await deps.hosts.shutdown();
    },
  };
}

function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}
