import { rule } from "../../core/rule.ts";
import { isPrivate } from "./endpoint.ts";

/** A private API says from which endpoints it is called. */
export const requirePrivateApiPolicy = rule({
  name: "require-private-api-policy",
  description: "Private REST APIs have a policy that says who may call them.",
  types: ["aws:apigateway/restApi:RestApi"],
  property: "apigateway.RestApi.endpointConfiguration",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Whatever VPC endpoint reaches API Gateway reaches a private API, unless its policy says which.",
  remediation: "Set `policy` to a document that allows calls from your `aws:SourceVpce` only.",
  controls: { "pci-dss-4.0.1": ["1.4.2", "7.3.3"], soc2: ["CC6.6"] },
  judge: ({ resource, read, stack }) => {
    if (!isPrivate(resource) || read.has("policy")) return undefined;
    const policies = stack.referringTo(resource, "restApiId", "aws:apigateway/restApiPolicy:RestApiPolicy");
    return policies.length === 0 ? "The private API has no policy that says who may call it." : undefined;
  },
});
