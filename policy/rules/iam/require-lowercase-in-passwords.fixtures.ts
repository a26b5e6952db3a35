import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwordPolicy } from "./password-policy.ts";
import { requireLowercaseInPasswords } from "./require-lowercase-in-passwords.ts";

/** A policy with and without it. */
export const fixtures: Fixtures = {
  rule: requireLowercaseInPasswords,
  compliant: { "a strict policy": { properties: passwordPolicy } },
  violating: {
    absent: {
      properties: changed(passwordPolicy, { requireLowercaseCharacters: undefined }),
      faults: ["Passwords need no lower-case letter."],
    },
    off: {
      properties: changed(passwordPolicy, { requireLowercaseCharacters: false }),
      faults: ["Passwords need no lower-case letter."],
    },
  },
  unknown: {
    flag: {
      properties: changed(passwordPolicy, { requireLowercaseCharacters: UNKNOWN }),
      path: "requireLowercaseCharacters",
    },
  },
};
