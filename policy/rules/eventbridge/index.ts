import type { Rule } from "../../core/rule.ts";
import { disallowPublicBusPermission } from "./disallow-public-bus-permission.ts";
import { disallowPublicBusPolicy } from "./disallow-public-bus-policy.ts";
import { disallowPublicRegistryPolicy } from "./disallow-public-registry-policy.ts";
import { requireArchiveCustomerKey } from "./require-archive-customer-key.ts";
import { requireArchiveRetention } from "./require-archive-retention.ts";
import { requireBoundedPipeRetries } from "./require-bounded-pipe-retries.ts";
import { requireBusDeadLetterQueue } from "./require-bus-dead-letter-queue.ts";
import { requireBusLogging } from "./require-bus-logging.ts";
import { requireConnectionCustomerKey } from "./require-connection-customer-key.ts";
import { requireEndpointReplication } from "./require-endpoint-replication.ts";
import { requireEventBusCustomerKey } from "./require-event-bus-customer-key.ts";
import { requireHttpsApiDestination } from "./require-https-api-destination.ts";
import { requireHttpsTokenEndpoint } from "./require-https-token-endpoint.ts";
import { requirePipeCustomerKey } from "./require-pipe-customer-key.ts";
import { requirePipeDeadLetterQueue } from "./require-pipe-dead-letter-queue.ts";
import { requirePipeLogging } from "./require-pipe-logging.ts";
import { requireScheduleCustomerKey } from "./require-schedule-customer-key.ts";
import { requireScheduleDeadLetterQueue } from "./require-schedule-dead-letter-queue.ts";
import { requireScheduleRetries } from "./require-schedule-retries.ts";
import { requireTargetDeadLetterQueue } from "./require-target-dead-letter-queue.ts";
import { requireTargetRetries } from "./require-target-retries.ts";

/** The rules about EventBridge, its pipes and its scheduler. */
export const eventbridgeRules: readonly Rule[] = [
  disallowPublicBusPermission,
  disallowPublicBusPolicy,
  disallowPublicRegistryPolicy,
  requireArchiveCustomerKey,
  requireArchiveRetention,
  requireBoundedPipeRetries,
  requireBusDeadLetterQueue,
  requireBusLogging,
  requireConnectionCustomerKey,
  requireEndpointReplication,
  requireEventBusCustomerKey,
  requireHttpsApiDestination,
  requireHttpsTokenEndpoint,
  requirePipeCustomerKey,
  requirePipeDeadLetterQueue,
  requirePipeLogging,
  requireScheduleCustomerKey,
  requireScheduleDeadLetterQueue,
  requireScheduleRetries,
  requireTargetDeadLetterQueue,
  requireTargetRetries,
];
