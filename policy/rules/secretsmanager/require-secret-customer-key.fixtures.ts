import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { rotated, secret } from "./compliant.ts";
import { requireSecretCustomerKey } from "./require-secret-customer-key.ts";

/** Secrets with a customer's key and with AWS's. */
export const fixtures: Fixtures = {
  rule: requireSecretCustomerKey,
  compliant: {
    "a key": { properties: secret, companions: rotated },
    "a key of this program that is not there yet": {
      properties: changed(secret, { kmsKeyId: UNKNOWN }),
      madeFrom: { kmsKeyId: ["key"] },
      companions: [...rotated, { type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(secret, { kmsKeyId: undefined }),
      companions: rotated,
      faults: ["The secret is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(secret, { kmsKeyId: "alias/aws/secretsmanager" }),
      companions: rotated,
      faults: ["The secret is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(secret, { kmsKeyId: UNKNOWN }), companions: rotated, path: "kmsKeyId" },
  },
};
