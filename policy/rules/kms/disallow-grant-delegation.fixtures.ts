import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { grant } from "./compliant.ts";
import { disallowGrantDelegation } from "./disallow-grant-delegation.ts";

/** Grants for use and for handing on. */
export const fixtures: Fixtures = {
  rule: disallowGrantDelegation,
  compliant: {
    "use alone": { properties: grant },
    "handing on within one encryption context": {
      properties: changed(grant, {
        operations: ["Decrypt", "CreateGrant"],
        constraints: [{ encryptionContextEquals: { Department: "Finance" } }],
      }),
    },
  },
  violating: {
    "handing on": {
      properties: changed(grant, { operations: ["Decrypt", "CreateGrant"] }),
      faults: ["The grant lets its grantee grant the key to others."],
    },
  },
  unknown: {
    operations: { properties: changed(grant, { operations: UNKNOWN }), path: "operations" },
  },
};
