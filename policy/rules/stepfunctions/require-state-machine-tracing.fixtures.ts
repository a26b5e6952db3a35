import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { stateMachine } from "./compliant.ts";
import { requireStateMachineTracing } from "./require-state-machine-tracing.ts";

/** State machines that trace, and that do not. */
export const fixtures: Fixtures = {
  rule: requireStateMachineTracing,
  compliant: { traced: { properties: stateMachine } },
  violating: {
    absent: {
      properties: changed(stateMachine, { tracingConfiguration: undefined }),
      faults: ["The state machine does not trace its executions."],
    },
    off: {
      properties: changed(stateMachine, { tracingConfiguration: { enabled: false } }),
      faults: ["The state machine does not trace its executions."],
    },
  },
  unknown: {
    tracing: {
      properties: changed(stateMachine, { tracingConfiguration: { enabled: UNKNOWN } }),
      path: "tracingConfiguration.enabled",
    },
  },
};
