import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { userPool } from "./compliant.ts";
import { requireUserPoolDeletionProtection } from "./require-user-pool-deletion-protection.ts";

/** Pools with and without protection. */
export const fixtures: Fixtures = {
  rule: requireUserPoolDeletionProtection,
  compliant: { protected: { properties: userPool } },
  violating: {
    absent: {
      properties: changed(userPool, { deletionProtection: undefined }),
      faults: ["The user pool can be deleted in one step."],
    },
    off: {
      properties: changed(userPool, { deletionProtection: "INACTIVE" }),
      faults: ["The user pool can be deleted in one step."],
    },
  },
  unknown: {
    "the protection": { properties: changed(userPool, { deletionProtection: UNKNOWN }), path: "deletionProtection" },
  },
};
