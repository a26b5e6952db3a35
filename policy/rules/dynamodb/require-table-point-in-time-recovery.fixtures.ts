import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { table } from "./compliant.ts";
import { requireTablePointInTimeRecovery } from "./require-table-point-in-time-recovery.ts";

/** A table with and without continuous backups. */
export const fixtures: Fixtures = {
  rule: requireTablePointInTimeRecovery,
  compliant: {
    enabled: { properties: table },
    "with a shorter period": {
      properties: changed(table, { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 14 } }),
    },
    "true as text": { properties: changed(table, { pointInTimeRecovery: { enabled: "true" } }) },
  },
  violating: {
    "nothing said": {
      properties: changed(table, { pointInTimeRecovery: undefined }),
      faults: ["The table has no point-in-time recovery."],
    },
    off: {
      properties: changed(table, { pointInTimeRecovery: { enabled: false } }),
      faults: ["The table has no point-in-time recovery."],
    },
  },
  unknown: {
    enabled: {
      properties: changed(table, { pointInTimeRecovery: { enabled: UNKNOWN } }),
      path: "pointInTimeRecovery.enabled",
    },
  },
};
