import { rule } from "../../core/rule.ts";

/** Bodies stay out of logs. */
export const disallowRestDataTrace = rule({
  name: "disallow-rest-data-trace",
  description: "REST APIs do not log the bodies of requests and answers.",
  types: ["aws:apigateway/methodSettings:MethodSettings"],
  property: "apigateway.MethodSettings.settings.dataTraceEnabled",
  severity: "high",
  level: "mandatory",
  reason: "A data trace writes whole requests, with card numbers, tokens and names, into a log that many may read.",
  remediation: "Set `settings.dataTraceEnabled` to false.",
  controls: { "pci-dss-4.0.1": ["3.3.1", "3.5.1"], soc2: ["C1.1"], gdpr: ["5.1.c", "25.2"] },
  judge: ({ read }) => {
    return read.block("settings")?.flag("dataTraceEnabled") === true
      ? "The methods log whole requests and answers."
      : undefined;
  },
});
