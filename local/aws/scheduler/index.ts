import type { ServiceModel } from "../../core/call.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { deliver, type DeliveryDependencies } from "./delivery.ts";
import { createSchedulerResources } from "./resources.ts";
import { createScheduleStore } from "./schedule-store.ts";
import { createSchedulerService } from "./service.ts";

export { routes } from "./wire.ts";

/** The model of EventBridge Scheduler. */
export interface Scheduler {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** Nothing fires any more. */
  shutdown(): void;
}

/** Schedules that fire through `deps.call`. */
export function createScheduler(deps: DeliveryDependencies): Scheduler {
  const { kernel, accountId } = deps;
  const store = createScheduleStore({
    kernel,
    accountId,
    // What was due while its region was gone is not made up for.
    fire: (schedule, atMs, isThere) =>
      deliver(deps, schedule, atMs, () => isThere() && deps.regions?.isLost(schedule.region) !== true),
  });
  return {
    service: createSchedulerService(store),
    resources: createSchedulerResources(store),
    shutdown: store.stop,
  };
}
