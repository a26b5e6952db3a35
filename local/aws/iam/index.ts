import type { AuthorizationRequest, Caller } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import type { AmbientContext, Verdict } from "./evaluation.ts";
import { iamResources } from "./resources.ts";
import { createIamStore } from "./store.ts";
import type { StoredRole } from "./store.ts";
import { judgeTrust } from "./trust.ts";
import type { TrustSubject, TrustVerdict } from "./trust.ts";
import type { ActionUsage } from "./usage.ts";

/** A role as other services see it. */
export interface RoleView {
  readonly name: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly maxSessionSeconds: number;
  /** What the role's trust policy says to `sts:AssumeRole` by `subject`. */
  trusts(subject: TrustSubject, context: AuthorizationRequest["context"], ambient?: AmbientContext): TrustVerdict;
}

/** IAM of the local cloud's one account. */
export interface Iam {
  readonly resources: readonly ResourceModel[];
  /** Throws `AccessDeniedException` for the first request that the caller's policies do not allow. */
  judge(caller: Caller, requests: readonly AuthorizationRequest[], ambient?: AmbientContext): void;
  role(roleArn: string): RoleView | undefined;
  /** What every role was seen doing so far. */
  usage(): readonly ActionUsage[];
}

const NOTHING_AMBIENT: AmbientContext = () => undefined;

/** Creates IAM without roles. Root may do everything, and so may AWS services acting for the account. */
export function createIam(options: { readonly kernel: Kernel; readonly accountId: string }): Iam {
  const store = createIamStore(options.accountId);

  function judgeRole(
    role: StoredRole,
    caller: Caller,
    requests: readonly AuthorizationRequest[],
    ambient: AmbientContext,
  ): void {
    const identity = store.identityPolicies(role);
    const boundary = store.boundary(role);
    for (const request of requests) {
      const byIdentity = identity.verdict(request, ambient);
      const byBoundary = boundary === undefined ? "allowed" : boundary.verdict(request, ambient);
      role.usage.add(request, byIdentity === "allowed" ? byBoundary : byIdentity);
      if (byIdentity !== "allowed") throw accessDenied(caller, request, byIdentity, "identity-based policy");
      if (byBoundary !== "allowed") throw accessDenied(caller, request, byBoundary, "permissions boundary");
    }
  }

  return {
    resources: iamResources(options.kernel, store),
    judge(caller, requests, ambient = NOTHING_AMBIENT) {
      if (caller.kind !== "role") return;
      const role = store.role(caller.roleArn);
      if (role !== undefined) return judgeRole(role, caller, requests, ambient);
      for (const request of requests) throw accessDenied(caller, request, "not-allowed", "identity-based policy");
    },
    role(roleArn) {
      const role = store.role(roleArn);
      if (role === undefined) return undefined;
      const { name, arn, uniqueId, maxSessionSeconds, trust } = role;
      return {
        name,
        arn,
        uniqueId,
        maxSessionSeconds,
        trusts: (subject, context, ambient = NOTHING_AMBIENT) => judgeTrust(trust, subject, context, ambient),
      };
    },
    usage: () => [...store.roles()].flatMap((role) => role.usage.list()),
  };
}

function accessDenied(
  caller: Caller,
  { action, resource }: AuthorizationRequest,
  verdict: Exclude<Verdict, "allowed">,
  policies: "identity-based policy" | "permissions boundary",
): AwsError {
  const article = policies === "identity-based policy" ? "an" : "a";
  const reason =
    verdict === "denied"
      ? `with an explicit deny in ${article} ${policies}`
      : `because no ${policies} allows the ${action} action`;
  return new AwsError(
    "AccessDeniedException",
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  );
}
