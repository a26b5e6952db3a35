import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwordPolicy } from "./password-policy.ts";
import { requireUppercaseInPasswords } from "./require-uppercase-in-passwords.ts";

/** A policy with and without it. */
export const fixtures: Fixtures = {
  rule: requireUppercaseInPasswords,
  compliant: { "a strict policy": { properties: passwordPolicy } },
  violating: {
    absent: {
      properties: changed(passwordPolicy, { requireUppercaseCharacters: undefined }),
      faults: ["Passwords need no upper-case letter."],
    },
    off: {
      properties: changed(passwordPolicy, { requireUppercaseCharacters: false }),
      faults: ["Passwords need no upper-case letter."],
    },
  },
  unknown: {
    flag: {
      properties: changed(passwordPolicy, { requireUppercaseCharacters: UNKNOWN }),
      path: "requireUppercaseCharacters",
    },
  },
};
