import { describe, expect, it } from "vitest";
import { createScheduler } from "../../../../../local/aws/scheduler/index.ts";
import { roleCaller } from "../../../../../local/aws/principals.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Call } from "../../../../../local/core/call.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId, callOf } from "../account.ts";
import { lifeOf } from "../life.ts";
import { createPatientKernel } from "../patient-kernel.ts";

const scheduleType = "aws:scheduler/schedule:Schedule";
const groupType = "aws:scheduler/scheduleGroup:ScheduleGroup";
const roleArn = `arn:aws:iam::${accountId}:role/worker`;
const target = { arn: `arn:aws:lambda:eu-west-1:${accountId}:function:worker`, roleArn };
const declared = {
  name: "sweep",
  flexibleTimeWindow: { mode: "OFF" },
  scheduleExpression: "rate(1 minute)",
  target: { ...target, retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 60 } },
};
const wire = {
  Name: "sweep",
  FlexibleTimeWindow: { Mode: "OFF" },
  ScheduleExpression: "rate(1 minute)",
  Target: { Arn: target.arn, RoleArn: roleArn },
};

function schedulerWithLife(type: string, answer: (call: Call) => Promise<unknown> = () => Promise.resolve({})) {
  const kernel = createPatientKernel(1);
  const calls: Call[] = [];
  const scheduler = createScheduler({
    kernel,
    accountId,
    assume: (role, session) => roleCaller(role, session, accountId),
    call: (call) => {
      calls.push(call);
      return answer(call);
    },
  });
  const api = async (action: string, input: Properties) => scheduler.service.handle(callOf("scheduler", action, input));
  return { kernel, calls, scheduler, api, life: lifeOf(scheduler.resources, type) };
}

describe("what check says of a schedule", () => {
  it.each<[string, Properties, string]>([
    [
      "no target",
      { target: undefined },
      'target: Missing required argument. The argument "target" is required, but no definition was found.',
    ],
    [
      "a target without role",
      { target: { arn: target.arn } },
      'target: Missing required argument. The argument "roleArn" is required, but no definition was found.',
    ],
    [
      "too many retries",
      { target: { ...target, retryPolicy: { maximumRetryAttempts: 186 } } },
      "target: retryPolicy: maximumRetryAttempts: expected it to be in the range (0 - 185), got 186",
    ],
    [
      "another mode",
      { flexibleTimeWindow: { mode: "SOFT" } },
      'flexibleTimeWindow: mode: expected it to be one of ["OFF" "FLEXIBLE"], got SOFT',
    ],
    [
      "a name with a slash",
      { name: "a/b" },
      "name: invalid value (The name must consist of alphanumerics, hyphens, and underscores.), got a/b",
    ],
    ["a state", { state: "PAUSED" }, 'state: expected it to be one of ["ENABLED" "DISABLED"], got PAUSED'],
    ["a date", { startDate: "tomorrow" }, "startDate: expected it to be a valid RFC3339 date, got tomorrow"],
  ])("%s", (_what, inputs, line) => {
    expect(schedulerWithLife(scheduleType).life.refusals({ ...declared, ...inputs })).toEqual([line]);
  });
});

describe("a schedule", () => {
  it("changes in place, but for its name and group", async () => {
    const { life } = schedulerWithLife(scheduleType);
    await life.create(declared);
    expect(life.plan({ ...declared, state: "ENABLED", scheduleExpressionTimezone: "UTC" })).toEqual([]);
    expect(
      life.plan({ ...declared, name: "other", groupName: "g", state: "DISABLED", target: { ...target, input: "{}" } }),
    ).toEqual(["groupName (replace)", "name (replace)", "state", "target.input", "target.retryPolicy"]);
  });

  it("reads after create and update exactly as it was made", async () => {
    const { life } = schedulerWithLife(scheduleType);
    const created = await life.create({ ...declared, description: "sweeps" });
    expect(created.id).toBe("default/sweep");
    expect(life.refresh()).toEqual({ id: created.id, inputs: created.inputs, outputs: created.outputs });
    const updated = await life.update({ ...declared, scheduleExpression: "rate(5 minutes)" });
    expect(updated.outputs).toMatchObject({ scheduleExpression: "rate(5 minutes)", description: "" });
    expect(life.refresh()).toMatchObject({ inputs: updated.inputs, outputs: updated.outputs });
    expect(life.import("default/sweep")?.inputs).toMatchObject({ ...declared, scheduleExpression: "rate(5 minutes)" });
    expect(life.import("default/absent")).toBeUndefined();
  });

  it("fires by its new times from the update on", async () => {
    const { kernel, calls, life } = schedulerWithLife(scheduleType);
    await life.create(declared);
    await kernel.advance(60_000);
    expect(calls).toHaveLength(2);
    await life.update({ ...declared, state: "DISABLED" });
    await kernel.advance(600_000);
    expect(calls).toHaveLength(2);
    await life.update({ ...declared, scheduleExpression: "rate(2 minutes)" });
    await kernel.advance(60_000);
    expect(calls).toHaveLength(3);
    await kernel.advance(120_000);
    expect(calls).toHaveLength(4);
  });

  it("stops for good when it is deleted, its retries too", async () => {
    const refused = new AwsError("ThrottlingException", "later");
    const { kernel, calls, life } = schedulerWithLife(scheduleType, () => Promise.reject(refused));
    await life.create(declared);
    await kernel.advance(0);
    expect(calls).toHaveLength(1);
    await life.delete();
    await life.delete();
    await kernel.advance(600_000);
    expect(calls).toHaveLength(1);
    expect(life.refresh()).toBeUndefined();
  });

  it("is as it was after an update that AWS refuses", async () => {
    const { kernel, calls, life } = schedulerWithLife(scheduleType);
    const before = await life.create(declared);
    const refused = life.update({ ...declared, scheduleExpression: "rate(0 minutes)" });
    await expect(refused).rejects.toMatchObject({ code: "ValidationException" });
    expect(life.refresh()?.outputs).toEqual(before.outputs);
    await kernel.advance(60_000);
    expect(calls).toHaveLength(2);
  });

  it("shows what a call changed, which leaves nothing that it does not name", async () => {
    const { api, life } = schedulerWithLife(scheduleType);
    await life.create({ ...declared, description: "sweeps" });
    await api("UpdateSchedule", { ...wire, State: "DISABLED", StartDate: 1_800_000_000 });
    expect(life.refresh()?.inputs).toMatchObject({ state: "DISABLED", startDate: "2027-01-15T08:00:00Z", target });
    expect(life.plan({ ...declared, description: "sweeps" })).toEqual([
      "description",
      "startDate",
      "state",
      "target.retryPolicy",
    ]);
  });

  it("is deleted after its last time where it says so", async () => {
    const { kernel, calls, life } = schedulerWithLife(scheduleType);
    await life.create({
      ...declared,
      scheduleExpression: "at(2026-01-01T00:00:10)",
      actionAfterCompletion: "DELETE",
    });
    await kernel.advance(10_000);
    expect(calls).toHaveLength(1);
    expect(life.refresh()).toBeUndefined();
  });
});

