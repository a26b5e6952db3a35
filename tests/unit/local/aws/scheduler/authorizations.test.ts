import { describe, expect, it } from "vitest";
import { schedulerAuthorizations } from "../../../../../local/aws/scheduler/authorizations.ts";
import { accountId, callOf } from "../account.ts";

const prefix = `arn:aws:scheduler:eu-west-1:${accountId}`;
const RoleArn = `arn:aws:iam::${accountId}:role/sweep`;

describe("what IAM is asked about a call of Scheduler", () => {
  it.each([
    ["GetSchedule", { Name: "sweep" }, `${prefix}:schedule/default/sweep`],
    ["DeleteSchedule", { Name: "sweep", GroupName: "night" }, `${prefix}:schedule/night/sweep`],
    ["ListSchedules", {}, `${prefix}:schedule/*/*`],
    ["GetScheduleGroup", { Name: "night" }, `${prefix}:schedule-group/night`],
    ["ListScheduleGroups", {}, "*"],
  ])("%s %j", (action, input, resource) => {
    expect(schedulerAuthorizations(callOf("scheduler", action, input))).toEqual([
      { action: `scheduler:${action}`, resource, context: {} },
    ]);
  });

  it.each(["CreateSchedule", "UpdateSchedule"])("is whether the caller may pass the role: %s", (action) => {
    const input = { Name: "sweep", Target: { Arn: "arn", RoleArn } };
    expect(schedulerAuthorizations(callOf("scheduler", action, input))).toEqual([
      { action: `scheduler:${action}`, resource: `${prefix}:schedule/default/sweep`, context: {} },
      { action: "iam:PassRole", resource: RoleArn, context: { "iam:PassedToService": ["scheduler.amazonaws.com"] } },
    ]);
  });
});
