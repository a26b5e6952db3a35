import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsAnyone } from "../../iam/public.ts";

/** Who may put something into the traces is somebody. */
export const disallowPublicTracePolicy = rule({
  name: "disallow-public-trace-policy",
  description: "Policies of X-Ray name who may send traces.",
  types: ["aws:xray/resourcePolicy:ResourcePolicy"],
  property: "xray.ResourcePolicy.policyDocument",
  severity: "high",
  level: "mandatory",
  reason: "Whoever may send traces can hide what happened in noise, and run up the bill.",
  remediation: 'Name a service or accounts in the statement\'s `Principal`, or narrow "*" by `aws:SourceAccount`.',
  controls: { "pci-dss-4.0.1": ["7.3.3"], soc2: ["CC6.1"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    const open = documentAt(read, "policyDocument")?.statements.some(grantsAnyone) === true;
    return open ? "The policy lets everyone send traces." : undefined;
  },
});
