import { rule } from "../../core/rule.ts";

/** A phone number that changed hands is no key. */
export const disallowRecoveryByPhone = rule({
  name: "disallow-recovery-by-phone",
  description: "Accounts are not recovered by text message first.",
  types: ["aws:cognito/userPool:UserPool"],
  property: "cognito.UserPool.accountRecoverySetting.recoveryMechanisms",
  severity: "low",
  level: "advisory",
  reason: "A number is taken over with a call to the phone company (SIM swapping), and then resets the password.",
  remediation: 'Set the first of `accountRecoverySetting.recoveryMechanisms` to "verified_email" or "admin_only".',
  controls: { "pci-dss-4.0.1": ["8.3.1"], soc2: ["CC6.1"], psd2: ["RTS 7", "RTS 24"] },
  judge: ({ read }) => {
    const ways = read.block("accountRecoverySetting")?.blocks("recoveryMechanisms") ?? [];
    const first = ways.toSorted((a, b) => (a.number("priority") ?? 0) - (b.number("priority") ?? 0))[0];
    return first?.text("name") === "verified_phone_number"
      ? "Whoever has a user's phone number can reset the password."
      : undefined;
  },
});
