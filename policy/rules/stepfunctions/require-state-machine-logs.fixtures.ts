import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { stateMachine } from "./compliant.ts";
import { requireStateMachineLogs } from "./require-state-machine-logs.ts";

/** State machines with and without a log. */
export const fixtures: Fixtures = {
  rule: requireStateMachineLogs,
  compliant: {
    errors: { properties: stateMachine },
    "a log group of this program that is not there yet": {
      properties: changed(stateMachine, { loggingConfiguration: { level: "ALL", logDestination: UNKNOWN } }),
      madeFrom: { loggingConfiguration: ["other"] },
      companions: [{ type: "aws:cloudwatch/logGroup:LogGroup", name: "other", properties: {} }],
    },
  },
  violating: {
    absent: {
      properties: changed(stateMachine, { loggingConfiguration: undefined }),
      faults: ["The state machine does not log its executions."],
    },
    off: {
      properties: changed(stateMachine, { loggingConfiguration: { level: "OFF" } }),
      faults: ["The state machine does not log its executions."],
    },
    "the default level": {
      properties: changed(stateMachine, {
        loggingConfiguration: {
          includeExecutionData: true,
          logDestination: "arn:aws:logs:eu-west-1:111122223333:log-group:/settlement:*",
        },
      }),
      faults: ["The state machine does not log its executions."],
    },
    nowhere: {
      properties: changed(stateMachine, { loggingConfiguration: { level: "ALL" } }),
      faults: ["The state machine's log goes nowhere."],
    },
  },
  unknown: {
    "the level": {
      properties: changed(stateMachine, { loggingConfiguration: { level: UNKNOWN } }),
      path: "loggingConfiguration.level",
    },
  },
};
