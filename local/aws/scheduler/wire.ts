import { parseJsonInput } from "../../http/json-protocol.ts";
import type { RestRequest, RestRoute } from "../../http/rest-route.ts";

const schedules = "/schedules";
const groups = "/schedule-groups";

/** Scheduler's REST-JSON operations. Source: the EventBridge Scheduler API reference. */
export const routes: readonly RestRoute[] = [
  route("GET", schedules, "ListSchedules", asked),
  route("POST", `${schedules}/:Name`, "CreateSchedule", told),
  route("PUT", `${schedules}/:Name`, "UpdateSchedule", told),
  route("GET", `${schedules}/:Name`, "GetSchedule", asked),
  route("DELETE", `${schedules}/:Name`, "DeleteSchedule", asked),
  route("GET", groups, "ListScheduleGroups", asked),
  route("POST", `${groups}/:Name`, "CreateScheduleGroup", told),
  route("GET", `${groups}/:Name`, "GetScheduleGroup", asked),
  route("DELETE", `${groups}/:Name`, "DeleteScheduleGroup", asked),
];

function route(method: RestRoute["method"], pattern: string, action: string, input: RestRoute["input"]): RestRoute {
  return { method, pattern, service: "scheduler", action, input };
}

/** Parameters of the query string, whose group goes by another name in a listing. */
function asked({ params, query }: RestRequest): Readonly<Record<string, unknown>> {
  const names = {
    GroupName: query.get("groupName") ?? query.get("ScheduleGroup"),
    NamePrefix: query.get("NamePrefix"),
    State: query.get("State"),
    MaxResults: query.get("MaxResults"),
    NextToken: query.get("NextToken"),
  };
  return { ...params, ...Object.fromEntries(Object.entries(names).filter(([, value]) => value !== null)) };
}

function told({ params, body }: RestRequest): Readonly<Record<string, unknown>> {
  return { ...parseJsonInput(body), ...params };
}
