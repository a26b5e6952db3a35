import type { ServiceModel } from "../../core/call.ts";
import type { ResourceModel } from "../../core/resource.ts";
import type { ExpressKnobs } from "../../faults/knobs.ts";
import { createCompiler } from "./asl/expressions.ts";
import { createExecutionStore } from "./execution-store.ts";
import { createEngine } from "./execution/engine.ts";
import { createEventLog, type AppendLines } from "./execution/log-lines.ts";
import type { RunParts } from "./execution/run.ts";
import { createTaskTokens } from "./execution/task-tokens.ts";
import { createMachineStore } from "./machine-store.ts";
import { createStatesResources } from "./resources.ts";
import { requireKey, requireRole, type RoleParts } from "./role-access.ts";
import { createStatesService } from "./service.ts";
import { createUsageMeter, type UsageMeter } from "./usage.ts";

/** The model of AWS Step Functions. */
export interface StepFunctions {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** What executions were paid by since the beginning, by the ARN of their machine. */
  readonly usage: UsageMeter["usage"];
  /** No execution goes on any more. */
  shutdown(): void;
}

/** What state machines are made with. */
export interface StepFunctionsDependencies
  extends RoleParts, Pick<RunParts, "kernel" | "call" | "assume" | "regions" | "traces"> {
  readonly accountId: string;
  readonly logs: { readonly append: AppendLines };
  /** How often an Express execution runs twice; never without it. */
  readonly express?: ExpressKnobs;
}

/** Step Functions in all regions, without state machines. */
export function createStepFunctions(deps: StepFunctionsDependencies): StepFunctions {
  const { kernel, accountId, logs, keys, express = { twice: 0 } } = deps;
  const compile = createCompiler(kernel);
  const tokens = createTaskTokens(kernel);
  const meter = createUsageMeter();
  const executions = createExecutionStore(kernel);
  const engine = createEngine({ ...deps, tokens, meter, onEvent: createEventLog(kernel, logs.append) });
  const machines = createMachineStore({
    kernel,
    accountId,
    compile,
    requireRole: (machine) => requireRole(deps, machine),
  });
  const parts = { kernel, accountId, machines, executions, engine, tokens, compile, express };
  return {
    service: createStatesService({ ...parts, requireKey: (machine) => requireKey(deps, machine) }, keys),
    resources: createStatesResources(machines),
    usage: meter.usage,
    shutdown: engine.shutdown,
  };
}
