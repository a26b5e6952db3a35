import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwordPolicy } from "./password-policy.ts";
import { requirePasswordLength } from "./require-password-length.ts";

/** Values on both sides of the bound. */
export const fixtures: Fixtures = {
  rule: requirePasswordLength,
  compliant: {
    "a strict policy": { properties: passwordPolicy },
    stricter: { properties: changed(passwordPolicy, { minimumPasswordLength: 20 }) },
  },
  violating: {
    absent: {
      properties: changed(passwordPolicy, { minimumPasswordLength: undefined }),
      faults: ["Passwords may have 6 characters."],
    },
    short: {
      properties: changed(passwordPolicy, { minimumPasswordLength: 8 }),
      faults: ["Passwords may have 8 characters."],
    },
  },
  unknown: {
    number: { properties: changed(passwordPolicy, { minimumPasswordLength: UNKNOWN }), path: "minimumPasswordLength" },
  },
};
