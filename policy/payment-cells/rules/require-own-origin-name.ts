import { rule } from "../../core/rule.ts";

/** The API answers under the name that the edge knows, and under no other. */
export const requireOwnOriginName = rule({
  name: "require-own-origin-name",
  description: "APIs have no endpoint under execute-api.amazonaws.com.",
  types: ["aws:apigateway/restApi:RestApi", "aws:apigatewayv2/api:Api"],
  property: "apigateway.RestApi.disableExecuteApiEndpoint",
  severity: "high",
  level: "mandatory",
  reason: "A second name of the origin is a way around the edge: its limits, its firewall and the choice of the cell.",
  remediation: "Set `disableExecuteApiEndpoint` to true, and give the API a domain name of its own.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "6.4.2"], soc2: ["CC6.6"] },
  judge: ({ read }) =>
    read.flag("disableExecuteApiEndpoint") === true ? undefined : "The API answers under its execute-api name.",
  remediate: (properties) =>
    properties["disableExecuteApiEndpoint"] === true ? properties : { ...properties, disableExecuteApiEndpoint: true },
});
