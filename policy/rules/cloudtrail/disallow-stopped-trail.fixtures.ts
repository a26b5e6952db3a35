import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { disallowStoppedTrail } from "./disallow-stopped-trail.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: disallowStoppedTrail,
  compliant: { "the default": { properties: trail }, on: { properties: changed(trail, { enableLogging: true }) } },
  violating: { off: { properties: changed(trail, { enableLogging: false }), faults: ["The trail is stopped."] } },
  unknown: { it: { properties: changed(trail, { enableLogging: UNKNOWN }), path: "enableLogging" } },
};
