import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsAnyone } from "../../iam/public.ts";
import { narrowsBySource } from "./permission-source.ts";

/** Who may invoke a function is somebody. */
export const disallowPublicFunctionPermission = rule({
  name: "disallow-public-function-permission",
  description: "No permission lets everyone invoke a Lambda function.",
  types: ["aws:lambda/permission:Permission", "aws:lambda/resourcePolicy:ResourcePolicy"],
  property: "lambda.Permission.principal",
  severity: "critical",
  level: "mandatory",
  scope: "stack",
  reason: "A permission for everyone runs the function with its role for any AWS account and, by a URL, for anyone.",
  remediation:
    "Set `principal` to one account or service, or narrow it by `principalOrgId`, `sourceAccount` or `sourceArn`.",
  controls: {
    "pci-dss-4.0.1": ["1.3.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    "aws-fsbp": ["Lambda.1"],
  },
  judge: (given) => {
    const { read } = given;
    if (given.resource.type === "aws:lambda/resourcePolicy:ResourcePolicy") {
      const open = documentAt(read, "policy")?.statements.some(grantsAnyone) === true;
      return open ? "The policy lets everyone invoke the function." : undefined;
    }
    if (read.text("principal") !== "*") return undefined;
    if (["principalOrgId", "sourceAccount"].some((name) => (read.text(name) ?? "") !== "")) return undefined;
    if (narrowsBySource(given)) return undefined;
    return "The permission lets everyone invoke the function.";
  },
});
