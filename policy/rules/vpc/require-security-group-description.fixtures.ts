import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { group } from "./compliant.ts";
import { requireSecurityGroupDescription } from "./require-security-group-description.ts";

/** Groups with and without a description. */
export const fixtures: Fixtures = {
  rule: requireSecurityGroupDescription,
  compliant: { described: { properties: group } },
  violating: {
    absent: {
      properties: changed(group, { description: undefined }),
      faults: ["The group does not say what it is for."],
    },
    "the provider's": {
      properties: changed(group, { description: "Managed by Pulumi" }),
      faults: ["The group does not say what it is for."],
    },
  },
  unknown: { description: { properties: changed(group, { description: UNKNOWN }), path: "description" } },
};
