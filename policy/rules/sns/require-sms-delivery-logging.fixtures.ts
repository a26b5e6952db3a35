import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { smsPreferences } from "./compliant.ts";
import { requireSmsDeliveryLogging } from "./require-sms-delivery-logging.ts";

/** Preferences with and without logs of deliveries. */
export const fixtures: Fixtures = {
  rule: requireSmsDeliveryLogging,
  compliant: {
    "a role": { properties: smsPreferences },
  },
  violating: {
    none: {
      properties: changed(smsPreferences, { deliveryStatusIamRoleArn: undefined }),
      faults: ["Text messages are sent without a log of deliveries."],
    },
  },
  unknown: {
    role: {
      properties: changed(smsPreferences, { deliveryStatusIamRoleArn: UNKNOWN }),
      path: "deliveryStatusIamRoleArn",
    },
  },
};
