import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { rotation } from "./compliant.ts";
import { requireRotationInterval } from "./require-rotation-interval.ts";

/** Intervals of rotation, in days and as schedules. */
export const fixtures: Fixtures = {
  rule: requireRotationInterval,
  compliant: {
    "30 days": { properties: rotation },
    "every 90 days, as a rate": {
      properties: changed(rotation, { rotationRules: { scheduleExpression: "rate(90 days)" } }),
    },
    "the first of every month": {
      properties: changed(rotation, { rotationRules: { scheduleExpression: "cron(0 16 1 * ? *)" } }),
    },
    "four months by name": {
      properties: changed(rotation, { rotationRules: { scheduleExpression: "cron(0 8 ? JAN,APR,JUL,OCT MON#1 *)" } }),
    },
    "every third month": {
      properties: changed(rotation, { rotationRules: { scheduleExpression: "cron(0 16 1 1/3 ? *)" } }),
    },
  },
  violating: {
    "a year": {
      properties: changed(rotation, { rotationRules: { automaticallyAfterDays: 365 } }),
      faults: ["The secret is rotated every 365 days, more than 90."],
    },
    "a long rate": {
      properties: changed(rotation, { rotationRules: { scheduleExpression: "rate(180 days)" } }),
      faults: ["The secret is rotated every 180 days, more than 90."],
    },
    "every January": {
      properties: changed(rotation, { rotationRules: { scheduleExpression: "cron(0 16 1 1 ? *)" } }),
      faults: ["The secret is rotated every 360 days, more than 90."],
    },
    "more than the setting": {
      properties: changed(rotation, { rotationRules: { automaticallyAfterDays: 100 } }),
      settings: { maxDays: 7 },
      faults: ["The secret is rotated every 100 days, more than 7."],
    },
  },
  unknown: {
    rules: { properties: changed(rotation, { rotationRules: UNKNOWN }), path: "rotationRules" },
  },
};
