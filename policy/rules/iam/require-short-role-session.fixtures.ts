import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { role } from "./compliant.ts";
import { requireShortRoleSession } from "./require-short-role-session.ts";

/** Sessions of several lengths. */
export const fixtures: Fixtures = {
  rule: requireShortRoleSession,
  compliant: {
    "the default": { properties: role },
    "two hours": { properties: changed(role, { maxSessionDuration: 7200 }) },
    "half a day where that is agreed": {
      properties: changed(role, { maxSessionDuration: 43_200 }),
      settings: { secondsMax: 43_200 },
    },
  },
  violating: {
    "half a day": {
      properties: changed(role, { maxSessionDuration: 43_200 }),
      faults: ["Sessions last up to 43200 seconds."],
    },
  },
  unknown: { duration: { properties: changed(role, { maxSessionDuration: UNKNOWN }), path: "maxSessionDuration" } },
};
