import { rule } from "../../core/rule.ts";

/** A runtime is not held back. */
export const requireAutomaticRuntimeUpdates = rule({
  name: "require-automatic-runtime-updates",
  description: "Lambda functions get the patches of their runtime.",
  types: ["aws:lambda/runtimeManagementConfig:RuntimeManagementConfig"],
  property: "lambda.RuntimeManagementConfig.updateRuntimeOn",
  severity: "medium",
  level: "advisory",
  reason: "A function that is pinned to one version of its runtime gets no security patches from then on.",
  remediation: 'Set `updateRuntimeOn` to "Auto" or "FunctionUpdate".',
  controls: { "pci-dss-4.0.1": ["6.3.3"], soc2: ["CC7.1"] },
  judge: ({ read }) => {
    return read.text("updateRuntimeOn") === "Manual"
      ? "The function's runtime is pinned to a version that is never patched."
      : undefined;
  },
});
