import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requirePasswordReset } from "./require-password-reset.ts";

/** First passwords. */
export const fixtures: Fixtures = {
  rule: requirePasswordReset,
  compliant: {
    "one to be changed": { properties: { user: "ada", passwordResetRequired: true, pgpKey: "keybase:example" } },
  },
  violating: {
    "the default": {
      properties: changed(
        { user: "ada", passwordResetRequired: true, pgpKey: "keybase:example" },
        { passwordResetRequired: undefined },
      ),
      faults: ["The first password need not be changed."],
    },
    "one to keep": {
      properties: changed(
        { user: "ada", passwordResetRequired: true, pgpKey: "keybase:example" },
        { passwordResetRequired: false },
      ),
      faults: ["The first password need not be changed."],
    },
  },
  unknown: {
    flag: {
      properties: changed(
        { user: "ada", passwordResetRequired: true, pgpKey: "keybase:example" },
        { passwordResetRequired: UNKNOWN },
      ),
      path: "passwordResetRequired",
    },
  },
};
