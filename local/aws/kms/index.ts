import type { ServiceModel } from "../../core/call.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { keyUseRequests, kmsAuthorizations } from "./authorizations.ts";
import type { KeyUses } from "./key-use.ts";
import { kmsOperations } from "./operations.ts";
import { kmsResources } from "./resources.ts";
import { createKeyStore } from "./store.ts";

/** The key management service in all regions. */
export interface Kms {
  readonly service: ServiceModel;
  /** What has to be judged where a service uses a key in its caller's name. */
  readonly keys: KeyUses;
  readonly resources: readonly ResourceModel[];
}

/** Creates KMS without keys; material, data keys and nonces come from the kernel's chance. */
export function createKms(options: { readonly kernel: Kernel; readonly accountId: string }): Kms {
  const { kernel, accountId } = options;
  const store = createKeyStore(kernel, accountId);
  return {
    service: {
      name: "kms",
      handle: kmsOperations(kernel, store, accountId),
      authorizations: (call) => kmsAuthorizations(store, accountId, call),
    },
    keys: (use) => keyUseRequests(store, accountId, use),
    resources: kmsResources(store, accountId),
  };
}
