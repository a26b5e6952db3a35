import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { store } from "./compliant.ts";
import { requireEventStoreCustomerKey } from "./require-event-store-customer-key.ts";

/** Stores with and without a key. */
export const fixtures: Fixtures = {
  rule: requireEventStoreCustomerKey,
  compliant: { "a key": { properties: store } },
  violating: {
    none: {
      properties: changed(store, { kmsKeyId: undefined }),
      faults: ["The store is not encrypted with a customer managed key."],
    },
  },
  unknown: { key: { properties: changed(store, { kmsKeyId: UNKNOWN }), path: "kmsKeyId" } },
};
