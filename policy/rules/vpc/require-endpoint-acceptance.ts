import { rule } from "../../core/rule.ts";

/** Who connects to a service is accepted first. */
export const requireEndpointAcceptance = rule({
  name: "require-endpoint-acceptance",
  description: "Endpoint services accept connections one by one.",
  types: ["aws:ec2/vpcEndpointService:VpcEndpointService"],
  property: "ec2.VpcEndpointService.acceptanceRequired",
  severity: "medium",
  level: "mandatory",
  reason: "Every account that is allowed to ask is let in at once, and nobody sees that it was.",
  remediation: "Set `acceptanceRequired` to true.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"] },
  judge: ({ read }) =>
    read.flag("acceptanceRequired") === false ? "The service lets in whoever connects." : undefined,
  remediate: (properties) =>
    properties["acceptanceRequired"] === false ? { ...properties, acceptanceRequired: true } : properties,
});
