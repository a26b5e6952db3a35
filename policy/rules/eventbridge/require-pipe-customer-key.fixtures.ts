import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { pipe } from "./compliant.ts";
import { requirePipeCustomerKey } from "./require-pipe-customer-key.ts";

/** The pipe with a customer's key and with AWS's. */
export const fixtures: Fixtures = {
  rule: requirePipeCustomerKey,
  compliant: {
    "a key": { properties: pipe },
    "a key of this program that is not there yet": {
      properties: changed(pipe, { kmsKeyIdentifier: UNKNOWN }),
      madeFrom: { kmsKeyIdentifier: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(pipe, { kmsKeyIdentifier: undefined }),
      faults: ["The pipe is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(pipe, { kmsKeyIdentifier: "alias/aws/pipes" }),
      faults: ["The pipe is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(pipe, { kmsKeyIdentifier: UNKNOWN }), path: "kmsKeyIdentifier" },
  },
};
