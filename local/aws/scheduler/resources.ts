import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import { all, arn, between, lengthBetween, matching, oneOf, shape } from "../rules.ts";
import type { ScheduleGroup } from "./schedule-groups.ts";
import type { SchedulePlace, ScheduleStore, StoredSchedule } from "./schedule-store.ts";

const nameForm = matching(/^[\w.-]+$/, "The name must consist of alphanumerics, hyphens, and underscores.");

/** RFC 3339, as the provider wants dates. */
const date: InputRule = {
  refusal: (value) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(String(value)) &&
    !Number.isNaN(Date.parse(String(value)))
      ? undefined
      : `expected it to be a valid RFC3339 date, got ${String(value)}`,
};

const scheduleInputs: Readonly<Record<string, InputRule>> = {
  actionAfterCompletion: { computed: true, ...oneOf("NONE", "DELETE") },
  description: lengthBetween(0, 512),
  endDate: date,
  flexibleTimeWindow: {
    required: true,
    ...shape({ mode: { required: true, ...oneOf("OFF", "FLEXIBLE") }, maximumWindowInMinutes: between(1, 1440) }),
  },
  groupName: { replaces: true, computed: true, ...lengthBetween(1, 64) },
  kmsKeyArn: arn,
  name: { replaces: true, computed: true, autoName: { lengthMax: 64 }, ...all(lengthBetween(1, 64), nameForm) },
  namePrefix: { replaces: true, ...all(lengthBetween(1, 38), nameForm) },
  scheduleExpression: { required: true, ...lengthBetween(1, 256) },
  scheduleExpressionTimezone: { default: "UTC", ...lengthBetween(1, 50) },
  startDate: date,
  state: { default: "ENABLED", ...oneOf("ENABLED", "DISABLED") },
  target: {
    required: true,
    ...shape({
      arn: { required: true, ...arn },
      roleArn: { required: true, ...arn },
      input: lengthBetween(1, Number.MAX_SAFE_INTEGER),
      deadLetterConfig: shape({ arn: { required: true, ...arn } }),
      retryPolicy: shape({
        maximumEventAgeInSeconds: between(60, 86_400),
        maximumRetryAttempts: between(0, 185),
      }),
      sqsParameters: shape({ messageGroupId: lengthBetween(1, 128) }),
    }),
  },
};

/** The resource types of `aws:scheduler/*`. */
export function createSchedulerResources(store: ScheduleStore): readonly ResourceModel[] {
  return [scheduleModel(store), groupModel(store)];
}

function scheduleModel(store: ScheduleStore): ResourceModel {
  return defineResource({
    type: "aws:scheduler/schedule:Schedule",
    inputs: scheduleInputs,
    create(inputs, { region }) {
      const place = { region, groupName: inputs.text("groupName") ?? "default", name: inputs.requiredText("name") };
      const stored = store.create(place, inputs.properties);
      return { id: `${place.groupName}/${place.name}`, outputs: scheduleOutputs(stored) };
    },
    read(existing) {
      const stored = store.find(placeOf(existing));
      return stored === undefined ? undefined : scheduleOutputs(stored);
    },
    update: (inputs, existing) => scheduleOutputs(store.update(placeOf(existing), inputs.properties)),
    delete: (existing) => store.remove(placeOf(existing)),
  });
}

function placeOf({ id, region }: Existing): SchedulePlace {
  const slash = id.indexOf("/");
  return { region, groupName: slash < 0 ? "default" : id.slice(0, slash), name: id.slice(slash + 1) };
}

function scheduleOutputs({ schedule, declared }: StoredSchedule): Properties {
  return {
    name: schedule.name,
    arn: schedule.arn,
    groupName: schedule.groupName,
    actionAfterCompletion: schedule.endsWithDeletion ? "DELETE" : "NONE",
    description: declared["description"] ?? "",
    endDate: declared["endDate"] ?? "",
    flexibleTimeWindow: declared["flexibleTimeWindow"],
    kmsKeyArn: declared["kmsKeyArn"] ?? "",
    scheduleExpression: schedule.expression,
    scheduleExpressionTimezone: schedule.timezone,
    startDate: declared["startDate"] ?? "",
    state: schedule.enabled ? "ENABLED" : "DISABLED",
    target: declared["target"],
  };
}

function groupModel(store: ScheduleStore): ResourceModel {
  return defineResource({
    type: "aws:scheduler/scheduleGroup:ScheduleGroup",
    inputs: {
      name: { replaces: true, computed: true, autoName: { lengthMax: 64 }, ...all(lengthBetween(1, 64), nameForm) },
      namePrefix: { replaces: true, ...all(lengthBetween(1, 38), nameForm) },
    },
    create(inputs, { region }) {
      const group = store.createGroup(region, inputs.requiredText("name"), inputs.strings("tags"));
      return { id: group.name, outputs: groupOutputs(group) };
    },
    read({ id, region }) {
      const group = store.findGroup(region, id);
      return group === undefined ? undefined : groupOutputs(group);
    },
    // Nothing of a group but its tags can change.
    update(inputs, { id, region }) {
      const group = store.findGroup(region, id);
      if (group !== undefined) group.tags = inputs.strings("tags");
      return group === undefined ? {} : groupOutputs(group);
    },
    delete: ({ id, region }) => store.removeGroup(region, id),
  });
}

function groupOutputs(group: ScheduleGroup): Properties {
  return {
    name: group.name,
    arn: group.arn,
    state: "ACTIVE",
    creationDate: new Date(group.createdMs).toISOString(),
    lastModificationDate: new Date(group.createdMs).toISOString(),
    tags: group.tags,
    tagsAll: group.tags,
  };
}
