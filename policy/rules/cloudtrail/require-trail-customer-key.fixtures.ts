import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { requireTrailCustomerKey } from "./require-trail-customer-key.ts";

/** Trails with and without a key. */
export const fixtures: Fixtures = {
  rule: requireTrailCustomerKey,
  compliant: {
    "a key": { properties: trail },
    "a key of the stack": {
      properties: changed(trail, { kmsKeyId: UNKNOWN }),
      madeFrom: { kmsKeyId: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    none: {
      properties: changed(trail, { kmsKeyId: undefined }),
      faults: ["The trail is not encrypted with a customer managed key."],
    },
  },
  unknown: { key: { properties: changed(trail, { kmsKeyId: UNKNOWN }), path: "kmsKeyId" } },
};
