import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwordPolicy } from "./password-policy.ts";
import { requireOwnPasswordChange } from "./require-own-password-change.ts";

/** A policy with and without it. */
export const fixtures: Fixtures = {
  rule: requireOwnPasswordChange,
  compliant: {
    allowed: { properties: passwordPolicy },
    "the default": { properties: changed(passwordPolicy, { allowUsersToChangePassword: undefined }) },
  },
  violating: {
    "not allowed": {
      properties: changed(passwordPolicy, { allowUsersToChangePassword: false }),
      faults: ["Users may not change their own passwords."],
    },
  },
  unknown: {
    flag: {
      properties: changed(passwordPolicy, { allowUsersToChangePassword: UNKNOWN }),
      path: "allowUsersToChangePassword",
    },
  },
};
