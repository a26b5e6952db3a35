import { rule } from "../../core/rule.ts";
import { knownOr } from "../../core/reference.ts";

/** An endpoint has a policy of its own. */
export const requireEndpointPolicy = rule({
  name: "require-endpoint-policy",
  description: "Gateway and interface endpoints have a policy.",
  types: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
  property: "ec2.VpcEndpoint.policy.presence",
  severity: "low",
  level: "advisory",
  reason: "Without a policy the endpoint lets everyone do everything in the service, also in accounts of others.",
  remediation: "Set `policy` to the actions and resources that are used through the endpoint.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "7.2.2"], soc2: ["CC6.6"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    if (!/^(Gateway|Interface)$/.test(read.text("vpcEndpointType") ?? "Gateway")) return undefined;
    if (
      knownOr(
        () => read.has("policy"),
        () => true,
      )
    )
      return undefined;
    return stack.referringTo(resource, "vpcEndpointId", "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy").length > 0
      ? undefined
      : "The endpoint has no policy.";
  },
});