describe("a group", () => {
  it("takes its schedules with it", async () => {
    const { kernel, calls, scheduler, life } = schedulerWithLife(groupType);
    const created = await life.create({ name: "cell", tags: { cell: "eu" } });
    expect(life.refresh()).toEqual({ id: "cell", inputs: created.inputs, outputs: created.outputs });
    expect(life.plan({ name: "other", tags: { cell: "us" } })).toEqual(["name (replace)", "tags.cell"]);
    await life.update({ name: "cell", tags: { cell: "us" } });
    expect(life.import("cell")?.inputs).toMatchObject({ name: "cell", tags: { cell: "us" } });
    const schedule = lifeOf(scheduler.resources, scheduleType);
    await schedule.create({ ...declared, groupName: "cell" });
    await kernel.advance(0);
    await life.delete();
    await life.delete();
    expect(schedule.refresh()).toBeUndefined();
    expect(life.refresh()).toBeUndefined();
    await kernel.advance(600_000);
    expect(calls).toHaveLength(1);
  });

  it("is there once", async () => {
    const { life } = schedulerWithLife(groupType);
    await life.create({ name: "cell" });
    await expect(life.create({ name: "cell" })).rejects.toMatchObject({ code: "ConflictException", status: 409 });
  });
});

describe("Scheduler's API", () => {
  it("makes, tells, lists and deletes schedules and groups", async () => {
    const { api } = schedulerWithLife(scheduleType);
    const named = (Name: string, more: Properties = {}) => api("CreateSchedule", { ...wire, Name, ...more });
    await api("CreateScheduleGroup", { Name: "cell" });
    for (const name of ["b", "a", "c"]) await named(name);
    await named("d", { GroupName: "cell", State: "DISABLED" });
    await expect(named("a")).rejects.toMatchObject({ code: "ConflictException", status: 409 });
    const first = await api("ListSchedules", { MaxResults: "2" });
    expect(first["Schedules"]).toMatchObject([{ Name: "d", GroupName: "cell" }, { Name: "a" }]);
    const { NextToken } = first;
    expect(await api("ListSchedules", { MaxResults: "2", NextToken })).toEqual({
      Schedules: [expect.objectContaining({ Name: "b" }), expect.objectContaining({ Name: "c" })],
    });
    expect((await api("ListSchedules", { State: "DISABLED" }))["Schedules"]).toMatchObject([{ Name: "d" }]);
    expect(await api("GetSchedule", { Name: "a" })).toMatchObject({
      ...wire,
      Name: "a",
      State: "ENABLED",
      Target: { ...wire.Target, RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 } },
    });
    expect((await api("ListScheduleGroups", {}))["ScheduleGroups"]).toMatchObject([
      { Name: "cell" },
      { Name: "default" },
    ]);
    await api("DeleteScheduleGroup", { Name: "cell" });
    await api("DeleteSchedule", { Name: "a" });
    expect((await api("ListSchedules", {}))["Schedules"]).toMatchObject([{ Name: "b" }, { Name: "c" }]);
    for (const action of ["GetSchedule", "DeleteSchedule"]) {
      await expect(api(action, { Name: "a" })).rejects.toThrow("Schedule a does not exist.");
    }
    await expect(api("GetScheduleGroup", { Name: "cell" })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
    });
  });
});
