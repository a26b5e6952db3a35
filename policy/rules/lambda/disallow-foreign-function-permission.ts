import { rule } from "../../core/rule.ts";
import { accountOfArn } from "../../iam/accounts.ts";

/** Who may invoke a function is of an account that is known. */
export const disallowForeignFunctionPermission = rule({
  name: "disallow-foreign-function-permission",
  description: "Permissions let principals of known accounts only invoke a Lambda function.",
  types: ["aws:lambda/permission:Permission"],
  property: "lambda.Permission.principal (account)",
  severity: "high",
  level: "mandatory",
  reason: "Whoever administers the other account decides who there runs this function, and no policy here shows it.",
  remediation:
    "Set `principal` to the function's own account, or list the other one in the setting `accounts` of this rule.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "12.10.5"], soc2: ["CC6.1", "CC6.6"], gdpr: ["32.1.b", "44"] },
  settings: {
    accounts: {
      type: "array",
      items: { type: "string" },
      description: "Accounts whose principals may invoke functions, besides the function's own.",
      default: [],
    },
  },
  scope: "stack",
  judge: ({ read, stack, settings }) => {
    const principal = read.text("principal") ?? "";
    const account = /^\d{12}$/.test(principal) ? principal : accountOfArn(principal);
    if (account === undefined || settings.accounts.includes(account) || (read.text("principalOrgId") ?? "") !== "")
      return undefined;
    // Where nothing tells the function's own account, nothing tells what is foreign.
    const own = stack.accounts();
    if (own.has(account) || (own.size === 0 && settings.accounts.length === 0)) return undefined;
    return `The permission lets ${principal} of another account invoke the function.`;
  },
});
