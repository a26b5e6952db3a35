import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { encryption } from "./compliant.ts";
import { requireTraceCustomerKey } from "./require-trace-customer-key.ts";

/** Regions by the key of their traces. */
export const fixtures: Fixtures = {
  rule: requireTraceCustomerKey,
  compliant: {
    "a key's ARN": { properties: encryption },
    "a key of this program that is not there yet": {
      properties: changed(encryption, { keyId: UNKNOWN }),
      madeFrom: { keyId: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
    "an alias": { properties: changed(encryption, { keyId: "alias/traces" }) },
  },
  violating: {
    "the default": {
      properties: changed(encryption, { type: "NONE", keyId: undefined }),
      faults: ["The store of traces is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(encryption, { keyId: "alias/aws/xray" }),
      faults: ["The store of traces is encrypted with the key that AWS manages."],
    },
  },
  unknown: { "the key": { properties: changed(encryption, { keyId: UNKNOWN }), path: "keyId" } },
};
