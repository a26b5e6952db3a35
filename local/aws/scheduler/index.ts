import type { Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { randomHex, type Cancel, type Kernel } from "../../core/kernel.ts";
import type { Registration, ResourceModel } from "../../core/resource.ts";
import { autoName } from "../auto-name.ts";
import { defineResource, readerOf, type Reader } from "../inputs.ts";
import { deliver, type DeliveryDependencies } from "./delivery.ts";
import { nextTime } from "./schedule-expression.ts";
import { parseSchedule, scheduleInputs, type Schedule } from "./schedule.ts";

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
  const { kernel } = deps;
  const schedules = new Map<string, Schedule>();
  const groups = new Set<string>();
  const timers = new Map<string, Cancel>();
  let stopped = false;

  const plan = (schedule: Schedule, fromMs: number): void => {
    const anchorMs = schedule.startMs ?? schedule.createdMs;
    const atMs = nextTime(schedule.times, anchorMs, Math.max(fromMs, schedule.startMs ?? fromMs));
    if (atMs === undefined || (schedule.endMs !== undefined && atMs > schedule.endMs)) return;
    const cancel = kernel.after(Math.max(0, atMs - kernel.now()), () => {
      if (stopped) return;
      // Planned first: a slow target does not hold up the next firing.
      plan(schedule, atMs + 1);
      return deliver(deps, schedule, atMs);
    });
    timers.set(schedule.arn, cancel);
  };
  const groupKey = (region: string, name: string) => `${region}/${name}`;

  const scheduleModel = defineResource({
    type: "aws:scheduler/schedule:Schedule",
    honoured: scheduleInputs,
    echoed: ["description", "kmsKeyArn"],
    create(inputs, registration) {
      const { region, accountId } = registration;
      const name = nameOf(kernel, inputs, registration);
      const schedule = parseSchedule(inputs, { name, region, accountId, nowMs: kernel.now() });
      if (schedules.has(schedule.arn)) throw new AwsError("ConflictException", `Schedule ${name} already exists.`, 409);
      if (schedule.groupName !== "default" && !groups.has(groupKey(region, schedule.groupName))) {
        throw new AwsError("ResourceNotFoundException", `Schedule Group ${schedule.groupName} does not exist.`, 404);
      }
      schedules.set(schedule.arn, schedule);
      // From its own creation: the clock may have moved on since, and the first firing is due at once.
      if (schedule.enabled) plan(schedule, schedule.createdMs);
      const outputs = { name, arn: schedule.arn, groupName: schedule.groupName, state: stateOf(schedule) };
      return { id: `${schedule.groupName}/${name}`, outputs };
    },
  });
  const groupModel = defineResource({
    type: "aws:scheduler/scheduleGroup:ScheduleGroup",
    honoured: ["name", "namePrefix"],
    create(inputs, registration) {
      const { region, accountId } = registration;
      const name = nameOf(kernel, inputs, registration);
      groups.add(groupKey(region, name));
      const arn = `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`;
      return { id: name, outputs: { name, arn, state: "ACTIVE" } };
    },
  });
  return {
    service: createService(schedules),
    resources: [scheduleModel, groupModel],
    shutdown() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
    },
  };
}

function nameOf(kernel: Kernel, inputs: Reader, registration: Registration): string {
  const prefix = inputs.text("namePrefix");
  const generated = prefix === undefined ? autoName(kernel, registration) : `${prefix}${randomHex(kernel, 13)}`;
  return inputs.text("name") ?? generated;
}

function createService(schedules: ReadonlyMap<string, Schedule>): ServiceModel {
  const arnOf = (call: Call): string => {
    const input = readerOf(call.action, call.input);
    const path = `${input.text("GroupName") ?? "default"}/${input.requiredText("Name")}`;
    return `arn:aws:scheduler:${call.region}:${call.caller.accountId}:schedule/${path}`;
  };
  return {
    name: "scheduler",
    handle(call) {
      switch (call.action) {
        case "GetSchedule": {
          const schedule = schedules.get(arnOf(call));
          if (schedule === undefined) {
            throw new AwsError(
              "ResourceNotFoundException",
              `Schedule ${String(call.input["Name"])} does not exist.`,
              404,
            );
          }
          return describe(schedule);
        }
        case "ListSchedules":
          return { Schedules: [...schedules.values()].filter((one) => one.region === call.region).map(summarize) };
        default:
          throw notImplemented(`scheduler:${call.action}`);
      }
    },
    authorizations: (call) => [
      {
        action: `scheduler:${call.action}`,
        resource: call.action === "GetSchedule" ? arnOf(call) : "*",
        context: {},
      },
    ],
  };
}

function describe(schedule: Schedule): Readonly<Record<string, unknown>> {
  const { target } = schedule;
  return {
    ...summarize(schedule),
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      RetryPolicy: {
        MaximumRetryAttempts: target.maximumRetryAttempts,
        MaximumEventAgeInSeconds: target.maximumEventAgeMs / 1000,
      },
    },
  };
}

function summarize(schedule: Schedule): Readonly<Record<string, unknown>> {
  const created = schedule.createdMs / 1000;
  return {
    Arn: schedule.arn,
    Name: schedule.name,
    GroupName: schedule.groupName,
    State: stateOf(schedule),
    CreationDate: created,
    LastModificationDate: created,
    Target: { Arn: schedule.target.arn },
  };
}

function stateOf(schedule: Schedule): string {
  return schedule.enabled ? "ENABLED" : "DISABLED";
}
