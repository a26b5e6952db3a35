import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { replica } from "./compliant.ts";
import { requireReplicaDeletionProtection } from "./require-replica-deletion-protection.ts";

/** A replica with and without deletion protection. */
export const fixtures: Fixtures = {
  rule: requireReplicaDeletionProtection,
  compliant: {
    on: { properties: replica },
  },
  violating: {
    "nothing said": {
      properties: changed(replica, { deletionProtectionEnabled: undefined }),
      faults: ["The replica has no deletion protection."],
    },
    off: {
      properties: changed(replica, { deletionProtectionEnabled: false }),
      faults: ["The replica has no deletion protection."],
    },
  },
  unknown: {
    it: { properties: changed(replica, { deletionProtectionEnabled: UNKNOWN }), path: "deletionProtectionEnabled" },
  },
};
