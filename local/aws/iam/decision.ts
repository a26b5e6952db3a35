import type { PolicySet, Question, ResourcePolicy } from "./evaluation.ts";

/** The kinds of policy that a denial can name. */
export type DecidingPolicy =
  | "VPC endpoint policy"
  | "resource-based policy"
  | "role trust policy"
  | "identity-based policy"
  | "permissions boundary"
  | "session policy";

/** The outcome: by what a request is allowed, or what denies it, in so many words or by saying nothing. */
export type Decision =
  | { readonly allowed: true; readonly by: DecidingPolicy | "account root" }
  | { readonly allowed: false; readonly by: DecidingPolicy; readonly explicit: boolean };

/** Every policy that has a say; one that is absent limits nothing and grants nothing. */
export interface Policies {
  readonly identity: PolicySet | undefined;
  readonly boundary: PolicySet | undefined;
  readonly session: PolicySet | undefined;
  readonly endpoint: ResourcePolicy | undefined;
  readonly resource: ResourcePolicy | undefined;
  /**
   * The resource's own policy has the last word: a KMS key's, a role's trust. Whom it neither lets in nor leaves to the
   * account stays out, whatever else allows them.
   */
  readonly resourceDecides: boolean;
  /** What a denial calls the resource's policy. */
  readonly resourceKind: "resource-based policy" | "role trust policy";
}

/**
 * Decides within one account. Source: IAM User Guide, "Policy evaluation for requests within a single account" and
 * "How AWS enforcement code logic evaluates requests". "*" as principal counts as naming the session itself.
 */
export function decide(question: Question, policies: Policies): Decision {
  const { identity, boundary, session, endpoint, resource, resourceKind } = policies;
  const byEndpoint = endpoint?.verdict(question) ?? "direct";
  const byResource = resource?.verdict(question) ?? "none";
  const byIdentity = identity?.verdict(question) ?? "not-allowed";
  const byBoundary = boundary?.verdict(question) ?? "allowed";
  const bySession = session?.verdict(question) ?? "allowed";

  if (byEndpoint === "denied") return deny("VPC endpoint policy", true);
  if (byResource === "denied") return deny(resourceKind, true);
  if (byIdentity === "denied") return deny("identity-based policy", true);
  if (byBoundary === "denied") return deny("permissions boundary", true);
  if (bySession === "denied") return deny("session policy", true);

  if (byEndpoint === "none") return deny("VPC endpoint policy", false);
  if (byResource === "direct") return { allowed: true, by: resourceKind };
  if (policies.resourceDecides && byResource === "none") return deny(resourceKind, false);
  if (question.caller.kind === "service") return deny(resourceKind, false);
  if (question.caller.kind === "root") return { allowed: true, by: "account root" };

  const byRole = byResource === "role";
  if (!byRole && byIdentity === "not-allowed") return deny("identity-based policy", false);
  if (byBoundary === "not-allowed") return deny("permissions boundary", false);
  if (bySession === "not-allowed") return deny("session policy", false);
  return { allowed: true, by: byRole ? resourceKind : "identity-based policy" };
}

function deny(by: DecidingPolicy, explicit: boolean): Decision {
  return { allowed: false, by, explicit };
}
