import type { ServiceModel } from "../../core/call.ts";
import { notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { readerOf, refuseUnknown } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { s3Authorizations } from "./authorizations.ts";
import * as buckets from "./bucket-operations.ts";
import { deleteObject, deleteObjects } from "./delete-operations.ts";
import * as listings from "./listing-operations.ts";
import * as multipart from "./multipart-operations.ts";
import { tellOf, type Telling } from "./notifications.ts";
import * as objects from "./object-operations.ts";
import type { Operation, Output } from "./operation.ts";
import { settingKinds } from "./setting-kinds.ts";
import type { BucketStore } from "./store.ts";
import { headerFields, queryFields } from "./wire/fields.ts";

const operations: Readonly<Record<string, (operation: Operation) => Output>> = {
  ...buckets.settingOperations,
  AbortMultipartUpload: multipart.abortUpload,
  CompleteMultipartUpload: multipart.completeUpload,
  CreateBucket: buckets.createBucket,
  CreateMultipartUpload: multipart.createUpload,
  DeleteBucket: buckets.deleteBucket,
  DeleteBucketPolicy: buckets.deletePolicy,
  DeleteBucketTagging: buckets.deleteBucketTags,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  DeleteObjectTagging: objects.deleteTagging,
  GetBucketAcl: buckets.bucketAcl,
  GetBucketLocation: buckets.bucketLocation,
  GetBucketPolicy: buckets.getPolicy,
  GetBucketTagging: buckets.getBucketTags,
  GetObject: objects.getObject,
  GetObjectLegalHold: objects.getLegalHold,
  GetObjectRetention: objects.getRetention,
  GetObjectTagging: objects.getTagging,
  HeadBucket: buckets.headBucket,
  HeadObject: objects.headObject,
  ListBuckets: buckets.listBuckets,
  ListMultipartUploads: multipart.listUploads,
  ListObjects: listings.listObjects,
  ListObjectsV2: listings.listObjectsV2,
  ListObjectVersions: listings.listVersions,
  ListParts: multipart.listParts,
  PutBucketPolicy: buckets.putPolicy,
  PutBucketTagging: buckets.putBucketTags,
  PutObject: objects.putObject,
  PutObjectLegalHold: objects.putLegalHold,
  PutObjectRetention: objects.putRetention,
  PutObjectTagging: objects.putTagging,
  UploadPart: multipart.uploadPart,
};

/** Every field that some operation reads; another is refused by name. */
const knownFields = [
  ...Object.values(headerFields),
  ...Object.values(queryFields),
  ...settingKinds.map(({ field }) => field),
  "Body",
  "Bucket",
  "CreateBucketConfiguration",
  "Delete",
  "Key",
  "LegalHold",
  "Metadata",
  "MultipartUpload",
  "Policy",
  "Retention",
];

/** The service of S3 over its buckets. Source: the S3 API reference. */
export function createS3Service(
  kernel: Kernel,
  store: BucketStore,
  keys: KeyUses,
  telling: Telling | undefined,
): ServiceModel {
  return {
    name: "s3",
    handle(call) {
      const operation = operations[call.action];
      if (operation === undefined) throw notImplemented(`s3:${call.action}`);
      const input = readerOf(`s3:${call.action}`, call.input);
      refuseUnknown(input, knownFields);
      const output = operation({ kernel, store, keys, call, input });
      tellOf(telling, store, call);
      return output;
    },
    authorizations(call) {
      if (operations[call.action] === undefined) throw notImplemented(`s3:${call.action}`);
      return s3Authorizations({ kernel, store, keys, call, input: readerOf(`s3:${call.action}`, call.input) });
    },
  };
}
