import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwordPolicy } from "./password-policy.ts";
import { requireSymbolsInPasswords } from "./require-symbols-in-passwords.ts";

/** A policy with and without it. */
export const fixtures: Fixtures = {
  rule: requireSymbolsInPasswords,
  compliant: { "a strict policy": { properties: passwordPolicy } },
  violating: {
    absent: {
      properties: changed(passwordPolicy, { requireSymbols: undefined }),
      faults: ["Passwords need no symbol."],
    },
    off: { properties: changed(passwordPolicy, { requireSymbols: false }), faults: ["Passwords need no symbol."] },
  },
  unknown: { flag: { properties: changed(passwordPolicy, { requireSymbols: UNKNOWN }), path: "requireSymbols" } },
};
