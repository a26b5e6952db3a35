import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { logGroup } from "./compliant.ts";
import { requireLogGroupCustomerKey } from "./require-log-group-customer-key.ts";

/** Log groups with and without a key. */
export const fixtures: Fixtures = {
  rule: requireLogGroupCustomerKey,
  compliant: {
    "a key's ARN": { properties: logGroup },
    "a key of this program that is not there yet": {
      properties: changed(logGroup, { kmsKeyId: UNKNOWN }),
      madeFrom: { kmsKeyId: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    absent: {
      properties: changed(logGroup, { kmsKeyId: undefined }),
      faults: ["The log group is not encrypted with a customer managed key."],
    },
    empty: {
      properties: changed(logGroup, { kmsKeyId: "" }),
      faults: ["The log group is not encrypted with a customer managed key."],
    },
  },
  unknown: { "the key": { properties: changed(logGroup, { kmsKeyId: UNKNOWN }), path: "kmsKeyId" } },
};
