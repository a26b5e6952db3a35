import type { Rule } from "../../core/rule.ts";
import { disallowLegacyGlobalTable } from "./disallow-legacy-global-table.ts";
import { disallowPublicTablePolicy } from "./disallow-public-table-policy.ts";
import { requireCacheEncryption } from "./require-cache-encryption.ts";
import { requireCacheTls } from "./require-cache-tls.ts";
import { requireExportCustomerKey } from "./require-export-customer-key.ts";
import { requireInlineReplicaCustomerKey } from "./require-inline-replica-customer-key.ts";
import { requireInlineReplicaDeletionProtection } from "./require-inline-replica-deletion-protection.ts";
import { requireInlineReplicaPointInTimeRecovery } from "./require-inline-replica-point-in-time-recovery.ts";
import { requireReplicaCustomerKey } from "./require-replica-customer-key.ts";
import { requireReplicaDeletionProtection } from "./require-replica-deletion-protection.ts";
import { requireReplicaPointInTimeRecovery } from "./require-replica-point-in-time-recovery.ts";
import { requireTableCustomerKey } from "./require-table-customer-key.ts";
import { requireTableDeletionProtection } from "./require-table-deletion-protection.ts";
import { requireTablePointInTimeRecovery } from "./require-table-point-in-time-recovery.ts";
import { requireTableRecoveryPeriod } from "./require-table-recovery-period.ts";
import { requireTableScaling } from "./require-table-scaling.ts";

/** The rules about DynamoDB. */
export const dynamodbRules: readonly Rule[] = [
  disallowLegacyGlobalTable,
  disallowPublicTablePolicy,
  requireCacheEncryption,
  requireCacheTls,
  requireExportCustomerKey,
  requireInlineReplicaCustomerKey,
  requireInlineReplicaDeletionProtection,
  requireInlineReplicaPointInTimeRecovery,
  requireReplicaCustomerKey,
  requireReplicaDeletionProtection,
  requireReplicaPointInTimeRecovery,
  requireTableCustomerKey,
  requireTableDeletionProtection,
  requireTablePointInTimeRecovery,
  requireTableRecoveryPeriod,
  requireTableScaling,
];
