import { is, type Case, type Fields, type Step, type Suite } from "../case.ts";

const target = {
  Arn: "arn:aws:lambda:eu-west-1:{account}:function:conformance",
  RoleArn: "arn:aws:iam::{account}:role/conformance",
  Input: '{"a":1}',
};
const schedule = (more: Fields = {}, name = "{case}"): Fields => ({
  Name: name,
  ScheduleExpression: "rate(1 hour)",
  FlexibleTimeWindow: { Mode: "OFF" },
  State: "DISABLED",
  Target: target,
  ...more,
});
const create = (more: Fields = {}, name?: string): Step => ({ call: "CreateSchedule", input: schedule(more, name) });
const drop = (name = "{case}"): Step => ({ call: "DeleteSchedule", input: { Name: name } });

function refused(name: string, more: Fields): Case {
  return { name, ...create(more), fails: "ValidationException" };
}

/** EventBridge Scheduler; disabled schedules, since these have nothing to fire at. */
export const schedulerSuites: readonly Suite[] = [
  {
    service: "scheduler",
    topic: "schedules",
    setUp: [{ service: "sts", call: "GetCallerIdentity", input: {}, keep: { account: "Account" } }],
    cases: [
      {
        name: "A schedule describes itself",
        before: [{ ...create(), gives: { ScheduleArn: is.match(/:schedule\/default\/c\w+$/) } }],
        call: "GetSchedule",
        input: { Name: "{case}" },
        gives: {
          Name: "{case}",
          GroupName: "default",
          State: "DISABLED",
          ScheduleExpression: "rate(1 hour)",
          ScheduleExpressionTimezone: "UTC",
          FlexibleTimeWindow: { Mode: "OFF" },
          CreationDate: is.date,
          Target: {
            ...target,
            RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
          },
        },
        after: [drop()],
      },
      {
        name: "A schedule is there already",
        before: [create()],
        ...create(),
        fails: "ConflictException",
        after: [drop()],
      },
      {
        name: "UpdateSchedule replaces the whole schedule",
        before: [
          create({ Description: "first" }),
          { call: "UpdateSchedule", input: schedule({ ScheduleExpression: "rate(2 hours)" }) },
        ],
        call: "GetSchedule",
        input: { Name: "{case}" },
        gives: { ScheduleExpression: "rate(2 hours)", Description: is.absent },
        after: [drop()],
      },
      {
        name: "ListSchedules pages by name",
        before: [
          create({}, "{case}-a"),
          create({}, "{case}-b"),
          {
            call: "ListSchedules",
            input: { NamePrefix: "{case}-", MaxResults: 1 },
            gives: { Schedules: [{ Name: "{case}-a", Target: { Arn: target.Arn } }], NextToken: is.text },
            keep: { token: "NextToken" },
          },
        ],
        call: "ListSchedules",
        input: { NamePrefix: "{case}-", MaxResults: 1, NextToken: "{token}" },
        gives: { Schedules: [{ Name: "{case}-b" }], NextToken: is.absent },
        after: [drop("{case}-a"), drop("{case}-b")],
      },
      {
        name: "A deleted schedule is gone",
        before: [create(), drop()],
        call: "GetSchedule",
        input: { Name: "{case}" },
        fails: "ResourceNotFoundException",
      },
      { name: "A schedule that is none is deleted", ...drop(), fails: "ResourceNotFoundException" },
      {
        name: "A schedule that is none is updated",
        call: "UpdateSchedule",
        input: schedule(),
        fails: "ResourceNotFoundException",
      },
      { name: "A group that is none", ...create({ GroupName: "none-{case}" }), fails: "ResourceNotFoundException" },
      {
        name: "A group has its own schedules",
        before: [
          { call: "CreateScheduleGroup", input: { Name: "g-{case}" } },
          create({ GroupName: "g-{case}" }),
          { call: "GetSchedule", input: { Name: "{case}" }, fails: "ResourceNotFoundException" },
        ],
        call: "GetSchedule",
        input: { Name: "{case}", GroupName: "g-{case}" },
        gives: { GroupName: "g-{case}" },
        after: [{ call: "DeleteScheduleGroup", input: { Name: "g-{case}" } }],
      },
      {
        name: "The default group stays",
        call: "DeleteScheduleGroup",
        input: { Name: "default" },
        fails: "ValidationException",
      },
      refused("A rate of nothing", { ScheduleExpression: "rate(0 minutes)" }),
      refused("A rate in seconds", { ScheduleExpression: "rate(30 seconds)" }),
      refused("A name with a space", { Name: "two words" }),
      refused("A time zone that is none", { ScheduleExpressionTimezone: "Europe/Nowhere" }),
      refused("Too many retries", { Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 186 } } }),
    ],
  },
];
