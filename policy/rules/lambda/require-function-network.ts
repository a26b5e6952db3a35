import { rule } from "../../core/rule.ts";

/** A function's connections go through a network with rules. */
export const requireFunctionNetwork = rule({
  name: "require-function-network",
  description: "Lambda functions run in a VPC.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.vpcConfig",
  severity: "low",
  level: "advisory",
  reason: "A function outside of a VPC reaches the whole internet, so that code gone bad can send data anywhere.",
  remediation: "Set `vpcConfig.subnetIds` and `vpcConfig.securityGroupIds`.",
  controls: { "pci-dss-4.0.1": ["1.3.2", "1.4.1"], soc2: ["CC6.6"], "aws-fsbp": ["Lambda.3"] },
  judge: ({ read }) => {
    // How many there are is known before their ids are.
    const subnets = read.block("vpcConfig")?.raw("subnetIds");
    return Array.isArray(subnets) && subnets.length > 0 ? undefined : "The function runs outside of any VPC.";
  },
});
