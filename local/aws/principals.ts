import type { Caller, SessionFacts } from "../core/call.ts";

/** The caller that whoever assumes a role of the account becomes. */
export function roleCaller(roleArn: string, sessionName: string, accountId: string, session?: SessionFacts): Caller {
  return {
    kind: "role",
    arn: sessionArn(roleArn, sessionName, accountId),
    accountId,
    roleArn,
    sessionName,
    ...(session === undefined ? {} : { session }),
  };
}

/** The ARN that a role's session goes by. */
export function sessionArn(roleArn: string, sessionName: string, accountId: string): string {
  const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
}

/** The account's own root. */
export function rootCaller(accountId: string): Caller {
  return { kind: "root", arn: `arn:aws:iam::${accountId}:root`, accountId };
}

/** An AWS service that acts on behalf of a resource of the account: "apigateway.amazonaws.com". */
export function serviceCaller(principal: string, accountId: string, sourceArn?: string): Caller {
  return { kind: "service", arn: principal, accountId, principal, ...(sourceArn === undefined ? {} : { sourceArn }) };
}
