import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireEncryptedFirstPassword } from "./require-encrypted-first-password.ts";

/** First passwords with and without a key. */
export const fixtures: Fixtures = {
  rule: requireEncryptedFirstPassword,
  compliant: {
    "a person's key": { properties: { user: "ada", passwordResetRequired: true, pgpKey: "keybase:example" } },
  },
  violating: {
    "no key": {
      properties: changed(
        { user: "ada", passwordResetRequired: true, pgpKey: "keybase:example" },
        { pgpKey: undefined },
      ),
      faults: ["The first password is written to the state as it is."],
    },
  },
  unknown: {
    key: {
      properties: changed({ user: "ada", passwordResetRequired: true, pgpKey: "keybase:example" }, { pgpKey: UNKNOWN }),
      path: "pgpKey",
    },
  },
};
