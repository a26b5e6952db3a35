import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwordPolicy } from "./password-policy.ts";
import { requireNumbersInPasswords } from "./require-numbers-in-passwords.ts";

/** A policy with and without it. */
export const fixtures: Fixtures = {
  rule: requireNumbersInPasswords,
  compliant: { "a strict policy": { properties: passwordPolicy } },
  violating: {
    absent: {
      properties: changed(passwordPolicy, { requireNumbers: undefined }),
      faults: ["Passwords need no digit."],
    },
    off: { properties: changed(passwordPolicy, { requireNumbers: false }), faults: ["Passwords need no digit."] },
  },
  unknown: { flag: { properties: changed(passwordPolicy, { requireNumbers: UNKNOWN }), path: "requireNumbers" } },
};
