import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { zone } from "./compliant.ts";
import { disallowForcedZoneDeletion } from "./disallow-forced-zone-deletion.ts";

const privateZone = { ...zone, vpcs: [{ vpcId: "vpc-0a1b2c3d4e5f60718" }] };

/** With and without it. */
export const fixtures: Fixtures = {
  rule: disallowForcedZoneDeletion,
  compliant: {
    "the default": { properties: privateZone },
    off: { properties: changed(privateZone, { forceDestroy: false }) },
  },
  violating: {
    on: {
      properties: changed(privateZone, { forceDestroy: true }),
      faults: ["The zone is deleted with all records in it."],
    },
  },
  unknown: { it: { properties: changed(privateZone, { forceDestroy: UNKNOWN }), path: "forceDestroy" } },
};
