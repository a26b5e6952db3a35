import { rule, type Resource, type Stack } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";
import { FAILURE_TARGETS } from "./mapping.ts";

/** An event that a function failed on twice is kept, not dropped. */
export const requireFunctionFailureDestination = rule({
  name: "require-function-failure-destination",
  description: "Lambda functions that are invoked asynchronously keep the events that they failed on.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.deadLetterConfig.targetArn",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Lambda drops an asynchronous event after two more tries: what it told of is lost without trace.",
  remediation:
    "Set `deadLetterConfig.targetArn` to a queue's ARN, or `onFailure` of an aws.lambda.FunctionEventInvokeConfig.",
  controls: { soc2: ["CC7.2", "A1.2"], gdpr: ["32.1.b"], psd2: ["RTS 29"] },
  judge: (given) => {
    const { read, resource, stack } = given;
    const own = read.block("deadLetterConfig");
    const target = own === undefined ? undefined : referenceAt(given, own, "targetArn", ...FAILURE_TARGETS);
    if (target !== undefined && target !== "") return undefined;
    const invoked = stack.referringTo(
      resource,
      "functionName",
      "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    );
    if (invoked.some((one) => one.read.block("destinationConfig")?.block("onFailure") !== undefined)) return undefined;
    if (isWaitedFor(resource, stack)) return undefined;
    return "The function drops the events that it fails on.";
  },
});

/** Services that wait for the answer: they see a failure themselves. */
const WAITING =
  /^(apigateway|bedrock|cognito-idp|edgelambda|elasticloadbalancing|lex|lexv2|vpc-lattice)[.]amazonaws[.]com$/;

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/** Properties that name a function whose answer is waited for. */
const WAITING_PROPERTIES = [
  ["definition", "aws:sfn/stateMachine:StateMachine"],
  ["authorizerUri", "aws:apigateway/authorizer:Authorizer"],
  ["authorizerUri", "aws:apigatewayv2/authorizer:Authorizer"],
  ["defaultCacheBehavior.lambdaFunctionAssociations.lambdaArn", DISTRIBUTION],
  ["orderedCacheBehaviors.lambdaFunctionAssociations.lambdaArn", DISTRIBUTION],
] as const;

/** Whether the stack shows who calls the function, and all of them wait for its answer. */
function isWaitedFor(resource: Resource, stack: Stack): boolean {
  const callers = stack
    .referringTo(resource, "function", "aws:lambda/permission:Permission")
    .map(({ read }) => read.text("principal") ?? "")
    .filter((principal) => principal.endsWith(".amazonaws.com"));
  const others =
    stack.referringTo(resource, "target.arn", "aws:scheduler/schedule:Schedule").length +
    callers.filter((principal) => !WAITING.test(principal)).length;
  if (others > 0) return false;
  return (
    callers.length > 0 ||
    stack.referringTo(resource, "functionName", "aws:lambda/eventSourceMapping:EventSourceMapping").length > 0 ||
    stack.referringTo(resource, "functionName", "aws:lambda/functionUrl:FunctionUrl").length > 0 ||
    WAITING_PROPERTIES.some(([property, type]) => stack.referringTo(resource, property, type).length > 0)
  );
}
