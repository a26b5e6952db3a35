import { rule, type Resource, type Stack } from "../../core/rule.ts";
import { restApiOf } from "./endpoint.ts";

const SETTINGS = "aws:apigateway/methodSettings:MethodSettings";

/** What failed inside of a REST API is written down. */
export const requireRestExecutionLogs = rule({
  name: "require-rest-execution-logs",
  description: "Methods of REST APIs log the errors of their execution.",
  types: [SETTINGS, "aws:apigateway/stage:Stage"],
  property: "apigateway.MethodSettings.settings.loggingLevel",
  severity: "low",
  level: "mandatory",
  reason: "A refused token, a failed authorizer or a backend that does not answer is seen in the execution log alone.",
  remediation: 'Set `settings.loggingLevel` to "ERROR" or "INFO".',
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], psd2: ["RTS 29"], "aws-fsbp": ["APIGateway.1"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    if (resource.type !== SETTINGS) return judgeStage(resource, stack);
    const written = read.block("settings")?.text("loggingLevel");
    // What is said of one path adds to what is said of all, where it leaves the level open.
    if (written === undefined && (read.text("methodPath") ?? "*/*") !== "*/*") return undefined;
    const level = written ?? "OFF";
    return level === "ERROR" || level === "INFO" ? undefined : "The methods do not log errors of their execution.";
  },
});

/** Without settings a stage logs nothing. What is set for a stage whose API is made elsewhere nobody can tell. */
function judgeStage(stage: Resource, stack: Stack): string | undefined {
  const api = restApiOf(stage, stack);
  if (api === undefined || stack.referringTo(api, "restApi", SETTINGS).length > 0) return undefined;
  return "The stage does not log errors of its execution.";
}
