import type { Reader } from "../../core/reader.ts";
import type { Resource, Stack } from "../../core/rule.ts";

/** Types of clients of a user pool: made by the program, or by AWS and then managed by it. */
const CLIENTS = [
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
] as const;

/** Whether a client is a machine that signs itself in, and never a user. */
export function isMachine(read: Reader): boolean {
  const flows = read.texts("allowedOauthFlows");
  return flows.length > 0 && flows.every((flow) => flow === "client_credentials");
}

/** Whether people sign in with this pool: not where it has clients, all are machines, and nobody can sign up. */
export function hasUsers(pool: Resource, stack: Stack): boolean {
  if (pool.read.block("adminCreateUserConfig")?.flag("allowAdminCreateUserOnly") !== true) return true;
  const clients = stack.referringTo(pool, "userPoolId", ...CLIENTS);
  return clients.length === 0 || !clients.every(({ read }) => isMachine(read));
}
