import type { Rule } from "../../core/rule.ts";
import { disallowOpenRedriveAllowPolicy } from "./disallow-open-redrive-allow-policy.ts";
import { disallowPublicQueuePolicy } from "./disallow-public-queue-policy.ts";
import { requireDeadLetterQueue } from "./require-dead-letter-queue.ts";
import { requireDeadLetterRetention } from "./require-dead-letter-retention.ts";
import { requireQueueCustomerKey } from "./require-queue-customer-key.ts";
import { requireQueueRetention } from "./require-queue-retention.ts";
import { requireQueueTls } from "./require-queue-tls.ts";
import { requireRedriveAttempts } from "./require-redrive-attempts.ts";

/** The rules about SQS. */
export const sqsRules: readonly Rule[] = [
  disallowOpenRedriveAllowPolicy,
  disallowPublicQueuePolicy,
  requireDeadLetterQueue,
  requireDeadLetterRetention,
  requireQueueCustomerKey,
  requireQueueRetention,
  requireQueueTls,
  requireRedriveAttempts,
];
