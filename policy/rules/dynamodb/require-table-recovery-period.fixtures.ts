import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { table } from "./compliant.ts";
import { requireTableRecoveryPeriod } from "./require-table-recovery-period.ts";

/** Windows of recovery of several lengths. */
export const fixtures: Fixtures = {
  rule: requireTableRecoveryPeriod,
  compliant: {
    "35 days, as nothing is said": { properties: table },
    "as long as asked": {
      properties: changed(table, { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 7 } }),
    },
  },
  violating: {
    "two days": {
      properties: changed(table, { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 2 } }),
      faults: ["The table can be restored to the last 2 days only, less than 7."],
    },
    "less than the setting": {
      properties: changed(table, { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 6 } }),
      settings: { minDays: 30 },
      faults: ["The table can be restored to the last 6 days only, less than 30."],
    },
  },
  unknown: {
    period: {
      properties: changed(table, { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: UNKNOWN } }),
      path: "pointInTimeRecovery.recoveryPeriodInDays",
    },
  },
};
