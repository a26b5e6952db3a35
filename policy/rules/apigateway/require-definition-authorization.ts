import { rule } from "../../core/rule.ts";
import { isPrivate } from "./endpoint.ts";
import { openOperations } from "./openapi.ts";

/** Every operation of a definition knows its caller before anything runs. */
export const requireDefinitionAuthorization = rule({
  name: "require-definition-authorization",
  description: "Operations of an API that is made from an OpenAPI definition ask who calls.",
  types: ["aws:apigateway/restApi:RestApi", "aws:apigatewayv2/api:Api"],
  property: "apigateway.RestApi.body",
  severity: "high",
  level: "mandatory",
  reason:
    "An operation without security runs its backend for anyone on the internet; an API key is no proof of who calls.",
  remediation: "Set `security` of each operation in `body` to a scheme with an authorizer.",
  controls: {
    "pci-dss-4.0.1": ["7.3.3", "8.3.1"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32.1.b"],
    psd2: ["RTS 22", "RTS 30.1"],
    "aws-fsbp": ["APIGateway.8"],
  },
  judge: ({ resource, read }) => {
    const body = read.text("body");
    // The policy of a private API tells who calls.
    if (body === undefined || body === "" || isPrivate(resource)) return undefined;
    return openOperations(body, "body").map((name) => `Anyone who reaches the API can call ${name}.`);
  },
});
