import { rule } from "../../core/rule.ts";
import { KEY_TYPES } from "./key-types.ts";

/** There is time to notice that a key is going to be deleted. */
export const requireKeyDeletionWindow = rule({
  name: "require-key-deletion-window",
  description: "KMS keys wait long enough before they are deleted.",
  types: [...KEY_TYPES],
  property: "kms.Key.deletionWindowInDays",
  severity: "medium",
  level: "advisory",
  reason: "A deleted key takes all that it encrypted with it; a week is gone with one person's holiday.",
  remediation: "Set `deletionWindowInDays` to at least the configured days, or leave it out for 30.",
  controls: { "pci-dss-4.0.1": ["3.7.5"], soc2: ["A1.2"], gdpr: ["32.1.b", "32.1.c"], "aws-fsbp": ["KMS.3"] },
  settings: { minDays: { type: "number", description: "The shortest wait, in days (7 to 30).", default: 10 } },
  judge: ({ read, settings }) => {
    const days = read.number("deletionWindowInDays") ?? 30;
    if (days >= settings.minDays) return undefined;
    return `The key can be gone ${days} days after its deletion is asked for, less than ${settings.minDays}.`;
  },
  remediate: (properties) =>
    Number(properties["deletionWindowInDays"] ?? 30) < 10 ? { ...properties, deletionWindowInDays: 30 } : properties,
});
