import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { activity } from "./compliant.ts";
import { requireActivityCustomerKey } from "./require-activity-customer-key.ts";

/** Activities with and without a key. */
export const fixtures: Fixtures = {
  rule: requireActivityCustomerKey,
  compliant: { "a key's ARN": { properties: activity } },
  violating: {
    absent: {
      properties: changed(activity, { encryptionConfiguration: undefined }),
      faults: ["The activity is not encrypted with a customer managed key."],
    },
    "AWS's": {
      properties: changed(activity, { encryptionConfiguration: { type: "AWS_OWNED_KEY" } }),
      faults: ["The activity is not encrypted with a customer managed key."],
    },
  },
  unknown: {
    "the key": {
      properties: changed(activity, {
        encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: UNKNOWN },
      }),
      path: "encryptionConfiguration.kmsKeyId",
    },
  },
};
