import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { schedule } from "./compliant.ts";
import { requireScheduleCustomerKey } from "./require-schedule-customer-key.ts";

/** The schedule with a customer's key and with AWS's. */
export const fixtures: Fixtures = {
  rule: requireScheduleCustomerKey,
  compliant: {
    "a key": { properties: schedule },
    "a key of this program that is not there yet": {
      properties: changed(schedule, { kmsKeyArn: UNKNOWN }),
      madeFrom: { kmsKeyArn: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(schedule, { kmsKeyArn: undefined }),
      faults: ["The schedule is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(schedule, { kmsKeyArn: "alias/aws/scheduler" }),
      faults: ["The schedule is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(schedule, { kmsKeyArn: UNKNOWN }), path: "kmsKeyArn" },
  },
};
