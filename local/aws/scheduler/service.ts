import type { Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { isProperties, readerOf, type Reader } from "../inputs.ts";
import { schedulerAuthorizations } from "./authorizations.ts";
import type { ScheduleGroup } from "./schedule-groups.ts";
import type { SchedulePlace, ScheduleStore, StoredSchedule } from "./schedule-store.ts";
import { noSchedule } from "./schedule-store.ts";

type Output = Readonly<Record<string, unknown>>;

interface Operation {
  readonly store: ScheduleStore;
  readonly call: Call;
  readonly input: Reader;
}

const operations: Readonly<Record<string, (operation: Operation) => Output>> = {
  CreateSchedule(operation) {
    const { store, input } = operation;
    return { ScheduleArn: store.create(placeOf(operation), asDeclared(input)).schedule.arn };
  },
  // As on AWS everything that is left out goes back to its default.
  UpdateSchedule(operation) {
    const { store, input } = operation;
    return { ScheduleArn: store.update(placeOf(operation), asDeclared(input)).schedule.arn };
  },
  GetSchedule: (operation) => describe(target(operation)),
  DeleteSchedule(operation) {
    target(operation);
    operation.store.remove(placeOf(operation));
    return {};
  },
  ListSchedules({ store, call, input }) {
    const [group, prefix, state] = [input.text("GroupName"), input.text("NamePrefix") ?? "", input.text("State")];
    const own = store
      .all(call.region)
      .filter(
        ({ schedule }) => schedule.name.startsWith(prefix) && (group ?? schedule.groupName) === schedule.groupName,
      )
      .filter(({ schedule }) => state === undefined || state === stateOf(schedule.enabled));
    return page(input, "Schedules", own, ({ schedule }) => `${schedule.groupName}/${schedule.name}`, summarize);
  },
  CreateScheduleGroup({ store, call, input }) {
    const tags = input.children("Tags").map((tag) => [tag.requiredText("Key"), tag.text("Value") ?? ""]);
    const group = store.createGroup(call.region, input.requiredText("Name"), Object.fromEntries(tags));
    return { ScheduleGroupArn: group.arn };
  },
  GetScheduleGroup: (operation) => describeGroup(targetGroup(operation)),
  DeleteScheduleGroup(operation) {
    const { name, region } = targetGroup(operation);
    if (name === "default") throw new AwsError("ValidationException", "The default schedule group cannot be deleted.");
    operation.store.removeGroup(region, name);
    return {};
  },
  ListScheduleGroups({ store, call, input }) {
    const prefix = input.text("NamePrefix") ?? "";
    const own = store.groups(call.region).filter(({ name }) => name.startsWith(prefix));
    return page(input, "ScheduleGroups", own, ({ name }) => name, describeGroup);
  },
};

/** The API of EventBridge Scheduler. Source: its API reference. */
export function createSchedulerService(store: ScheduleStore): ServiceModel {
  return {
    name: "scheduler",
    handle(call) {
      const operation = operations[call.action];
      if (operation === undefined) throw notImplemented(`scheduler:${call.action}`);
      return operation({ store, call, input: readerOf(call.action, call.input) });
    },
    authorizations: schedulerAuthorizations,
  };
}

function placeOf({ call, input }: Operation): SchedulePlace {
  return {
    region: call.region,
    groupName: input.text("GroupName") ?? "default",
    name: input.requiredText("Name"),
  };
}

function target(operation: Operation): StoredSchedule {
  const stored = operation.store.find(placeOf(operation));
  if (stored === undefined) throw noSchedule(operation.input.requiredText("Name"));
  return stored;
}

function targetGroup({ store, call, input }: Operation): ScheduleGroup {
  const name = input.requiredText("Name");
  const group = store.findGroup(call.region, name);
  if (group === undefined) {
    throw new AwsError("ResourceNotFoundException", `Schedule group ${name} does not exist.`, 404);
  }
  return group;
}

/** A call's input in the provider's words. */
function asDeclared({ properties }: Reader): Properties {
  const { ClientToken: _token, Name: _name, GroupName: _group, StartDate, EndDate, ...rest } = properties;
  return {
    ...lowered(rest),
    ...(typeof StartDate === "number" && { startDate: isoSeconds(StartDate) }),
    ...(typeof EndDate === "number" && { endDate: isoSeconds(EndDate) }),
  };
}

function lowered(value: Properties): Properties {
  return mapKeys(value, (key) => `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`);
}

function raised(value: unknown): Properties {
  return mapKeys(isProperties(value) ? value : {}, (key) => `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`);
}

function mapKeys(value: Properties, rename: (key: string) => string): Properties {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
  return Object.fromEntries(
    entries.map(([key, inner]) => [rename(key), isProperties(inner) ? mapKeys(inner, rename) : inner]),
  );
}

function isoSeconds(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

function describe(stored: StoredSchedule): Output {
  const { schedule, declared } = stored;
  const { Target: _target, ...summary } = summarize(stored);
  const { target } = schedule;
  const RetryPolicy = {
    MaximumRetryAttempts: target.maximumRetryAttempts,
    MaximumEventAgeInSeconds: target.maximumEventAgeMs / 1000,
  };
  return {
    ...summary,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    FlexibleTimeWindow: raised(declared["flexibleTimeWindow"]),
    ActionAfterCompletion: schedule.endsWithDeletion ? "DELETE" : "NONE",
    Description: declared["description"],
    KmsKeyArn: declared["kmsKeyArn"],
    StartDate: schedule.startMs === undefined ? undefined : schedule.startMs / 1000,
    EndDate: schedule.endMs === undefined ? undefined : schedule.endMs / 1000,
    Target: { ...raised(declared["target"]), RetryPolicy },
  };
}

function summarize({ schedule, modifiedMs }: StoredSchedule): Output {
  return {
    Arn: schedule.arn,
    Name: schedule.name,
    GroupName: schedule.groupName,
    State: stateOf(schedule.enabled),
    CreationDate: schedule.createdMs / 1000,
    LastModificationDate: modifiedMs / 1000,
    Target: { Arn: schedule.target.arn },
  };
}

function describeGroup({ arn, name, createdMs }: ScheduleGroup): Output {
  return {
    Arn: arn,
    Name: name,
    State: "ACTIVE",
    CreationDate: createdMs / 1000,
    LastModificationDate: createdMs / 1000,
  };
}

function stateOf(enabled: boolean): string {
  return enabled ? "ENABLED" : "DISABLED";
}

/** One page in the order of the keys; a token is the last key of the page before. */
function page<Item>(
  input: Reader,
  name: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  show: (item: Item) => Output,
): Output {
  const most = input.number("MaxResults") ?? 100;
  if (!Number.isInteger(most) || most < 1 || most > 100) {
    throw new AwsError("ValidationException", `Value ${most} at 'maxResults' is not between 1 and 100.`);
  }
  const token = input.text("NextToken");
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString();
  const rest = items
    .filter((item) => keyOf(item) > after)
    .toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const shown = rest.slice(0, most);
  const last = shown.at(-1);
  return {
    [name]: shown.map(show),
    ...(last !== undefined && rest.length > most && { NextToken: Buffer.from(keyOf(last)).toString("base64url") }),
  };
}
