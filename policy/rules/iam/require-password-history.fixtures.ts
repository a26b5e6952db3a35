import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwordPolicy } from "./password-policy.ts";
import { requirePasswordHistory } from "./require-password-history.ts";

/** Values on both sides of the bound. */
export const fixtures: Fixtures = {
  rule: requirePasswordHistory,
  compliant: {
    "a strict policy": { properties: passwordPolicy },
    stricter: { properties: changed(passwordPolicy, { passwordReusePrevention: 24 }) },
  },
  violating: {
    absent: {
      properties: changed(passwordPolicy, { passwordReusePrevention: undefined }),
      faults: ["A password may come back after 0 others."],
    },
    few: {
      properties: changed(passwordPolicy, { passwordReusePrevention: 5 }),
      faults: ["A password may come back after 5 others."],
    },
  },
  unknown: {
    number: {
      properties: changed(passwordPolicy, { passwordReusePrevention: UNKNOWN }),
      path: "passwordReusePrevention",
    },
  },
};
