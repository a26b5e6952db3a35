import type { Rule } from "../../core/rule.ts";
import { requireActivityCustomerKey } from "./require-activity-customer-key.ts";
import { requireStateMachineCustomerKey } from "./require-state-machine-customer-key.ts";
import { requireStateMachineLogs } from "./require-state-machine-logs.ts";
import { requireStateMachineTracing } from "./require-state-machine-tracing.ts";
import { requireTaskFailureHandling } from "./require-task-failure-handling.ts";
import { requireWaitBound } from "./require-wait-bound.ts";

/** The rules of Step Functions. */
export const stepfunctionsRules: readonly Rule[] = [
  requireStateMachineLogs,
  requireStateMachineTracing,
  requireStateMachineCustomerKey,
  requireActivityCustomerKey,
  requireTaskFailureHandling,
  requireWaitBound,
];
