import { rule } from "../../core/rule.ts";

/** A key's rotation is not put off for years. */
export const requireRotationPeriod = rule({
  name: "require-rotation-period",
  description: "KMS keys rotate at least as often as configured, by default every year.",
  types: ["aws:kms/key:Key"],
  property: "kms.Key.rotationPeriodInDays",
  severity: "low",
  level: "mandatory",
  reason: "Rotation every seven years is rotation on paper: the key's period has to fit how much it protects.",
  remediation: "Set `rotationPeriodInDays` to at most the configured days, or leave it out for 365.",
  controls: { "pci-dss-4.0.1": ["3.7.4"], soc2: ["CC6.1"], psd2: ["RTS 22"] },
  settings: { maxDays: { type: "number", description: "The longest period, in days (90 to 2560).", default: 365 } },
  judge: ({ read, settings }) => {
    if (read.flag("enableKeyRotation") !== true) return undefined;
    const days = read.number("rotationPeriodInDays") ?? 365;
    return days <= settings.maxDays ? undefined : `The key rotates every ${days} days, more than ${settings.maxDays}.`;
  },
});
