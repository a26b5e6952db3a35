import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { task, definition, stateMachine } from "./compliant.ts";
import { requireWaitBound } from "./require-wait-bound.ts";

const waiting = { ...task, Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" };

const polled = { ...task, Resource: "arn:aws:states:eu-west-1:111122223333:activity:review" };

/** Definitions whose tasks wait with and without an end. */
export const fixtures: Fixtures = {
  rule: requireWaitBound,
  compliant: {
    "nobody waits": { properties: stateMachine },
    "a bound of the task": {
      properties: changed(stateMachine, { definition: definition({ Review: { ...waiting, TimeoutSeconds: 3600 } }) }),
    },
    "a sign of life": {
      properties: changed(stateMachine, { definition: definition({ Review: { ...polled, HeartbeatSeconds: 60 } }) }),
    },
    "a bound of the whole": {
      properties: changed(stateMachine, { definition: definition({ Review: waiting }, { TimeoutSeconds: 86_400 }) }),
    },
  },
  violating: {
    "a token": {
      properties: changed(stateMachine, { definition: definition({ Review: waiting }) }),
      faults: ["The task Review waits for its answer for up to a year."],
    },
    "a worker": {
      properties: changed(stateMachine, { definition: definition({ Review: polled }) }),
      faults: ["The task Review waits for its answer for up to a year."],
    },
  },
  unknown: { "the definition": { properties: changed(stateMachine, { definition: UNKNOWN }), path: "definition" } },
};
