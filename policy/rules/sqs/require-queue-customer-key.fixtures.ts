import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { queue } from "./compliant.ts";
import { requireQueueCustomerKey } from "./require-queue-customer-key.ts";

/** A queue with, without and with AWS's own key. */
export const fixtures: Fixtures = {
  rule: requireQueueCustomerKey,
  compliant: {
    "a key's ARN": { properties: queue },
    "an alias": { properties: changed(queue, { kmsMasterKeyId: "alias/orders" }) },
    "a key of this program that is not there yet": {
      properties: changed(queue, { kmsMasterKeyId: UNKNOWN }),
      madeFrom: { kmsMasterKeyId: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "no key": {
      properties: changed(queue, { kmsMasterKeyId: undefined }),
      faults: ["The queue is not encrypted with a customer managed key."],
    },
    "SQS's own keys": {
      properties: changed(queue, { kmsMasterKeyId: undefined, sqsManagedSseEnabled: true }),
      faults: ["The queue is not encrypted with a customer managed key."],
    },
    "no encryption at all": {
      properties: changed(queue, { kmsMasterKeyId: "", sqsManagedSseEnabled: false }),
      faults: ["The queue is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(queue, { kmsMasterKeyId: "alias/aws/sqs" }),
      faults: ["The queue is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(queue, { kmsMasterKeyId: UNKNOWN }), path: "kmsMasterKeyId" },
  },
};
