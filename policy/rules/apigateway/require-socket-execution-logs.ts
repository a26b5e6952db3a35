import { rule } from "../../core/rule.ts";

/** What failed inside of a WebSocket API is written down. */
export const requireSocketExecutionLogs = rule({
  name: "require-socket-execution-logs",
  description: "Stages of WebSocket APIs log the errors of their execution.",
  types: ["aws:apigatewayv2/stage:Stage"],
  property: "apigatewayv2.Stage.defaultRouteSettings.loggingLevel",
  severity: "low",
  level: "mandatory",
  scope: "stack",
  reason: "A refused connection or a backend that does not answer is seen in the execution log alone.",
  remediation: 'Set `defaultRouteSettings.loggingLevel` to "ERROR" or "INFO".',
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], psd2: ["RTS 29"], "aws-fsbp": ["APIGateway.1"] },
  judge: ({ resource, read, stack }) => {
    const level = read.block("defaultRouteSettings")?.text("loggingLevel") ?? "OFF";
    if (level !== "OFF") return undefined;
    const api = stack.referredBy(resource, "apiId", "aws:apigatewayv2/api:Api");
    // HTTP APIs have no such log.
    if (api?.read.text("protocolType") !== "WEBSOCKET") return undefined;
    return "The stage does not log errors of its execution.";
  },
});
