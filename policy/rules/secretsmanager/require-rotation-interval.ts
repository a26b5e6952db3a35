import { rule } from "../../core/rule.ts";

/** Secrets change at least as often as configured. */
export const requireRotationInterval = rule({
  name: "require-rotation-interval",
  description: "Secrets are rotated at least every so many days, by default 90.",
  types: ["aws:secretsmanager/secretRotation:SecretRotation"],
  property: "secretsmanager.SecretRotation.rotationRules",
  severity: "medium",
  level: "mandatory",
  reason: "A password that leaked is useful until the next rotation; a year is as good as never.",
  remediation: "Set `rotationRules.automaticallyAfterDays` to at most the configured days.",
  controls: {
    "pci-dss-4.0.1": ["8.3.9", "8.6.3"],
    soc2: ["CC6.1"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["SecretsManager.4"],
  },
  settings: { maxDays: { type: "number", description: "The longest interval, in days.", default: 90 } },
  judge: ({ read, settings }) => {
    const rules = read.block("rotationRules");
    const days = rules?.number("automaticallyAfterDays") ?? daysOf(rules?.text("scheduleExpression") ?? "");
    if (days === undefined || days <= settings.maxDays) return undefined;
    return `The secret is rotated every ${days} days, more than ${settings.maxDays}.`;
  },
});

/** About how many days lie between two rotations, by a rate or a cron expression; nothing for what is neither. */
function daysOf(schedule: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule) ?? [];
  if (count !== undefined) return unit === "day" ? Number(count) : Number(count) / 24;
  const [, months, years] = /^cron\(\S+ \S+ \S+ (\S+) \S+ (\S+)\)$/.exec(schedule) ?? [];
  if (months === undefined || years === undefined) return undefined;
  if (years !== "*") return 360;
  const [, step] = /^\S+\/(\d+)$/.exec(months) ?? [];
  if (step !== undefined) return Number(step) * 30;
  return /[-*?]/.test(months) ? 30 : Math.ceil(12 / months.split(",").length) * 30;
}
