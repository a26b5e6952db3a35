import { rule } from "../../core/rule.ts";

/** A sign-in of high risk is not like any other. */
export const requireTakeoverResponse = rule({
  name: "require-takeover-response",
  description: "Sign-ins that look like an account's takeover meet a second factor or an end.",
  types: ["aws:cognito/riskConfiguration:RiskConfiguration"],
  property: "cognito.RiskConfiguration.accountTakeoverRiskConfiguration",
  severity: "medium",
  level: "mandatory",
  reason: "A sign-in from a new place with a new device and the right password is what a stolen account looks like.",
  remediation: 'Set `accountTakeoverRiskConfiguration.actions.highAction.eventAction` to "BLOCK" or "MFA_REQUIRED".',
  controls: { "pci-dss-4.0.1": ["8.3.4"], soc2: ["CC6.1"], psd2: ["RTS 2"] },
  judge: ({ read }) => {
    const action = read
      .block("accountTakeoverRiskConfiguration")
      ?.block("actions")
      ?.block("highAction")
      ?.text("eventAction");
    return action === "NO_ACTION" ? "Sign-ins of high risk are let through." : undefined;
  },
});
