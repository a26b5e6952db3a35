import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwordPolicy } from "./password-policy.ts";
import { requirePasswordExpiry } from "./require-password-expiry.ts";

/** Values on both sides of the bound. */
export const fixtures: Fixtures = {
  rule: requirePasswordExpiry,
  compliant: {
    "a strict policy": { properties: passwordPolicy },
    stricter: { properties: changed(passwordPolicy, { maxPasswordAge: 60 }) },
  },
  violating: {
    absent: {
      properties: changed(passwordPolicy, { maxPasswordAge: undefined }),
      faults: ["Passwords live for ever."],
    },
    long: { properties: changed(passwordPolicy, { maxPasswordAge: 365 }), faults: ["Passwords live for 365 days."] },
    "zero, which is never": {
      properties: changed(passwordPolicy, { maxPasswordAge: 0 }),
      faults: ["Passwords live for ever."],
    },
  },
  unknown: { number: { properties: changed(passwordPolicy, { maxPasswordAge: UNKNOWN }), path: "maxPasswordAge" } },
};
