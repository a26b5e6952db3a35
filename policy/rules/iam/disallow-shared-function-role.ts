import { rule } from "../../core/rule.ts";
import { listed } from "../../iam/identity.ts";

/** Each function has a role of its own. */
export const disallowSharedFunctionRole = rule({
  name: "disallow-shared-function-role",
  description: "No two Lambda functions have one role.",
  types: ["aws:iam/role:Role"],
  property: "iam.Role.functions",
  severity: "medium",
  level: "mandatory",
  reason:
    "A shared role has the sum of what its functions need, so a fault in the least of them has the rights of all.",
  remediation: "Make a role for each function and set it as the function's `role`.",
  controls: { "pci-dss-4.0.1": ["7.2.2", "7.2.5"], soc2: ["CC6.3"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    // A role whose name is not known may be anybody's.
    read.has("name");
    const functions = stack.referringTo(resource, "role", "aws:lambda/function:Function").map(({ name }) => name);
    return functions.length > 1 ? `The role is shared by the functions ${listed(functions)}.` : undefined;
  },
});
