import type { AuthorizationRequest } from "../core/call.ts";

/** What IAM is asked of whoever hands a role to a service; nothing where the call names none. */
export function passRole(roleArn: string | undefined, service: string): readonly AuthorizationRequest[] {
  if (roleArn === undefined) return [];
  return [{ action: "iam:PassRole", resource: roleArn, context: { "iam:PassedToService": [service] } }];
}
