import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { key, table } from "./compliant.ts";
import { requireTableCustomerKey } from "./require-table-customer-key.ts";

/** A table with a customer's key, and with those that AWS keeps. */
export const fixtures: Fixtures = {
  rule: requireTableCustomerKey,
  compliant: {
    "a key's ARN": { properties: table },
    "the block in a list, as the bridge also writes it": {
      properties: changed(table, { serverSideEncryption: [{ enabled: true, kmsKeyArn: key }] }),
    },
    "a key of this program that is not there yet": {
      properties: changed(table, { serverSideEncryption: { enabled: true, kmsKeyArn: UNKNOWN } }),
      madeFrom: { serverSideEncryption: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: { enableKeyRotation: true } }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(table, { serverSideEncryption: undefined }),
      faults: ["The table is not encrypted with a customer managed key."],
    },
    "enabled, with no key": {
      properties: changed(table, { serverSideEncryption: { enabled: true } }),
      faults: ["The table is not encrypted with a customer managed key."],
    },
    "a key, and not enabled": {
      properties: changed(table, { serverSideEncryption: { enabled: false, kmsKeyArn: key } }),
      faults: ["The table is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(table, {
        serverSideEncryption: { enabled: true, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:alias/aws/dynamodb" },
      }),
      faults: ["The table is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: {
      properties: changed(table, { serverSideEncryption: { enabled: true, kmsKeyArn: UNKNOWN } }),
      path: "serverSideEncryption.kmsKeyArn",
    },
    "the block": { properties: changed(table, { serverSideEncryption: UNKNOWN }), path: "serverSideEncryption" },
  },
};
