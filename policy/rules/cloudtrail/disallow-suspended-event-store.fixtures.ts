import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { store } from "./compliant.ts";
import { disallowSuspendedEventStore } from "./disallow-suspended-event-store.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: disallowSuspendedEventStore,
  compliant: { "the default": { properties: store }, off: { properties: changed(store, { suspend: "false" }) } },
  violating: {
    on: { properties: changed(store, { suspend: "true" }), faults: ["The store is suspended."] },
    "on, as a truth": { properties: changed(store, { suspend: true }), faults: ["The store is suspended."] },
  },
  unknown: { it: { properties: changed(store, { suspend: UNKNOWN }), path: "suspend" } },
};
