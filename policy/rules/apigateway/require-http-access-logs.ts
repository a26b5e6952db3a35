import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";
import { LOGS } from "./endpoint.ts";

/** Every call of an HTTP API leaves a line. */
export const requireHttpAccessLogs = rule({
  name: "require-http-access-logs",
  description: "Stages of HTTP and WebSocket APIs log who called what.",
  types: ["aws:apigatewayv2/stage:Stage"],
  property: "apigatewayv2.Stage.accessLogSettings",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Without an access log nobody can tell afterwards who called the API, from where, and with what outcome.",
  remediation: "Set `accessLogSettings` with the `destinationArn` of a log group, and a `format`.",
  controls: {
    "pci-dss-4.0.1": ["10.2.1", "10.2.2"],
    soc2: ["CC7.2"],
    gdpr: ["30.1", "33.1"],
    psd2: ["RTS 29"],
    "aws-fsbp": ["APIGateway.9"],
  },
  judge: (given) => {
    const log = given.read.block("accessLogSettings");
    const destination = log === undefined ? undefined : referenceAt(given, log, "destinationArn", ...LOGS);
    return destination === undefined || destination === "" ? "The stage writes no access log." : undefined;
  },
});
