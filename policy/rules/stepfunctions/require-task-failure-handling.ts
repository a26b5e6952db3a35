import { rule } from "../../core/rule.ts";
import { definitionOf, isGuarded } from "./definition.ts";

/** A step that fails does not end everything. */
export const requireTaskFailureHandling = rule({
  name: "require-task-failure-handling",
  description: "Tasks of state machines try again or catch their failures.",
  types: ["aws:sfn/stateMachine:StateMachine"],
  property: "sfn.StateMachine.definition (Retry, Catch)",
  severity: "medium",
  level: "advisory",
  reason:
    "One throttled call ends the whole execution, halfway through a payment, where no step tries again or takes back.",
  remediation: "Add `Retry` or `Catch` to each task of `definition`, or to the Parallel or Map around it.",
  controls: { soc2: ["A1.2", "PI1.4"], gdpr: ["32.1.b"], psd2: ["RTS 29"] },
  judge: ({ read }) => {
    const bare = (definitionOf(read)?.states ?? []).filter(
      ({ block, guarded }) => block["Type"] === "Task" && !guarded && !isGuarded(block),
    );
    return bare.map(({ name }) => `A failure of ${name} ends the execution.`);
  },
});
