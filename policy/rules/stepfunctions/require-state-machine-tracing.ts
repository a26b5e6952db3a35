import { rule } from "../../core/rule.ts";

/** Every execution that is sampled leaves a trace. */
export const requireStateMachineTracing = rule({
  name: "require-state-machine-tracing",
  description: "State machines trace their executions with X-Ray.",
  types: ["aws:sfn/stateMachine:StateMachine"],
  property: "sfn.StateMachine.tracingConfiguration.enabled",
  severity: "low",
  level: "mandatory",
  reason: "A slow or failed payment cannot be followed through the steps of an execution without traces.",
  remediation: "Set `tracingConfiguration.enabled` to true.",
  controls: { soc2: ["CC7.2"], psd2: ["RTS 29"] },
  judge: ({ read }) => {
    const traced = read.block("tracingConfiguration")?.flag("enabled") === true;
    return traced ? undefined : "The state machine does not trace its executions.";
  },
});
