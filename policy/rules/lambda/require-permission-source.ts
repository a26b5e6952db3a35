import { rule } from "../../core/rule.ts";
import { narrowsBySource } from "./permission-source.ts";

/** A service invokes a function for one source, not for whoever tells it to. */
export const requirePermissionSource = rule({
  name: "require-permission-source",
  description: "A permission for an AWS service says on whose behalf it may invoke the function.",
  types: ["aws:lambda/permission:Permission"],
  property: "lambda.Permission.sourceArn",
  severity: "high",
  level: "mandatory",
  scope: "stack",
  reason: "The service acts for everyone: without a source anyone can point their own bucket or topic at the function.",
  remediation: "Set `sourceArn` to the ARN of the resource that invokes, or `sourceAccount` to its account.",
  controls: {
    "pci-dss-4.0.1": ["7.2.5", "7.3.2"],
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["32.1.b"],
    "aws-fsbp": ["Lambda.1"],
  },
  judge: (given) => {
    const { read } = given;
    const principal = read.text("principal") ?? "";
    if (!/[.]amazonaws[.]com([.]cn)?$/.test(principal)) return undefined;
    if (["sourceAccount", "principalOrgId", "eventSourceToken"].some((name) => (read.text(name) ?? "") !== ""))
      return undefined;
    if (narrowsBySource(given)) return undefined;
    return `The permission lets ${principal} invoke the function on anyone's behalf.`;
  },
});
