import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { archive } from "./compliant.ts";
import { requireArchiveCustomerKey } from "./require-archive-customer-key.ts";

/** The archive with a customer's key and with AWS's. */
export const fixtures: Fixtures = {
  rule: requireArchiveCustomerKey,
  compliant: {
    "a key": { properties: archive },
    "a key of this program that is not there yet": {
      properties: changed(archive, { kmsKeyIdentifier: UNKNOWN }),
      madeFrom: { kmsKeyIdentifier: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(archive, { kmsKeyIdentifier: undefined }),
      faults: ["The archive is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(archive, { kmsKeyIdentifier: "alias/aws/events" }),
      faults: ["The archive is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(archive, { kmsKeyIdentifier: UNKNOWN }), path: "kmsKeyIdentifier" },
  },
};
