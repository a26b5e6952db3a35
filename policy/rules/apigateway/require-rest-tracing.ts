import { rule } from "../../core/rule.ts";

/** Every call that is sampled leaves a trace from the first step on. */
export const requireRestTracing = rule({
  name: "require-rest-tracing",
  description: "Stages of REST APIs trace calls with X-Ray.",
  types: ["aws:apigateway/stage:Stage"],
  property: "apigateway.Stage.xrayTracingEnabled",
  severity: "low",
  level: "mandatory",
  reason: "A slow or failed payment cannot be followed through the services behind the API without traces.",
  remediation: "Set `xrayTracingEnabled` to true.",
  controls: { soc2: ["CC7.2"], psd2: ["RTS 29"], "aws-fsbp": ["APIGateway.3"] },
  judge: ({ read }) => {
    return read.flag("xrayTracingEnabled") === true ? undefined : "The stage does not trace its calls.";
  },
  remediate: (properties) =>
    String(properties["xrayTracingEnabled"]) === "true" ? properties : { ...properties, xrayTracingEnabled: true },
});
