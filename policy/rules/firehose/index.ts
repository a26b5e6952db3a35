import type { Rule } from "../../core/rule.ts";
import { disallowDeliveryCredentials } from "./disallow-delivery-credentials.ts";
import { requireDeliveredCustomerKey } from "./require-delivered-customer-key.ts";
import { requireDeliveryLogging } from "./require-delivery-logging.ts";
import { requireDeliveryStreamCustomerKey } from "./require-delivery-stream-customer-key.ts";
import { requireHttpsDelivery } from "./require-https-delivery.ts";
import { requireSourceRecordBackup } from "./require-source-record-backup.ts";

/** The rules about Data Firehose. */
export const firehoseRules: readonly Rule[] = [
  disallowDeliveryCredentials,
  requireDeliveredCustomerKey,
  requireDeliveryLogging,
  requireDeliveryStreamCustomerKey,
  requireHttpsDelivery,
  requireSourceRecordBackup,
];
