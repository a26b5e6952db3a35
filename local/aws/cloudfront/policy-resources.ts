import { AwsError, notImplemented } from "../../core/errors.ts";
import type { InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { between, lengthBetween } from "../rules.ts";
import { uuid } from "../uuid.ts";
import type { CacheBehavior } from "./distribution.ts";
import { keepsNothing, parseOriginRequestPolicy, parseResponseHeadersPolicy } from "./policies.ts";
import { behaviorUses, inUse, newId } from "./state.ts";
import type { CloudFrontState, StoredPolicy } from "./state.ts";

/** One kind of policy that behaviours name. */
interface PolicyKind<Value> {
  /** "cachePolicy", as in the type's name. */
  readonly word: string;
  /** "CachePolicy", as in the names of errors. */
  readonly errorWord: string;
  /** "cache-policy", as in ARNs. */
  readonly arnWord: string;
  readonly inputs: Readonly<Record<string, InputRule>>;
  readonly policies: Map<string, StoredPolicy<Value>>;
  parse(inputs: Reader): Value;
  idIn(behavior: CacheBehavior): string | undefined;
  /** Throws for a policy that behaviours cannot have. */
  refuseInUse?(value: Value): void;
}

/** The policies that behaviours of distributions name. */
export function policyModels(state: CloudFrontState): readonly ResourceModel[] {
  return [
    policyModel(state, {
      word: "cachePolicy",
      errorWord: "CachePolicy",
      arnWord: "cache-policy",
      inputs: {
        ...nameAndComment,
        defaultTtl: { default: 86_400, ...between(0, Number.MAX_SAFE_INTEGER) },
        maxTtl: { default: 31_536_000, ...between(0, Number.MAX_SAFE_INTEGER) },
        minTtl: { default: 0, ...between(0, Number.MAX_SAFE_INTEGER) },
        parametersInCacheKeyAndForwardedToOrigin: { required: true },
      },
      policies: state.cachePolicies,
      parse: keepsNothing,
      idIn: ({ cachePolicyId }) => cachePolicyId,
      refuseInUse(keeps) {
        if (!keeps) throw notImplemented("caching by a policy");
      },
    }),
    policyModel(state, {
      word: "originRequestPolicy",
      errorWord: "OriginRequestPolicy",
      arnWord: "origin-request-policy",
      inputs: {
        ...nameAndComment,
        cookiesConfig: { required: true },
        headersConfig: { required: true },
        queryStringsConfig: { required: true },
      },
      policies: state.originRequestPolicies,
      parse: parseOriginRequestPolicy,
      idIn: ({ originRequestPolicyId }) => originRequestPolicyId,
    }),
    policyModel(state, {
      word: "responseHeadersPolicy",
      errorWord: "ResponseHeadersPolicy",
      arnWord: "response-headers-policy",
      inputs: { ...nameAndComment, customHeadersConfig: {}, removeHeadersConfig: {}, securityHeadersConfig: {} },
      policies: state.responseHeadersPolicies,
      parse: parseResponseHeadersPolicy,
      idIn: ({ responseHeadersPolicyId }) => responseHeadersPolicyId,
    }),
  ];
}

const nameAndComment: Readonly<Record<string, InputRule>> = {
  name: { autoName: { lengthMax: 128 }, ...lengthBetween(1, 128) },
  comment: lengthBetween(0, 128),
};

function policyModel<Value>(state: CloudFrontState, kind: PolicyKind<Value>): ResourceModel {
  const { policies, errorWord } = kind;
  const outputsOf = ({ given, etag }: StoredPolicy<Value>, id: string, accountId: string): Properties => ({
    ...givenInputs(kind.inputs, given),
    arn: `arn:aws:cloudfront::${accountId}:${kind.arnWord}/${id}`,
    etag,
  });
  const refuseTwins = (name: string, own?: string): void => {
    const twin = [...policies].some(([id, { given }]) => id !== own && given["name"] === name);
    if (twin) throw new AwsError(`${errorWord}AlreadyExists`, `A policy with the name ${name} already exists.`, 409);
  };
  const uses = (id: string): number => behaviorUses(state, (behavior) => kind.idIn(behavior) === id);
  return defineResource({
    type: `aws:cloudfront/${kind.word}:${errorWord}`,
    global: true,
    inputs: kind.inputs,
    recomputed: ["etag"],
    create(inputs, { accountId }) {
      refuseTwins(inputs.requiredText("name"));
      const stored = { given: inputs.properties, etag: newId(state.kernel), value: kind.parse(inputs), managed: false };
      const id = uuid(state.kernel);
      policies.set(id, stored);
      return { id, outputs: outputsOf(stored, id, accountId) };
    },
    read({ id, accountId }) {
      const stored = policies.get(id);
      return stored === undefined ? undefined : outputsOf(stored, id, accountId);
    },
    update(inputs, { id, accountId }) {
      const stored = policies.get(id);
      if (stored === undefined) throw new AwsError(`NoSuch${errorWord}`, "The policy does not exist.", 404);
      if (stored.managed) throw new AwsError("IllegalUpdate", "A policy that AWS manages cannot be changed.");
      refuseTwins(inputs.requiredText("name"), id);
      const value = kind.parse(inputs);
      if (uses(id) > 0) kind.refuseInUse?.(value);
      Object.assign(stored, { given: inputs.properties, etag: newId(state.kernel), value });
      return outputsOf(stored, id, accountId);
    },
    delete({ id }) {
      const stored = policies.get(id);
      if (stored === undefined) return;
      if (stored.managed) throw new AwsError("IllegalDelete", "A policy that AWS manages cannot be deleted.");
      if (uses(id) > 0) {
        const message =
          "The specified policy is currently associated with a cache behavior. Please disassociate the policy " +
          "before deleting.";
        throw inUse(`${errorWord}InUse`, message);
      }
      policies.delete(id);
    },
  });
}
