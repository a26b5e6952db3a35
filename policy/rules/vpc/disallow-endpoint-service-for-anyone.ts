import { rule } from "../../core/rule.ts";

const SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService";

/** Who may ask for a connection is named. */
export const disallowEndpointServiceForAnyone = rule({
  name: "disallow-endpoint-service-for-anyone",
  description: "Endpoint services allow named principals only.",
  types: [
    "aws:ec2/vpcEndpointService:VpcEndpointService",
    "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
  ],
  property: "ec2.VpcEndpointService.allowedPrincipals",
  severity: "high",
  level: "mandatory",
  reason: "Every account of AWS may connect to the service, or keep asking.",
  remediation: "Name principals in `allowedPrincipals` or `principalArn` instead of `*`.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "7.2.1"], soc2: ["CC6.6"] },
  judge: ({ resource, read }) =>
    (resource.type === SERVICE ? read.texts("allowedPrincipals") : read.texts("principalArn")).includes("*")
      ? "Every account may ask for a connection."
      : undefined,
});
