import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { inlineReplica, table } from "./compliant.ts";
import { requireInlineReplicaCustomerKey } from "./require-inline-replica-customer-key.ts";

/** Replicas as blocks of their table, with and without keys. */
export const fixtures: Fixtures = {
  rule: requireInlineReplicaCustomerKey,
  compliant: {
    "no replica": { properties: table },
    "a replica with a key": { properties: changed(table, { replicas: [inlineReplica] }) },
  },
  violating: {
    "one of two without": {
      properties: changed(table, {
        replicas: [inlineReplica, changed(inlineReplica, { regionName: "us-west-2", kmsKeyArn: undefined })],
      }),
      faults: ["The replica in us-west-2 is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(table, {
        replicas: [changed(inlineReplica, { kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:alias/aws/dynamodb" })],
      }),
      faults: ["The replica in us-east-1 is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: {
      properties: changed(table, { replicas: [changed(inlineReplica, { kmsKeyArn: UNKNOWN })] }),
      path: "replicas[0].kmsKeyArn",
    },
    replicas: { properties: changed(table, { replicas: UNKNOWN }), path: "replicas" },
  },
};
