import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** What went wrong in an execution is written down. */
export const requireStateMachineLogs = rule({
  name: "require-state-machine-logs",
  description: "State machines log their executions.",
  types: ["aws:sfn/stateMachine:StateMachine"],
  property: "sfn.StateMachine.loggingConfiguration.level",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "An express execution leaves nothing but its log, and a standard one is gone after 90 days.",
  remediation:
    'Set `loggingConfiguration` with a `level` of "ERROR", "FATAL" or "ALL" and the `logDestination` of a log group.',
  controls: {
    "pci-dss-4.0.1": ["10.2.1"],
    soc2: ["CC7.2"],
    gdpr: ["33.1"],
    psd2: ["RTS 29"],
    "aws-fsbp": ["StepFunctions.1"],
  },
  judge: (given) => {
    const log = given.read.block("loggingConfiguration");
    const level = log?.text("level") ?? "OFF";
    if (log === undefined || level === "OFF") return "The state machine does not log its executions.";
    const destination = referenceAt(given, log, "logDestination", "aws:cloudwatch/logGroup:LogGroup");
    return destination === undefined || destination === "" ? "The state machine's log goes nowhere." : undefined;
  },
});
