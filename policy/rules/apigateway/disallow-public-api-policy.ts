import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsAnyone } from "../../iam/public.ts";

/** A policy of an API says who may call it. */
export const disallowPublicApiPolicy = rule({
  name: "disallow-public-api-policy",
  description: "Resource policies of REST APIs do not let everyone in.",
  types: ["aws:apigateway/restApi:RestApi", "aws:apigateway/restApiPolicy:RestApiPolicy"],
  property: "apigateway.RestApi.policy",
  severity: "high",
  level: "mandatory",
  reason: "A policy that allows everyone looks like a wall and is none; a private API is then open to every VPC.",
  remediation: "Narrow `policy` by accounts, `aws:SourceVpce` or `aws:SourceIp`, or deny everyone else.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    const statements = documentAt(read, "policy")?.statements ?? [];
    // AWS's own examples allow everyone and then deny whoever comes from elsewhere.
    if (statements.some(({ effect, conditions }) => effect === "Deny" && conditions.length > 0)) return undefined;
    return statements.some(grantsAnyone) ? "The API's policy lets everyone call it." : undefined;
  },
});
