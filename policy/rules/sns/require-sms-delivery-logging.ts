import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** Text messages that do not arrive leave a trace. */
export const requireSmsDeliveryLogging = rule({
  name: "require-sms-delivery-logging",
  description: "SNS logs the delivery of text messages.",
  types: ["aws:sns/smsPreferences:SmsPreferences"],
  property: "sns.SmsPreferences.deliveryStatusIamRoleArn",
  severity: "low",
  level: "advisory",
  reason: "A one-time code that never arrives shows in the log of deliveries alone.",
  remediation: "Set `deliveryStatusIamRoleArn` to a role that may write to CloudWatch Logs.",
  controls: { "pci-dss-4.0.1": ["10.2.2"], soc2: ["CC7.2"], psd2: ["RTS 29"] },
  scope: "stack",
  judge: (given) => {
    const role = referenceAt(given, given.read, "deliveryStatusIamRoleArn", "aws:iam/role:Role");
    return role === undefined || role === "" ? "Text messages are sent without a log of deliveries." : undefined;
  },
});
