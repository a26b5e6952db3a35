import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { replica } from "./compliant.ts";
import { requireReplicaPointInTimeRecovery } from "./require-replica-point-in-time-recovery.ts";

/** A replica with and without backups. */
export const fixtures: Fixtures = {
  rule: requireReplicaPointInTimeRecovery,
  compliant: {
    on: { properties: replica },
  },
  violating: {
    "nothing said": {
      properties: changed(replica, { pointInTimeRecovery: undefined }),
      faults: ["The replica has no point-in-time recovery."],
    },
    off: {
      properties: changed(replica, { pointInTimeRecovery: false }),
      faults: ["The replica has no point-in-time recovery."],
    },
  },
  unknown: {
    it: { properties: changed(replica, { pointInTimeRecovery: UNKNOWN }), path: "pointInTimeRecovery" },
  },
};
