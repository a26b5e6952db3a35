import { rule } from "../../core/rule.ts";

/** A stolen session ends soon. */
export const requireShortRoleSession = rule({
  name: "require-short-role-session",
  description: "Sessions of roles last four hours at most.",
  types: ["aws:iam/role:Role"],
  property: "iam.Role.maxSessionDuration",
  severity: "low",
  level: "mandatory",
  reason: "Credentials of a session work until they expire, wherever they were copied to.",
  remediation: "Set `maxSessionDuration` to 14400 seconds or less; AWS's default is 3600.",
  controls: { "pci-dss-4.0.1": ["8.2.1"], soc2: ["CC6.1"], psd2: ["RTS 4"] },
  settings: { secondsMax: { type: "number", description: "The longest session, in seconds.", default: 14_400 } },
  judge: ({ read, settings }) => {
    const seconds = read.number("maxSessionDuration") ?? 3600;
    return seconds > settings.secondsMax ? `Sessions last up to ${seconds} seconds.` : undefined;
  },
});
