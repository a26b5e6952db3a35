import { rule } from "../../core/rule.ts";

/** Who abuses a form that sends text messages does not run up a bill without end. */
export const requireSmsSpendLimit = rule({
  name: "require-sms-spend-limit",
  description: "The month's spending on text messages is limited as configured.",
  types: ["aws:sns/smsPreferences:SmsPreferences"],
  property: "sns.SmsPreferences.monthlySpendLimit",
  severity: "low",
  level: "advisory",
  reason: "Fraudsters have codes sent to numbers that pay them, thousands an hour, until a limit stops it.",
  remediation: "Set `monthlySpendLimit` to at most the configured dollars, or leave it out for 1.",
  controls: { soc2: ["A1.1", "CC7.2"] },
  settings: { maxDollars: { type: "number", description: "The highest limit, in US dollars a month.", default: 1000 } },
  judge: ({ read, settings }) => {
    const limit = read.number("monthlySpendLimit") ?? 1;
    if (limit <= settings.maxDollars) return undefined;
    return `Text messages may cost ${limit} dollars a month, more than ${settings.maxDollars}.`;
  },
});
