import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { store } from "./compliant.ts";
import { requireEventStoreProtection } from "./require-event-store-protection.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireEventStoreProtection,
  compliant: {
    "the default": { properties: store },
    on: { properties: changed(store, { terminationProtectionEnabled: true }) },
  },
  violating: {
    off: {
      properties: changed(store, { terminationProtectionEnabled: false }),
      faults: ["The store is not protected against termination."],
    },
  },
  unknown: {
    it: { properties: changed(store, { terminationProtectionEnabled: UNKNOWN }), path: "terminationProtectionEnabled" },
  },
};
