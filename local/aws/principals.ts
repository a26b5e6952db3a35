import type { Caller } from "../core/call.ts";

/** The caller that an AWS service becomes when it assumes a role of the account. */
export function roleCaller(roleArn: string, sessionName: string, accountId: string): Caller {
  const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return {
    kind: "role",
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    accountId,
    roleArn,
    sessionName,
  };
}

/** The account's own root, which may do everything. */
export function rootCaller(accountId: string): Caller {
  return { kind: "root", arn: `arn:aws:iam::${accountId}:root`, accountId };
}
