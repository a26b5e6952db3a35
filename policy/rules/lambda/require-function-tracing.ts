import { rule } from "../../core/rule.ts";

/** Every invocation that is sampled leaves a trace. */
export const requireFunctionTracing = rule({
  name: "require-function-tracing",
  description: "Lambda functions trace their invocations with X-Ray.",
  types: ["aws:lambda/function:Function"],
  property: "lambda.Function.tracingConfig.mode",
  severity: "low",
  level: "mandatory",
  reason: "An error or a delay that several services share cannot be followed to its cause without traces.",
  remediation: 'Set `tracingConfig.mode` to "Active".',
  controls: { soc2: ["CC7.2"], psd2: ["RTS 29"], "aws-fsbp": ["Lambda.7"] },
  judge: ({ read }) => {
    const mode = read.block("tracingConfig")?.text("mode");
    if (mode === "Active") return undefined;
    return mode === "PassThrough"
      ? "The function traces only what its caller decided to trace."
      : "The function does not trace its invocations.";
  },
  remediate: (properties) =>
    activeIn(properties["tracingConfig"]) ? properties : { ...properties, tracingConfig: { mode: "Active" } },
});

function activeIn(tracing: unknown): boolean {
  const [block] = Array.isArray(tracing) ? (tracing as readonly unknown[]) : [tracing]; // whatever the program wrote
  return typeof block === "object" && block !== null && "mode" in block && block.mode === "Active";
}
