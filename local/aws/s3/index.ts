import type { ServiceModel } from "../../core/call.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import type { KeyUses } from "../kms/key-use.ts";
import type { Telling } from "./notifications.ts";
import { s3Resources } from "./resources.ts";
import { createS3Service } from "./service.ts";
import { policyOf } from "./settings.ts";
import { createBucketStore, storedBytesMax } from "./store.ts";

export { restService } from "./wire/index.ts";

/** The policy of the bucket of a name, empty where it has none; undefined where there is no such bucket. */
export type BucketPolicies = (bucket: string) => string | undefined;

/** The model of Amazon S3. */
export interface S3 {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  readonly policies: BucketPolicies;
}

/** The buckets of one account, in all regions, with what is in them. */
export function createS3({
  kernel,
  keys,
  bytesMax = storedBytesMax,
  telling,
}: {
  readonly kernel: Kernel;
  /** What the use of an object's key is judged by. */
  readonly keys: KeyUses;
  /** All that is kept of objects and parts together. */
  readonly bytesMax?: number;
  /** How buckets tell others of what happens in them; without it nobody is told. */
  readonly telling?: Telling;
}): S3 {
  const store = createBucketStore(kernel, bytesMax);
  return {
    service: createS3Service(kernel, store, keys, telling),
    resources: s3Resources(kernel, store, telling),
    policies(name) {
      const bucket = store.find(name);
      return bucket && (policyOf(bucket) ?? "");
    },
  };
}
