import { rule, type Resource, type Stack } from "../../core/rule.ts";

/** Every route knows its caller before anything runs. */
export const requireRouteAuthorization = rule({
  name: "require-route-authorization",
  description: "Routes of HTTP and WebSocket APIs ask who calls.",
  types: ["aws:apigatewayv2/route:Route", "aws:apigatewayv2/api:Api"],
  property: "apigatewayv2.Route.authorizationType",
  severity: "high",
  level: "mandatory",
  scope: "stack",
  reason: "A route without authorization runs its backend for anyone on the internet.",
  remediation: 'Set `authorizationType` to "JWT", "AWS_IAM" or "CUSTOM", with an `authorizerId`.',
  controls: {
    "pci-dss-4.0.1": ["7.3.3", "8.3.1"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32.1.b"],
    psd2: ["RTS 22", "RTS 30.1"],
    "aws-fsbp": ["APIGateway.8"],
  },
  judge: ({ resource, read, stack }) => {
    if (resource.type === "aws:apigatewayv2/api:Api") {
      // An API that is made with its target has one route, and that has no authorization.
      return (read.text("target") ?? "") === "" ? undefined : "Anyone who reaches the API can call its default route.";
    }
    if ((read.text("authorizationType") ?? "NONE") !== "NONE") return undefined;
    const key = read.text("routeKey") ?? "";
    // Browsers send no credentials with OPTIONS; of a WebSocket's routes the first alone can ask.
    if (key.startsWith("OPTIONS ") || (!key.includes(" ") && key !== "$connect" && key !== "$default"))
      return undefined;
    if (key === "$default" && isSocket(resource, stack)) return undefined;
    return "Anyone who reaches the API can call the route.";
  },
});

function isSocket(resource: Resource, stack: Stack): boolean {
  return stack.referredBy(resource, "apiId", "aws:apigatewayv2/api:Api")?.read.text("protocolType") === "WEBSOCKET";
}
