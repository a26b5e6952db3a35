import type { Kernel } from "../../core/kernel.ts";
import type { Existing, Properties, ResourceModel } from "../../core/resource.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import { lengthBetween } from "../rules.ts";
import { bucketArn, type Bucket } from "./bucket.ts";
import { bucketName } from "./names.ts";
import { notificationModel, type Telling } from "./notifications.ts";
import { settingModels } from "./setting-resources.ts";
import type { BucketStore } from "./store.ts";

/** The resource types of S3 over its buckets. Facts of inputs: terraform-provider-aws, `internal/service/s3`. */
export function s3Resources(
  kernel: Pick<Kernel, "now">,
  store: BucketStore,
  telling: Telling | undefined,
): readonly ResourceModel[] {
  return [bucketModel(kernel, store), ...settingModels(store), notificationModel(store, telling)];
}

const bucketInputs: ResourceModel["inputs"] = {
  bucket: { autoName: { lengthMax: 63, lowerCase: true }, replaces: true, ...bucketName },
  bucketPrefix: { replaces: true, ...lengthBetween(0, 37) },
  forceDestroy: { default: false },
  objectLockEnabled: { computed: true, replaces: true },
  tags: {},
};

function bucketModel(kernel: Pick<Kernel, "now">, store: BucketStore): ResourceModel {
  const standing = ({ id, region }: Existing): Bucket | undefined => {
    const bucket = store.find(id);
    return bucket?.region === region ? bucket : undefined;
  };
  return defineResource({
    type: "aws:s3/bucket:Bucket",
    inputs: bucketInputs,
    create(inputs, { region }) {
      const bucket = store.create(inputs.requiredText("bucket"), region, inputs.flag("objectLockEnabled") ?? false);
      bucket.tags = inputs.strings("tags");
      return { id: bucket.name, outputs: bucketOutputs(bucket, inputs.properties) };
    },
    read(existing) {
      const bucket = standing(existing);
      return bucket && bucketOutputs(bucket, existing.inputs);
    },
    update(inputs, existing) {
      const bucket = store.get(existing.id);
      bucket.tags = inputs.strings("tags");
      return { ...givenInputs(bucketInputs, inputs.properties), ...bucketOutputs(bucket, inputs.properties) };
    },
    delete(existing) {
      const bucket = standing(existing);
      if (bucket === undefined) return;
      if (existing.inputs["forceDestroy"] === true) empty(store, bucket, kernel.now());
      store.remove(bucket);
    },
  });
}

/** The public provider sets legal holds and governance aside; what compliance keeps stays, and the bucket with it. */
function empty(store: BucketStore, bucket: Bucket, nowMs: number): void {
  for (const version of [...bucket.objects.values()].flat()) {
    const { retention } = version;
    const isKept = retention !== undefined && retention.mode === "COMPLIANCE" && retention.untilMs > nowMs;
    if (!isKept) store.drop(bucket, version);
  }
}

function bucketOutputs(bucket: Bucket, inputs: Properties): Properties {
  const { name, region, settings, tags } = bucket;
  return {
    arn: bucketArn(name),
    bucket: name,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegion: region,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    forceDestroy: inputs["forceDestroy"] ?? false,
    objectLockEnabled: settings.has("objectLock"),
    tags,
    tagsAll: tags,
  };
}
