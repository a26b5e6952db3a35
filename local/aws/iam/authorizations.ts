import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { readerOf } from "../inputs.ts";
import { roleOf } from "./role-resource.ts";
import type { IamStore } from "./store.ts";

/** Calls that change what a role may do: a policy may ask for the boundary that keeps it in. */
const boundedActions: ReadonlySet<string> = new Set([
  "AttachRolePolicy",
  "DeleteRolePolicy",
  "DetachRolePolicy",
  "PutRolePolicy",
]);

/** What IAM is asked about a call of its own: about a role where the call names one, else about a policy. */
export function iamAuthorizations(store: IamStore, accountId: string, call: Call): readonly AuthorizationRequest[] {
  const input = readerOf(call.action, call.input);
  const action = `iam:${call.action}`;
  const roleName = input.text("RoleName");
  const policyArn = input.text("PolicyArn");
  const context: Record<string, readonly string[]> = {};
  if (roleName === undefined) {
    const policy = store.policies.all().find(({ arn }) => arn === policyArn);
    return [{ action, resource: policyArn ?? "*", context, resourceTags: policy?.tags ?? {} }];
  }
  const role = roleOf(store, roleName);
  if (role?.boundaryArn !== undefined && boundedActions.has(call.action)) {
    context["iam:PermissionsBoundary"] = [role.boundaryArn];
  }
  if (policyArn !== undefined) context["iam:PolicyARN"] = [policyArn];
  for (const [key, value] of Object.entries(role?.tags ?? {})) context[`iam:ResourceTag/${key}`] = [value];
  const resource = role?.arn ?? `arn:aws:iam::${accountId}:role/${roleName}`;
  return [{ action, resource, context, resourceTags: role?.tags ?? {} }];
}
