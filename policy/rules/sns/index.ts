import type { Rule } from "../../core/rule.ts";
import { disallowPublicTopicPolicy } from "./disallow-public-topic-policy.ts";
import { requireHttpsSubscription } from "./require-https-subscription.ts";
import { requireSha256Signatures } from "./require-sha256-signatures.ts";
import { requireSmsDeliveryLogging } from "./require-sms-delivery-logging.ts";
import { requireSmsSpendLimit } from "./require-sms-spend-limit.ts";
import { requireSubscriptionDeadLetterQueue } from "./require-subscription-dead-letter-queue.ts";
import { requireTopicCustomerKey } from "./require-topic-customer-key.ts";
import { requireTopicDeliveryLogging } from "./require-topic-delivery-logging.ts";
import { requireTopicTls } from "./require-topic-tls.ts";
import { requireTopicTracing } from "./require-topic-tracing.ts";

/** The rules about SNS. */
export const snsRules: readonly Rule[] = [
  disallowPublicTopicPolicy,
  requireHttpsSubscription,
  requireSha256Signatures,
  requireSmsDeliveryLogging,
  requireSmsSpendLimit,
  requireSubscriptionDeadLetterQueue,
  requireTopicCustomerKey,
  requireTopicDeliveryLogging,
  requireTopicTls,
  requireTopicTracing,
];
