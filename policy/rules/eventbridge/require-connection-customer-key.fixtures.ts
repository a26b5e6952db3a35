import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { connection } from "./compliant.ts";
import { requireConnectionCustomerKey } from "./require-connection-customer-key.ts";

/** The connection with a customer's key and with AWS's. */
export const fixtures: Fixtures = {
  rule: requireConnectionCustomerKey,
  compliant: {
    "a key": { properties: connection },
    "a key of this program that is not there yet": {
      properties: changed(connection, { kmsKeyIdentifier: UNKNOWN }),
      madeFrom: { kmsKeyIdentifier: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(connection, { kmsKeyIdentifier: undefined }),
      faults: ["The connection is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(connection, { kmsKeyIdentifier: "alias/aws/secretsmanager" }),
      faults: ["The connection is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(connection, { kmsKeyIdentifier: UNKNOWN }), path: "kmsKeyIdentifier" },
  },
};
