import { rule } from "../../core/rule.ts";
import type { Case } from "../../core/rule.ts";
import { matches } from "../../iam/actions.ts";
import { allowedBy } from "../../iam/identity.ts";

const STARTS = ["states:StartExecution", "states:StartSyncExecution"];

/** A payment answers in milliseconds and costs next to nothing: a Standard workflow does neither. */
export const disallowStandardSynchronousWorkflow = rule({
  name: "disallow-standard-synchronous-workflow",
  description:
    "No Standard state machine is on the synchronous path: neither behind an API nor started by the API's function.",
  types: ["aws:sfn/stateMachine:StateMachine"],
  property: "sfn.StateMachine.type",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason:
    "Standard workflows cost 25 USD per million transitions, more than all the rest of a payment, and answer " +
    "nobody who waits.",
  remediation: "Set `type` to EXPRESS, or start the state machine from a queue.",
  controls: { soc2: ["A1.2"] },
  settings: {
    synchronousRoles: {
      type: "array",
      items: { type: "string" },
      description: "How the names of roles end that act while somebody waits for an answer.",
      default: ["-payments-api"],
    },
  },
  judge(given) {
    if ((given.read.text("type") ?? "STANDARD") !== "STANDARD") return undefined;
    if (isBehindApi(given)) return "The Standard state machine is behind an API.";
    return isStartedWhileWaiting(given, given.settings.synchronousRoles)
      ? "A function that somebody waits for may start the Standard state machine."
      : undefined;
  },
});

function isBehindApi({ stack }: Case<unknown>): boolean {
  const rest = stack.ofType("aws:apigateway/integration:Integration");
  const http = stack.ofType("aws:apigatewayv2/integration:Integration");
  return (
    rest.some(({ read }) => /:states:action\/Start(Sync)?Execution/.test(read.text("uri") ?? "")) ||
    http.some(({ read }) => read.text("integrationSubtype")?.startsWith("StepFunctions-Start") === true)
  );
}

function isStartedWhileWaiting({ resource, read, stack }: Case<unknown>, roles: readonly string[]): boolean {
  const name = read.text("name") ?? resource.name;
  const policies = stack.ofType("aws:iam/rolePolicy:RolePolicy").filter((one) => {
    const role = stack.referredBy(one, "role", "aws:iam/role:Role");
    const named = role === undefined ? one.read.text("role") : (role.read.text("name") ?? role.name);
    return roles.some((end) => named?.endsWith(end) === true);
  });
  return policies.flatMap(allowedBy).some(({ effect, actions, resources }) => {
    const starts = effect === "Allow" && actions.some((one) => STARTS.some((start) => matches(one, start)));
    return starts && resources.some((one) => one === "*" || matches(one.split(":").at(-1) ?? "", name));
  });
}
