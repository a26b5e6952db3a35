import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { passwords, userPool, machineClient } from "./compliant.ts";
import { requireUserPoolPasswordHistory } from "./require-user-pool-password-history.ts";

/** Pools by how many passwords they remember. */
export const fixtures: Fixtures = {
  rule: requireUserPoolPasswordHistory,
  compliant: {
    four: { properties: userPool },
    "machines alone": {
      properties: changed(userPool, { passwordPolicy: changed(passwords, { passwordHistorySize: undefined }) }),
      companions: [machineClient],
    },
  },
  violating: {
    none: {
      properties: changed(userPool, { passwordPolicy: changed(passwords, { passwordHistorySize: undefined }) }),
      faults: ["The user pool remembers 0 old passwords of a user."],
    },
    two: {
      properties: changed(userPool, { passwordPolicy: { ...passwords, passwordHistorySize: 2 } }),
      faults: ["The user pool remembers 2 old passwords of a user."],
    },
  },
  unknown: {
    "how many": {
      properties: changed(userPool, { passwordPolicy: { ...passwords, passwordHistorySize: UNKNOWN } }),
      path: "passwordPolicy.passwordHistorySize",
    },
  },
};
