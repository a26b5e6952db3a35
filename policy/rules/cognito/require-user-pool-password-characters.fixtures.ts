import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwords, userPool } from "./compliant.ts";
import { requireUserPoolPasswordCharacters } from "./require-user-pool-password-characters.ts";

/** Pools by the characters of their passwords. */
export const fixtures: Fixtures = {
  rule: requireUserPoolPasswordCharacters,
  compliant: { "all four": { properties: userPool } },
  violating: {
    "no symbols": {
      properties: changed(userPool, { passwordPolicy: { ...passwords, requireSymbols: false } }),
      faults: ["Passwords need no symbols."],
    },
    "two left out": {
      properties: changed(userPool, {
        passwordPolicy: changed(passwords, { requireUppercase: undefined, requireNumbers: undefined }),
      }),
      faults: ["Passwords need no upper case, no digits."],
    },
  },
  unknown: {
    "a class": {
      properties: changed(userPool, { passwordPolicy: { ...passwords, requireNumbers: UNKNOWN } }),
      path: "passwordPolicy.requireNumbers",
    },
  },
};
