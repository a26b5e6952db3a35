import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { replica } from "./compliant.ts";
import { requireReplicaCustomerKey } from "./require-replica-customer-key.ts";

/** A replica with a customer's key and with AWS's. */
export const fixtures: Fixtures = {
  rule: requireReplicaCustomerKey,
  compliant: {
    "a key's ARN": { properties: replica },
    "a key of this program that is not there yet": {
      properties: changed(replica, { kmsKeyArn: UNKNOWN }),
      madeFrom: { kmsKeyArn: ["key"] },
      companions: [{ type: "aws:kms/replicaKey:ReplicaKey", name: "key", properties: {} }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(replica, { kmsKeyArn: undefined }),
      faults: ["The replica is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(replica, { kmsKeyArn: "alias/aws/dynamodb" }),
      faults: ["The replica is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(replica, { kmsKeyArn: UNKNOWN }), path: "kmsKeyArn" },
  },
};
