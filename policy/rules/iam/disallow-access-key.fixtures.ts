import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowAccessKey } from "./disallow-access-key.ts";

/** Keys that are in use and that are not. */
export const fixtures: Fixtures = {
  rule: disallowAccessKey,
  compliant: { "one that is switched off": { properties: { user: "deploy", status: "Inactive" } } },
  violating: {
    "the default": { properties: { user: "deploy" }, faults: ["The user has an access key that does not expire."] },
    active: {
      properties: { user: "deploy", status: "Active" },
      faults: ["The user has an access key that does not expire."],
    },
  },
  unknown: { status: { properties: { user: "deploy", status: UNKNOWN }, path: "status" } },
};
