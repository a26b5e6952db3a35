import { changed, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { alarm, compositeAlarm } from "./compliant.ts";
import { requireAlarmActions } from "./require-alarm-actions.ts";

const silent = changed(alarm, { alarmActions: undefined });

const made: Companion = {
  type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  name: "down",
  properties: compositeAlarm,
};

const check: Companion = {
  type: "aws:route53/healthCheck:HealthCheck",
  name: "check",
  properties: { type: "CLOUDWATCH_METRIC", cloudwatchAlarmName: "orders-errors", cloudwatchAlarmRegion: "eu-west-1" },
};

/** Alarms that tell somebody, that are part of another, and that do nothing. */
export const fixtures: Fixtures = {
  rule: requireAlarmActions,
  compliant: {
    "a topic": { properties: alarm },
    "a topic that is not there yet": { properties: changed(alarm, { alarmActions: [UNKNOWN] }) },
    "part of another alarm": { properties: silent, companions: [made] },
    "a health check's": { properties: silent, companions: [check] },
    "an alarm made of others": { type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", properties: compositeAlarm },
  },
  violating: {
    absent: { properties: changed(alarm, { alarmActions: undefined }), faults: ["The alarm tells nobody."] },
    "no action": { properties: changed(alarm, { alarmActions: [] }), faults: ["The alarm tells nobody."] },
    "an action for silence alone": {
      properties: changed(alarm, {
        alarmActions: undefined,
        okActions: ["arn:aws:sns:eu-west-1:111122223333:on-call"],
      }),
      faults: ["The alarm tells nobody."],
    },
    "no part of the other alarm": {
      properties: changed(silent, { name: "orders-cost" }),
      companions: [made],
      faults: ["The alarm tells nobody."],
    },
    "an alarm made of others": {
      type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
      properties: changed(compositeAlarm, { alarmActions: undefined }),
      faults: ["The alarm tells nobody."],
    },
  },
  unknown: { "the actions": { properties: changed(alarm, { alarmActions: UNKNOWN }), path: "alarmActions" } },
};
