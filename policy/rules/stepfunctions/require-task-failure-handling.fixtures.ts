import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { task, definition, stateMachine } from "./compliant.ts";
import { requireTaskFailureHandling } from "./require-task-failure-handling.ts";

const { Retry, Catch, ...bare } = task;

const around = (more: object): object => ({
  Type: "Parallel",
  Branches: [{ StartAt: "Debit", States: { Debit: { ...bare, Next: undefined, End: true } } }],
  Next: "Done",
  ...more,
});

/** Definitions whose tasks handle failures, and whose do not. */
export const fixtures: Fixtures = {
  rule: requireTaskFailureHandling,
  compliant: {
    both: { properties: stateMachine },
    "one of both": { properties: changed(stateMachine, { definition: definition({ Settle: { ...bare, Retry } }) }) },
    "a Parallel around it": {
      properties: changed(stateMachine, { definition: definition({ Both: around({ Catch }) }) }),
    },
  },
  violating: {
    neither: {
      properties: changed(stateMachine, { definition: definition({ Settle: bare }) }),
      faults: ["A failure of Settle ends the execution."],
    },
    "an empty Retry": {
      properties: changed(stateMachine, { definition: definition({ Settle: { ...bare, Retry: [] } }) }),
      faults: ["A failure of Settle ends the execution."],
    },
    "in a branch": {
      properties: changed(stateMachine, { definition: definition({ Both: around({}) }) }),
      faults: ["A failure of Debit ends the execution."],
    },
    "no JSON": { properties: changed(stateMachine, { definition: "{" }), faults: ["definition is not JSON."] },
  },
  unknown: { "the definition": { properties: changed(stateMachine, { definition: UNKNOWN }), path: "definition" } },
};
