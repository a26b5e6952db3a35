import { rule } from "../../core/rule.ts";

/** There is one way in, the one that is looked after. */
export const requireRestEndpointOff = rule({
  name: "require-rest-endpoint-off",
  description: "REST APIs with a host name of their own are not reached by AWS's.",
  types: ["aws:apigateway/restApi:RestApi"],
  property: "apigateway.RestApi.disableExecuteApiEndpoint",
  severity: "medium",
  level: "advisory",
  scope: "stack",
  reason:
    "AWS's own host name of an API goes around the custom name's TLS policy, its mutual TLS and what stands before it.",
  remediation: "Set `disableExecuteApiEndpoint` to true.",
  controls: { "pci-dss-4.0.1": ["1.4.2", "2.2.4"], soc2: ["CC6.6"] },
  judge: ({ resource, read, stack }) => {
    if (read.flag("disableExecuteApiEndpoint") === true) return undefined;
    const names = stack.referringTo(resource, "restApi", "aws:apigateway/basePathMapping:BasePathMapping");
    return names.length > 0 ? "The API is also reached by AWS's own host name." : undefined;
  },
});
