import { rule } from "../../core/rule.ts";

/** Messages stay out of logs. */
export const disallowSocketDataTrace = rule({
  name: "disallow-socket-data-trace",
  description: "WebSocket APIs do not log the messages that go through them.",
  types: ["aws:apigatewayv2/stage:Stage"],
  property: "apigatewayv2.Stage.defaultRouteSettings.dataTraceEnabled",
  severity: "high",
  level: "mandatory",
  reason: "A data trace writes whole messages, with whatever personal data is in them, into a log that many may read.",
  remediation: "Set `defaultRouteSettings.dataTraceEnabled` to false.",
  controls: { "pci-dss-4.0.1": ["3.3.1", "3.5.1"], soc2: ["C1.1"], gdpr: ["5.1.c", "25.2"] },
  judge: ({ read }) => {
    const all = [...read.blocks("defaultRouteSettings"), ...read.blocks("routeSettings")];
    return all.some((one) => one.flag("dataTraceEnabled") === true) ? "The stage logs whole messages." : undefined;
  },
});
