import { rule } from "../../core/rule.ts";

/** The window to restore from is long enough to notice what went wrong. */
export const requireTableRecoveryPeriod = rule({
  name: "require-table-recovery-period",
  description: "The window of a DynamoDB table's point-in-time recovery is not too short.",
  types: ["aws:dynamodb/table:Table"],
  property: "dynamodb.Table.pointInTimeRecovery.recoveryPeriodInDays",
  severity: "low",
  level: "advisory",
  reason: "Corrupted data is often noticed after a weekend or a month's end, when a window of a day has passed.",
  remediation:
    "Set `pointInTimeRecovery.recoveryPeriodInDays` to at least the configured days, or leave it out for 35.",
  controls: { soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.c"] },
  settings: { minDays: { type: "number", description: "The shortest window, in days (1 to 35).", default: 7 } },
  judge: ({ read, settings }) => {
    const recovery = read.block("pointInTimeRecovery");
    if (recovery?.flag("enabled") !== true) return undefined;
    const days = recovery.number("recoveryPeriodInDays") ?? 35;
    if (days >= settings.minDays) return undefined;
    return `The table can be restored to the last ${days} days only, less than ${settings.minDays}.`;
  },
});
