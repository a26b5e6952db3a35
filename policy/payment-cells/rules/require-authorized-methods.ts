import { rule } from "../../core/rule.ts";
import type { Case, Resource } from "../../core/rule.ts";

const METHOD = "aws:apigateway/method:Method";
const ROUTE = "aws:apigatewayv2/route:Route";

/** Nobody gets at money without a token. */
export const requireAuthorizedMethods = rule({
  name: "require-authorized-methods",
  description: "No API method goes without authorization but a proxy whose function verifies tokens on every route.",
  types: [METHOD, ROUTE],
  property: "apigateway.Method.authorization",
  severity: "critical",
  level: "mandatory",
  scope: "stack",
  reason: "A method that anyone may call is an account that anyone may debit.",
  remediation:
    "Set `authorization`, or lead the method by `AWS_PROXY` to a function that is proven to verify tokens on " +
    "every route, and name it in this rule's `verifiedFunctions`.",
  controls: { "pci-dss-4.0.1": ["7.2.5", "6.4.1"], soc2: ["CC6.1"], psd2: ["RTS 22"] },
  settings: {
    verifiedFunctions: {
      type: "array",
      items: { type: "string" },
      description:
        "The names of the functions that were seen to turn down requests without a good token, route by route.",
      default: [],
    },
  },
  judge(given) {
    const { resource, read, settings } = given;
    const authorization = read.text(resource.type === METHOD ? "authorization" : "authorizationType") ?? "NONE";
    if (authorization !== "NONE") return undefined;
    const behind = resource.type === METHOD ? functionBehindMethod(given) : functionBehindRoute(given);
    if (behind === undefined) return "Anyone may call the method, and no function that verifies tokens is behind it.";
    if (settings.verifiedFunctions.includes(behind)) return undefined;
    return `Anyone may call the method, and ${behind} is not proven to verify tokens on every route.`;
  },
});

/** The integration of the same API, resource and method. */
function functionBehindMethod({ read, stack }: Case<unknown>): string | undefined {
  const names = ["restApi", "resourceId", "httpMethod"];
  const own = names.map((name) => read.text(name));
  const integration = stack
    .ofType("aws:apigateway/integration:Integration")
    .find((one) => names.every((name, index) => one.read.text(name) === own[index]));
  if (integration?.read.text("type") !== "AWS_PROXY") return undefined;
  return functionIn(integration, "uri");
}

function functionBehindRoute({ resource, read, stack }: Case<unknown>): string | undefined {
  const type = "aws:apigatewayv2/integration:Integration";
  const id = read.text("target")?.replace(/^integrations\//, "");
  const integration = stack.referredBy(resource, "target", type) ?? stack.ofType(type).find((one) => one.name === id);
  if (integration?.read.text("integrationType") !== "AWS_PROXY") return undefined;
  return functionIn(integration, "integrationUri");
}

/** The function's name in an ARN of it, or in an URI that has one inside. */
function functionIn({ read }: Resource, property: string): string | undefined {
  return /:function:([A-Za-z0-9_-]+)/.exec(read.text(property) ?? "")?.[1];
}
