import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { subnet } from "./network.ts";
import { disallowPublicAddressesInSubnets } from "./disallow-public-addresses-in-subnets.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: disallowPublicAddressesInSubnets,
  compliant: {
    "the default": { properties: subnet },
    off: { properties: changed(subnet, { mapPublicIpOnLaunch: false }) },
  },
  violating: {
    on: {
      properties: changed(subnet, { mapPublicIpOnLaunch: true }),
      faults: ["The subnet gives a public address to what is started in it."],
    },
  },
  unknown: { it: { properties: changed(subnet, { mapPublicIpOnLaunch: UNKNOWN }), path: "mapPublicIpOnLaunch" } },
};
