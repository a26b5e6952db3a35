import type { AuthorizationRequest, ServiceModel } from "../../core/call.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { ambientContext, forwardedContext } from "./ambient-context.ts";
import type { JudgedCall } from "./ambient-context.ts";
import { decide } from "./decision.ts";
import type { Policies } from "./decision.ts";
import { accessDenied } from "./denial.ts";
import type { Question } from "./evaluation.ts";
import { documentOfAws, versionIn } from "./managed-policies.ts";
import { createIamService } from "./operations.ts";
import { createCompiledTexts } from "./resource-policies.ts";
import { iamResources } from "./resources.ts";
import { createIamStore } from "./store.ts";
import { tagNamed } from "./tag-named.ts";
import { createUsageLedger } from "./usage.ts";
import type { ActionUsage } from "./usage.ts";
import type { Lookup } from "./variables.ts";

export type { JudgedCall } from "./ambient-context.ts";
export type { ActionUsage } from "./usage.ts";
export { checkPolicy } from "./resource-policies.ts";

/** A role as other services see it. */
export interface RoleView {
  readonly name: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly maxSessionSeconds: number;
  readonly trustPolicy: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** IAM of the local cloud's one account. */
export interface Iam {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** Throws AWS's refusal of the first request that the policies at hand do not allow to the caller. */
  judge(call: JudgedCall, requests: readonly AuthorizationRequest[]): void;
  role(roleArn: string): RoleView | undefined;
  /** The document of a managed policy, as a session policy. Throws `NoSuchEntity`. */
  policyDocument(policyArn: string): string;
  /** What everybody was seen doing since the last `forgetUsage`. */
  usage(): readonly ActionUsage[];
  forgetUsage(): void;
}

/** Creates IAM without roles. */
export function createIam(options: { readonly kernel: Kernel; readonly accountId: string }): Iam {
  const { kernel } = options;
  const store = createIamStore(options.accountId);
  const texts = createCompiledTexts();
  const ledger = createUsageLedger();

  function judgeOne(call: JudgedCall, request: AuthorizationRequest, policies: Policies, ambient: Lookup): void {
    const { resourcePolicy, via } = request;
    const kind = resourcePolicy?.kind === "trust" ? "trust" : "resource";
    const decision = decide(questionOf(call, request, ambient), {
      ...policies,
      // What a service asks in the caller's name does not pass through the caller's network.
      endpoint: via === undefined ? policies.endpoint : undefined,
      resource: resourcePolicy?.text === undefined ? undefined : texts.resource(resourcePolicy.text, kind),
      resourceDecides: resourcePolicy !== undefined && resourcePolicy.kind !== "resource",
      resourceKind: kind === "trust" ? "role trust policy" : "resource-based policy",
    });
    ledger.add(call.caller, request, decision);
    if (!decision.allowed) throw accessDenied(call.caller, request, decision);
  }

  return {
    service: createIamService({ ...options, store }),
    resources: iamResources(kernel, store),
    judge(call, requests) {
      const { caller, passage } = call;
      const role = caller.kind === "role" ? store.role(caller.roleArn) : undefined;
      const limits = caller.kind === "role" ? (caller.session?.policies ?? []) : [];
      const endpointPolicy = passage?.kind === "endpoint" ? passage.policy : undefined;
      const policies: Policies = {
        identity: role && store.identityPolicies(role),
        boundary: role && store.boundary(role),
        session: limits.length === 0 ? undefined : texts.session(limits),
        endpoint: endpointPolicy === undefined ? undefined : texts.resource(endpointPolicy, "resource"),
        resource: undefined,
        resourceDecides: false,
        resourceKind: "resource-based policy",
      };
      const ambient = ambientContext(call, role, kernel);
      for (const request of requests) judgeOne(call, request, policies, ambient);
    },
    role: (roleArn) => store.role(roleArn),
    policyDocument(policyArn) {
      const ofAws = documentOfAws(policyArn);
      if (ofAws !== undefined) return ofAws;
      const policy = store.policies.find(policyArn);
      return versionIn(policy, policy.defaultVersionId).document;
    },
    usage: () => ledger.list(),
    forgetUsage: () => ledger.clear(),
  };
}

function questionOf(call: JudgedCall, request: AuthorizationRequest, ambient: Lookup): Question {
  const { action, resource, context, via } = request;
  const around = via === undefined ? ambient : forwardedContext(ambient, via);
  return {
    action,
    resource,
    context,
    caller: call.caller,
    lookup: (key) => inContext(context, key) ?? ofResource(request, key) ?? around(key),
  };
}

// Condition keys are the same whatever their case; the length decides nearly always.
function inContext(context: AuthorizationRequest["context"], lowerCaseKey: string): readonly string[] | undefined {
  for (const name in context) {
    if (name.length === lowerCaseKey.length && name.toLowerCase() === lowerCaseKey) return context[name];
  }
  return undefined;
}

function ofResource({ resource, resourceTags }: AuthorizationRequest, key: string): readonly string[] | undefined {
  if (key.startsWith("aws:resourcetag/")) return tagNamed(resourceTags, key.slice("aws:resourcetag/".length));
  if (key !== "aws:resourceaccount") return undefined;
  const account = resource.split(":")[4];
  return account === undefined || account === "" ? undefined : [account];
}
