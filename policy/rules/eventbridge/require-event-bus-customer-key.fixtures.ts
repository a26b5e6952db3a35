import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { bus } from "./compliant.ts";
import { requireEventBusCustomerKey } from "./require-event-bus-customer-key.ts";

/** The event bus with a customer's key and with AWS's. */
export const fixtures: Fixtures = {
  rule: requireEventBusCustomerKey,
  compliant: {
    "a key": { properties: bus },
    "a key of this program that is not there yet": {
      properties: changed(bus, { kmsKeyIdentifier: UNKNOWN }),
      madeFrom: { kmsKeyIdentifier: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
  },
  violating: {
    "nothing said": {
      properties: changed(bus, { kmsKeyIdentifier: undefined }),
      faults: ["The event bus is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(bus, { kmsKeyIdentifier: "alias/aws/events" }),
      faults: ["The event bus is encrypted with the key that AWS manages."],
    },
  },
  unknown: {
    key: { properties: changed(bus, { kmsKeyIdentifier: UNKNOWN }), path: "kmsKeyIdentifier" },
  },
};
