import type { Rule } from "../../core/rule.ts";
import { disallowExcludedEventSources } from "./disallow-excluded-event-sources.ts";
import { disallowStoppedTrail } from "./disallow-stopped-trail.ts";
import { disallowSuspendedEventStore } from "./disallow-suspended-event-store.ts";
import { requireDataEvents } from "./require-data-events.ts";
import { requireEventRetention } from "./require-event-retention.ts";
import { requireEventStoreCustomerKey } from "./require-event-store-customer-key.ts";
import { requireEventStoreProtection } from "./require-event-store-protection.ts";
import { requireGlobalServiceEvents } from "./require-global-service-events.ts";
import { requireLogFileValidation } from "./require-log-file-validation.ts";
import { requireManagementEvents } from "./require-management-events.ts";
import { requireMultiRegionEventStore } from "./require-multi-region-event-store.ts";
import { requireMultiRegionTrail } from "./require-multi-region-trail.ts";
import { requireTrailCustomerKey } from "./require-trail-customer-key.ts";
import { requireTrailInsights } from "./require-trail-insights.ts";
import { requireTrailLogGroup } from "./require-trail-log-group.ts";
import { requireTrailNotification } from "./require-trail-notification.ts";

/** The rules about cloudtrail. */
export const cloudtrailRules: readonly Rule[] = [
  disallowExcludedEventSources,
  disallowStoppedTrail,
  disallowSuspendedEventStore,
  requireDataEvents,
  requireEventRetention,
  requireEventStoreCustomerKey,
  requireEventStoreProtection,
  requireGlobalServiceEvents,
  requireLogFileValidation,
  requireManagementEvents,
  requireMultiRegionEventStore,
  requireMultiRegionTrail,
  requireTrailCustomerKey,
  requireTrailInsights,
  requireTrailLogGroup,
  requireTrailNotification,
];
