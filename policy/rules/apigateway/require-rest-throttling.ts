import { rule, type Resource, type Stack } from "../../core/rule.ts";
import { restApiOf } from "./endpoint.ts";

/** One API does not use up what all APIs of an account share. */
export const requireRestThrottling = rule({
  name: "require-rest-throttling",
  description: "Methods of REST APIs have a rate limit of their own.",
  types: ["aws:apigateway/methodSettings:MethodSettings", "aws:apigateway/stage:Stage"],
  property: "apigateway.MethodSettings.settings.throttlingRateLimit",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason: "Without a limit a flood of one API uses up the account's rate, and every other API there refuses calls.",
  remediation: 'Set `settings.throttlingRateLimit` of an aws.apigateway.MethodSettings for the `methodPath` "*/*".',
  controls: { "pci-dss-4.0.1": ["6.4.2"], soc2: ["A1.1", "CC6.6"], gdpr: ["32.1.b"] },
  judge: ({ resource, read, stack }) => {
    if (resource.type === "aws:apigateway/stage:Stage") return judgeStage(resource, stack);
    // -1 says no limit, and is the default.
    if ((read.block("settings")?.number("throttlingRateLimit") ?? -1) >= 0) return undefined;
    return "The methods have no rate limit of their own.";
  },
});

/** Of a stage whose API is made elsewhere nobody can tell what is set there. */
function judgeStage(resource: Resource, stack: Stack): string | undefined {
  const api = restApiOf(resource, stack);
  if (api === undefined) return undefined;
  const limits =
    stack.referringTo(api, "restApi", "aws:apigateway/methodSettings:MethodSettings").length +
    stack.referringTo(api, "apiStages.apiId", "aws:apigateway/usagePlan:UsagePlan").length;
  return limits > 0 ? undefined : "The stage has no rate limit of its own.";
}
