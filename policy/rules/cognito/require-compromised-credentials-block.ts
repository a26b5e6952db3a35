import { rule } from "../../core/rule.ts";

/** A password that was sold does not open an account. */
export const requireCompromisedCredentialsBlock = rule({
  name: "require-compromised-credentials-block",
  description: "Sign-ins with passwords that are known to be stolen are blocked.",
  types: ["aws:cognito/riskConfiguration:RiskConfiguration"],
  property: "cognito.RiskConfiguration.compromisedCredentialsRiskConfiguration",
  severity: "medium",
  level: "mandatory",
  reason: "Passwords of other sites' breaches are tried at yours within days.",
  remediation: 'Set `compromisedCredentialsRiskConfiguration.actions.eventAction` to "BLOCK".',
  controls: { "pci-dss-4.0.1": ["8.3.4"], soc2: ["CC6.1"], psd2: ["RTS 2"] },
  judge: ({ read }) => {
    const action = read.block("compromisedCredentialsRiskConfiguration")?.block("actions")?.text("eventAction");
    return action === "NO_ACTION" ? "Passwords that are known to be stolen are taken." : undefined;
  },
});
