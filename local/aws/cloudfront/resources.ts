import { AwsError, notImplemented } from "../../core/errors.ts";
import { randomHex, type Kernel } from "../../core/kernel.ts";
import type { InvokeModel, ResourceModel } from "../../core/resource.ts";
import { autoName } from "../auto-name.ts";
import { defineResource } from "../inputs.ts";
import { uuid } from "../uuid.ts";
import { distributionEchoes, distributionInputs, parseDistribution, type Distribution } from "./distribution.ts";
import { createEdgeFunction, maxCodeBytes, type EdgeFunction } from "./edge-function.ts";
import { createKeyValueStore, type KeyValueStore } from "./key-value-store.ts";
import {
  cachingDisabled,
  keepsNothing,
  managedOriginRequestPolicies,
  parseOriginRequestPolicy,
  parseResponseHeadersPolicy,
  type OriginRequestPolicy,
  type ResponseHeadersPolicy,
} from "./policies.ts";

/** The state that the resource models build up. */
export interface CloudFrontState {
  readonly kernel: Kernel;
  readonly distributions: Map<string, Distribution>;
  /** By ARN. */
  readonly functions: Map<string, EdgeFunction>;
  /** By ARN. */
  readonly stores: Map<string, KeyValueStore>;
  /** Whether a policy keeps nothing, by id. */
  readonly cachePolicies: Map<string, boolean>;
  readonly originRequestPolicies: Map<string, OriginRequestPolicy>;
  readonly responseHeadersPolicies: Map<string, ResponseHeadersPolicy>;
}

/** CloudFront's zone, the same for every distribution. */
const hostedZoneId = "Z2FDTNDATAQYW2";

/** The resource types of `aws:cloudfront/*` that the local cloud knows. */
export function createCloudFrontResources(state: CloudFrontState): readonly ResourceModel[] {
  return [
    distributionModel(state),
    functionModel(state),
    keyValueStoreModel(state),
    keyModel(state),
    ...policyModels(state),
    ...declaredModels(state),
  ];
}

/** Managed policies by their names. */
export function createCloudFrontInvokes(): readonly InvokeModel[] {
  return [
    {
      token: "aws:cloudfront/getCachePolicy:getCachePolicy",
      invoke(args) {
        const { id, name } = args;
        if (id !== cachingDisabled.id && name !== cachingDisabled.name) {
          throw notImplemented(`the cache policy ${String(name ?? id)}`);
        }
        return { ...cachingDisabled, minTtl: 0, defaultTtl: 0, maxTtl: 0 };
      },
    },
    {
      token: "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy",
      invoke(args) {
        const { id, name } = args;
        const found = Object.entries(managedOriginRequestPolicies).find(
          ([key, one]) => key === id || one.name === name,
        );
        if (found === undefined) throw notImplemented(`the origin request policy ${String(name ?? id)}`);
        return { id: found[0], name: found[1].name };
      },
    },
  ];
}

function distributionModel(state: CloudFrontState): ResourceModel {
  return defineResource({
    type: "aws:cloudfront/distribution:Distribution",
    honoured: distributionInputs,
    echoed: distributionEchoes,
    create(inputs, { accountId }) {
      const id = newId(state.kernel);
      const distribution = parseDistribution(inputs, id, {
        cachePolicyKeepsNothing: (policy) => state.cachePolicies.get(policy),
        originRequestPolicyExists: (policy) => state.originRequestPolicies.has(policy),
        responseHeadersPolicyExists: (policy) => state.responseHeadersPolicies.has(policy),
        functionExists: (arn) => state.functions.has(arn),
      });
      state.distributions.set(id, distribution);
      const outputs = {
        arn: `arn:aws:cloudfront::${accountId}:distribution/${id}`,
        domainName: distribution.domainName,
        hostedZoneId,
        etag: newId(state.kernel),
        status: "Deployed",
        callerReference: newId(state.kernel),
        lastModifiedTime: new Date(state.kernel.now()).toISOString(),
        inProgressValidationBatches: 0,
      };
      return { id, outputs };
    },
  });
}

function functionModel(state: CloudFrontState): ResourceModel {
  return defineResource({
    type: "aws:cloudfront/function:Function",
    honoured: ["code", "keyValueStoreAssociations", "name", "publish", "runtime"],
    echoed: ["comment"],
    create(inputs, registration) {
      const { accountId } = registration;
      const name = inputs.text("name") ?? autoName(state.kernel, registration);
      const runtime = inputs.requiredText("runtime");
      if (runtime !== "cloudfront-js-2.0") throw notImplemented(`${inputs.what}.runtime ${runtime}`);
      const code = inputs.requiredText("code");
      const bytes = Buffer.byteLength(code);
      if (bytes > maxCodeBytes) {
        const message = `The function ${name} has ${bytes} bytes; the limit is ${maxCodeBytes}.`;
        throw new AwsError("FunctionSizeLimitExceeded", message, 413);
      }
      const stores = inputs.texts("keyValueStoreAssociations").map((arn) => {
        const store = state.stores.get(arn);
        if (store === undefined) throw new AwsError("EntityNotFound", `There is no key value store ${arn}.`, 404);
        return store;
      });
      const arn = `arn:aws:cloudfront::${accountId}:function/${name}`;
      const published = inputs.flag("publish") ?? true;
      if (published)
        state.functions.set(
          arn,
          createEdgeFunction(name, arn, code, stores, () => state.kernel.now()),
        );
      const etag = newId(state.kernel);
      const status = published ? "DEPLOYED" : "UNPUBLISHED";
      return { id: name, outputs: { name, arn, status, etag, liveStageEtag: published ? etag : "" } };
    },
  });
}

