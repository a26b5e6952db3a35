import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Parameters are read by path. */
export const disallowReadingAllParameters = rule({
  name: "disallow-reading-all-parameters",
  description: "Reading parameters of Systems Manager is allowed under named paths only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.ssm.Resource",
  severity: "high",
  level: "mandatory",
  reason: "Parameters hold passwords too; whoever reads all of them reads those of every other system.",
  remediation: "Name the path in `Resource`: `arn:aws:ssm:<region>:<account>:parameter/<path>/*`.",
  controls: {
    "pci-dss-4.0.1": ["7.2.1", "7.2.5"],
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
  },
  judge: ({ resource }) => allowsOnAll(resource, "parameters"),
});
