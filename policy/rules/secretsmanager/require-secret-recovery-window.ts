import { rule } from "../../core/rule.ts";

/** A secret that was deleted by mistake can be had back. */
export const requireSecretRecoveryWindow = rule({
  name: "require-secret-recovery-window",
  description: "Deleted secrets can be recovered for at least the configured days.",
  types: ["aws:secretsmanager/secret:Secret"],
  property: "secretsmanager.Secret.recoveryWindowInDays",
  severity: "medium",
  level: "mandatory",
  reason: "A secret deleted at once takes down whatever signs in with it, and nobody knows it any more.",
  remediation: "Set `recoveryWindowInDays` to at least the configured days, or leave it out for 30.",
  controls: { soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.b", "32.1.c"] },
  settings: { minDays: { type: "number", description: "The shortest window, in days (7 to 30).", default: 7 } },
  judge: ({ read, settings }) => {
    const days = read.number("recoveryWindowInDays") ?? 30;
    if (days >= settings.minDays) return undefined;
    if (days === 0) return "The secret is deleted at once, with no way back.";
    return `The secret can be had back for ${days} days, less than ${settings.minDays}.`;
  },
});
