import type { Rule } from "../../core/rule.ts";
import { disallowAnyOrigin } from "./disallow-any-origin.ts";
import { disallowBucketLockout } from "./disallow-bucket-lockout.ts";
import { disallowBucketWebsite } from "./disallow-bucket-website.ts";
import { disallowForceDestroy } from "./disallow-force-destroy.ts";
import { disallowPublicAccessPointPolicy } from "./disallow-public-access-point-policy.ts";
import { disallowPublicBucketAcl } from "./disallow-public-bucket-acl.ts";
import { disallowPublicBucketGrants } from "./disallow-public-bucket-grants.ts";
import { disallowPublicBucketPolicy } from "./disallow-public-bucket-policy.ts";
import { disallowPublicObjectAcl } from "./disallow-public-object-acl.ts";
import { disallowPublicTableBucketPolicy } from "./disallow-public-table-bucket-policy.ts";
import { disallowWeakerObjectEncryption } from "./disallow-weaker-object-encryption.ts";
import { requireAccessPointBlock } from "./require-access-point-block.ts";
import { requireBlockPublicAcls } from "./require-block-public-acls.ts";
import { requireBlockPublicPolicy } from "./require-block-public-policy.ts";
import { requireBucketAccessLogging } from "./require-bucket-access-logging.ts";
import { requireBucketCustomerKey } from "./require-bucket-customer-key.ts";
import { requireBucketKey } from "./require-bucket-key.ts";
import { requireBucketLifecycle } from "./require-bucket-lifecycle.ts";
import { requireBucketOwnerEnforced } from "./require-bucket-owner-enforced.ts";
import { requireBucketPublicAccessBlock } from "./require-bucket-public-access-block.ts";
import { requireBucketTls } from "./require-bucket-tls.ts";
import { requireBucketVersioning } from "./require-bucket-versioning.ts";
import { requireEnabledReplication } from "./require-enabled-replication.ts";
import { requireIgnorePublicAcls } from "./require-ignore-public-acls.ts";
import { requireInventoryEncryption } from "./require-inventory-encryption.ts";
import { requireNoncurrentExpiration } from "./require-noncurrent-expiration.ts";
import { requireObjectLockRetention } from "./require-object-lock-retention.ts";
import { requireReplicationCustomerKey } from "./require-replication-customer-key.ts";
import { requireRestrictPublicBuckets } from "./require-restrict-public-buckets.ts";
import { requireSeparateLogBucket } from "./require-separate-log-bucket.ts";
import { requireTableBucketCustomerKey } from "./require-table-bucket-customer-key.ts";
import { requireUploadCleanup } from "./require-upload-cleanup.ts";

/** The rules about S3. */
export const s3Rules: readonly Rule[] = [
  disallowAnyOrigin,
  disallowBucketLockout,
  disallowBucketWebsite,
  disallowForceDestroy,
  disallowPublicAccessPointPolicy,
  disallowPublicBucketAcl,
  disallowPublicBucketGrants,
  disallowPublicBucketPolicy,
  disallowPublicObjectAcl,
  disallowPublicTableBucketPolicy,
  disallowWeakerObjectEncryption,
  requireAccessPointBlock,
  requireBlockPublicAcls,
  requireBlockPublicPolicy,
  requireBucketAccessLogging,
  requireBucketCustomerKey,
  requireBucketKey,
  requireBucketLifecycle,
  requireBucketOwnerEnforced,
  requireBucketPublicAccessBlock,
  requireBucketTls,
  requireBucketVersioning,
  requireEnabledReplication,
  requireIgnorePublicAcls,
  requireInventoryEncryption,
  requireNoncurrentExpiration,
  requireObjectLockRetention,
  requireReplicationCustomerKey,
  requireRestrictPublicBuckets,
  requireSeparateLogBucket,
  requireTableBucketCustomerKey,
  requireUploadCleanup,
];
