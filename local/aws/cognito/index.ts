import type { Hono } from "hono";
import type { ServiceModel } from "../../core/call.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { cognitoAuthorizations, cognitoOperations } from "./operations.ts";
import { cognitoResources } from "./resources.ts";
import { createSigningKeys, drawKeyPair } from "./signing-key.ts";
import type { KeyPair } from "./signing-key.ts";
import { createPoolStore } from "./store.ts";
import { cognitoRoutes } from "./token-endpoint.ts";

/** Cognito user pools in all regions, as far as machine clients need them. */
export interface Cognito {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** Unsigned: the token endpoint and the pools' public keys. */
  readonly routes: Hono;
  /** Where the user pool of a domain's prefix stands; undefined where there is none. */
  regionOf(domain: string): string | undefined;
}

/** Creates Cognito without pools. `drawKeyPair` is where a pool's signing key comes from. */
export function createCognito(options: {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly drawKeyPair?: () => KeyPair;
}): Cognito {
  const { kernel, accountId } = options;
  const store = createPoolStore(kernel, accountId);
  return {
    service: {
      name: "cognito-idp",
      handle: cognitoOperations(store),
      authorizations: (call) => cognitoAuthorizations(accountId, call),
    },
    resources: cognitoResources(store),
    regionOf: (domain) => store.byDomain(domain)?.region,
    routes: cognitoRoutes(kernel, store, createSigningKeys(options.drawKeyPair ?? drawKeyPair)),
  };
}
