import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowOpenDnsFirewall } from "./disallow-open-dns-firewall.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: disallowOpenDnsFirewall,
  compliant: {
    shut: { properties: { resourceId: "vpc-0a1b2c3d4e5f60718", firewallFailOpen: "DISABLED" } },
    "the default": {
      properties: changed(
        { resourceId: "vpc-0a1b2c3d4e5f60718", firewallFailOpen: "DISABLED" },
        { firewallFailOpen: undefined },
      ),
    },
  },
  violating: {
    open: {
      properties: changed(
        { resourceId: "vpc-0a1b2c3d4e5f60718", firewallFailOpen: "DISABLED" },
        { firewallFailOpen: "ENABLED" },
      ),
      faults: ["The firewall lets queries through when it fails."],
    },
  },
  unknown: {
    it: {
      properties: changed(
        { resourceId: "vpc-0a1b2c3d4e5f60718", firewallFailOpen: "DISABLED" },
        { firewallFailOpen: UNKNOWN },
      ),
      path: "firewallFailOpen",
    },
  },
};
