import type { RestRoute } from "../../http/rest-route.ts";

/** Scheduler's REST-JSON operations. Source: the EventBridge Scheduler API reference. */
export const routes: readonly RestRoute[] = [
  { method: "GET", pattern: "/schedules", service: "scheduler", action: "ListSchedules", input: () => ({}) },
  {
    method: "GET",
    pattern: "/schedules/:Name",
    service: "scheduler",
    action: "GetSchedule",
    input: ({ params, query }) => ({
      ...params,
      ...(query.has("groupName") ? { GroupName: query.get("groupName") } : {}),
    }),
  },
];