function keyValueStoreModel(state: CloudFrontState): ResourceModel {
  return defineResource({
    type: "aws:cloudfront/keyValueStore:KeyValueStore",
    honoured: ["name"],
    echoed: ["comment", "timeouts"],
    create(inputs, registration) {
      const { accountId } = registration;
      const name = inputs.text("name") ?? autoName(state.kernel, registration);
      const store = createKeyValueStore(state.kernel, name, uuid(state.kernel), accountId);
      state.stores.set(store.arn, store);
      const lastModifiedTime = new Date(store.modifiedMs()).toISOString();
      return { id: name, outputs: { name, arn: store.arn, etag: store.etag(), lastModifiedTime } };
    },
  });
}

function keyModel(state: CloudFrontState): ResourceModel {
  return defineResource({
    type: "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey",
    honoured: ["key", "keyValueStoreArn", "value"],
    create(inputs) {
      const arn = inputs.requiredText("keyValueStoreArn");
      const store = state.stores.get(arn);
      if (store === undefined)
        throw new AwsError("ResourceNotFoundException", `There is no key value store ${arn}.`, 404);
      const key = inputs.requiredText("key");
      store.update([[key, inputs.text("value") ?? ""]], [], undefined);
      return { id: `${arn},${key}`, outputs: { totalSizeInBytes: store.totalBytes() } };
    },
  });
}

function policyModels(state: CloudFrontState): readonly ResourceModel[] {
  const arnOf = (accountId: string, kind: string, id: string) => `arn:aws:cloudfront::${accountId}:${kind}/${id}`;
  return [
    defineResource({
      type: "aws:cloudfront/cachePolicy:CachePolicy",
      honoured: ["defaultTtl", "maxTtl", "minTtl"],
      echoed: ["comment", "name", "parametersInCacheKeyAndForwardedToOrigin"],
      create(inputs, { accountId }) {
        const id = uuid(state.kernel);
        state.cachePolicies.set(id, keepsNothing(inputs));
        return { id, outputs: { arn: arnOf(accountId, "cache-policy", id), etag: newId(state.kernel) } };
      },
    }),
    defineResource({
      type: "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
      honoured: ["cookiesConfig", "headersConfig", "queryStringsConfig"],
      echoed: ["comment", "name"],
      create(inputs, { accountId }) {
        const id = uuid(state.kernel);
        state.originRequestPolicies.set(id, parseOriginRequestPolicy(inputs));
        return { id, outputs: { arn: arnOf(accountId, "origin-request-policy", id), etag: newId(state.kernel) } };
      },
    }),
    defineResource({
      type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
      honoured: ["customHeadersConfig", "removeHeadersConfig", "securityHeadersConfig"],
      echoed: ["comment", "name"],
      create(inputs, { accountId }) {
        const id = uuid(state.kernel);
        state.responseHeadersPolicies.set(id, parseResponseHeadersPolicy(inputs));
        return { id, outputs: { arn: arnOf(accountId, "response-headers-policy", id), etag: newId(state.kernel) } };
      },
    }),
  ];
}

function declaredModels({ kernel }: CloudFrontState): readonly ResourceModel[] {
  const standing = "declared-only" as const;
  return [
    defineResource({
      type: "aws:cloudfront/originAccessControl:OriginAccessControl",
      standing,
      honoured: [],
      echoed: ["description", "name", "originAccessControlOriginType", "signingBehavior", "signingProtocol"],
      create(_inputs, { accountId }) {
        const id = newId(kernel);
        const arn = `arn:aws:cloudfront::${accountId}:origin-access-control/${id}`;
        return { id, outputs: { arn, etag: newId(kernel) } };
      },
    }),
    defineResource({
      type: "aws:cloudfront/vpcOrigin:VpcOrigin",
      standing,
      honoured: [],
      echoed: ["timeouts", "vpcOriginEndpointConfig"],
      create(_inputs, { accountId }) {
        const id = `vo_${newId(kernel)}`;
        return { id, outputs: { arn: `arn:aws:cloudfront::${accountId}:vpcorigin/${id}`, etag: newId(kernel) } };
      },
    }),
  ];
}

/** Ids of CloudFront are an E and thirteen more. */
function newId(kernel: Kernel): string {
  return `E${randomHex(kernel, 7).slice(0, 13).toUpperCase()}`;
}
