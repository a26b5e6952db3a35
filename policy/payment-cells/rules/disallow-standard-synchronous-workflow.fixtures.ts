import { changed, UNKNOWN, type Companion, type Fixtures } from "../../core/fixtures.ts";
import { disallowStandardSynchronousWorkflow } from "./disallow-standard-synchronous-workflow.ts";

const machine = { name: "settle", type: "STANDARD", definition: "{}" };
const integration: Companion = {
  type: "aws:apigateway/integration:Integration",
  name: "start",
  properties: { type: "AWS", uri: "arn:aws:apigateway:eu-west-1:states:action/StartSyncExecution" },
};
const starterOf = (role: string): Companion => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "grants",
  properties: {
    role,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "states:StartExecution",
          Resource: "arn:aws:states:eu-west-1:111122223333:stateMachine:settle",
        },
      ],
    }),
  },
});

/** State machines on the path of a payment, and beside it. */
export const fixtures: Fixtures = {
  rule: disallowStandardSynchronousWorkflow,
  compliant: {
    "an Express one behind an API": { properties: changed(machine, { type: "EXPRESS" }), companions: [integration] },
    "a Standard one that a queue starts": { properties: machine, companions: [starterOf("prod-eu-settlement")] },
  },
  violating: {
    "behind an API": {
      properties: machine,
      companions: [integration],
      faults: ["The Standard state machine is behind an API."],
    },
    "Standard by default": {
      properties: changed(machine, { type: undefined }),
      companions: [integration],
      faults: ["The Standard state machine is behind an API."],
    },
    "started by the API's function": {
      properties: machine,
      companions: [starterOf("prod-eu-payments-api")],
      faults: ["A function that somebody waits for may start the Standard state machine."],
    },
  },
  unknown: {
    type: { properties: changed(machine, { type: UNKNOWN }), path: "type" },
    "what is behind the API": {
      properties: machine,
      companions: [{ ...integration, properties: { uri: UNKNOWN } }],
      path: "uri",
    },
  },
};
