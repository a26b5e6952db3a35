import { rule } from "../../core/rule.ts";
import { NotKnown } from "../../core/reader.ts";
import type { Resource } from "../../core/rule.ts";
import { listed } from "../../iam/identity.ts";

function roleOf({ read }: Resource): string | undefined {
  try {
    return read.text("role");
  } catch (thrown) {
    // What is not known yet was made by this stack, and there it is the role that is judged.
    if (thrown instanceof NotKnown) return undefined;
    throw thrown;
  }
}

/** Functions do not share a role of another stack. */
export const disallowSharedRoleArn = rule({
  name: "disallow-shared-role-arn",
  description: "No two Lambda functions of a stack name one role that the stack does not make.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.role",
  severity: "medium",
  level: "mandatory",
  reason:
    "A shared role has the sum of what its functions need, so a fault in the least of them has the rights of all.",
  remediation: "Make a role for each function and set it as the function's `role`.",
  controls: { "pci-dss-4.0.1": ["7.2.2", "7.2.5"], soc2: ["CC6.3"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    if (stack.referredBy(resource, "role", "aws:iam/role:Role") !== undefined) return undefined;
    const role = read.text("role");
    if (role === undefined) return undefined;
    const others = stack
      .ofType("aws:lambda/function:Function")
      .filter((one) => one.urn !== resource.urn && roleOf(one) === role);
    return others.length > 0
      ? `The function shares its role with ${listed(others.map(({ name }) => name))}.`
      : undefined;
  },
});
