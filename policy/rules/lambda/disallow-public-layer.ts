import { rule } from "../../core/rule.ts";

/** Who may fetch a layer's code is somebody. */
export const disallowPublicLayer = rule({
  name: "disallow-public-layer",
  description: "No permission lets every AWS account use a Lambda layer.",
  types: ["aws:lambda/layerVersionPermission:LayerVersionPermission"],
  property: "lambda.LayerVersionPermission.principal",
  severity: "high",
  level: "mandatory",
  reason: "A layer for everyone shows its code, and whatever was packed with it, to any AWS account.",
  remediation: 'Set `principal` to one account, or narrow "*" by `organizationId`.',
  controls: { "pci-dss-4.0.1": ["7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    if (read.text("principal") !== "*" || (read.text("organizationId") ?? "") !== "") return undefined;
    return "Every AWS account can fetch the layer.";
  },
});
