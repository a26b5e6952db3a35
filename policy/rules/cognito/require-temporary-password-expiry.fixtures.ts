import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwords, userPool } from "./compliant.ts";
import { requireTemporaryPasswordExpiry } from "./require-temporary-password-expiry.ts";

/** Pools by how long an invitation holds. */
export const fixtures: Fixtures = {
  rule: requireTemporaryPasswordExpiry,
  compliant: {
    "three days": { properties: userPool },
    "the default": {
      properties: changed(userPool, {
        passwordPolicy: changed(passwords, { temporaryPasswordValidityDays: undefined }),
      }),
    },
  },
  violating: {
    "a month": {
      properties: changed(userPool, { passwordPolicy: { ...passwords, temporaryPasswordValidityDays: 30 } }),
      faults: ["Temporary passwords are valid for 30 days."],
    },
  },
  unknown: {
    "the days": {
      properties: changed(userPool, { passwordPolicy: { ...passwords, temporaryPasswordValidityDays: UNKNOWN } }),
      path: "passwordPolicy.temporaryPasswordValidityDays",
    },
  },
};
