import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { stream } from "./compliant.ts";
import { requireStreamCustomerKey } from "./require-stream-customer-key.ts";

/** Streams with, without and with AWS's own key. */
export const fixtures: Fixtures = {
  rule: requireStreamCustomerKey,
  compliant: {
    "a key": { properties: stream },
    "a key of this program that is not there yet": {
      properties: changed(stream, { kmsKeyId: UNKNOWN }),
      madeFrom: { kmsKeyId: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(stream, { encryptionType: undefined, kmsKeyId: undefined }),
      faults: ["The stream is not encrypted with a customer managed key."],
    },
    "NONE, whatever the key": {
      properties: changed(stream, { encryptionType: "NONE" }),
      faults: ["The stream is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(stream, { kmsKeyId: "alias/aws/kinesis" }),
      faults: ["The stream is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(stream, { kmsKeyId: UNKNOWN }), path: "kmsKeyId" },
    type: { properties: changed(stream, { encryptionType: UNKNOWN }), path: "encryptionType" },
  },
};
