import { rule } from "../../core/rule.ts";
import { UNKNOWN } from "../../core/reader.ts";

/** A zone that fails takes no function with it. */
export const requireFunctionZones = rule({
  name: "require-function-zones",
  description: "Lambda functions in a VPC run in more than one availability zone.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.vpcConfig.subnetIds",
  severity: "medium",
  level: "advisory",
  reason: "A function with one subnet is gone when that subnet's zone is.",
  remediation: "Give `vpcConfig.subnetIds` subnets of at least two availability zones.",
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b"], "aws-fsbp": ["Lambda.5"] },
  judge: ({ read }) => {
    const subnets = read.block("vpcConfig")?.raw("subnetIds");
    if (!Array.isArray(subnets)) return undefined;
    // Two that are not known yet are two: programs do not name one subnet twice by its output.
    const known = new Set(subnets.filter((one) => one !== UNKNOWN));
    const zones = known.size + subnets.filter((one) => one === UNKNOWN).length;
    return zones === 1 ? "The function runs in one availability zone only." : undefined;
  },
});
