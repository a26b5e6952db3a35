import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { permission } from "./compliant.ts";
import { disallowPublicBusPermission } from "./disallow-public-bus-permission.ts";

/** Permissions for an account, an organization and everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicBusPermission,
  compliant: {
    "an account": { properties: permission },
    "an organization": {
      properties: changed(permission, {
        principal: "*",
        condition: { type: "StringEquals", key: "aws:PrincipalOrgID", value: "o-a1b2c3d4e5" },
      }),
    },
  },
  violating: {
    everyone: {
      properties: changed(permission, { principal: "*" }),
      faults: ["Everyone may put events on the bus."],
    },
  },
  unknown: {
    principal: { properties: changed(permission, { principal: UNKNOWN }), path: "principal" },
  },
};
