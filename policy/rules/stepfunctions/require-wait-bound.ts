import { rule } from "../../core/rule.ts";
import { definitionOf, type State } from "./definition.ts";

/** An answer that never comes ends some day. */
export const requireWaitBound = rule({
  name: "require-wait-bound",
  description: "Tasks that wait for somebody else's answer do so for a limited time.",
  types: ["aws:sfn/stateMachine:StateMachine"],
  property: "sfn.StateMachine.definition (TimeoutSeconds, HeartbeatSeconds)",
  severity: "medium",
  level: "advisory",
  reason: "A task that waits for a token or a worker waits for a year by default, and its payment with it.",
  remediation:
    "Set `TimeoutSeconds` or `HeartbeatSeconds` of the task in `definition`, or `TimeoutSeconds` of the whole.",
  controls: { soc2: ["A1.2", "PI1.4"], gdpr: ["32.1.b"], psd2: ["RTS 29"] },
  judge: ({ read }) => {
    const definition = definitionOf(read);
    if (definition === undefined || BOUNDS.some((name) => name in definition.block)) return undefined;
    const endless = definition.states.filter(({ block }) => waits(block) && !BOUNDS.some((name) => name in block));
    return endless.map(({ name }) => `The task ${name} waits for its answer for up to a year.`);
  },
});

const BOUNDS = ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"];

function waits(block: State["block"]): boolean {
  const resource = block["Resource"];
  return block["Type"] === "Task" && typeof resource === "string" && /[.]waitForTaskToken$|:activity:/.test(resource);
}
