import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { alarm, compositeAlarm } from "./compliant.ts";
import { requireEnabledAlarms } from "./require-enabled-alarms.ts";

/** Alarms that are heard, and that are muted. */
export const fixtures: Fixtures = {
  rule: requireEnabledAlarms,
  compliant: {
    "the default": { properties: alarm },
    on: { properties: changed(alarm, { actionsEnabled: true }) },
    "an alarm made of others": { type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", properties: compositeAlarm },
  },
  violating: {
    off: { properties: changed(alarm, { actionsEnabled: false }), faults: ["The alarm's actions are switched off."] },
    "off, as text": {
      properties: changed(alarm, { actionsEnabled: "false" }),
      faults: ["The alarm's actions are switched off."],
    },
  },
  unknown: { "the switch": { properties: changed(alarm, { actionsEnabled: UNKNOWN }), path: "actionsEnabled" } },
};
