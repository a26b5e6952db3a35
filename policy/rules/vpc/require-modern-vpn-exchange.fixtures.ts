import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { vpn } from "./network.ts";
import { requireModernVpnExchange } from "./require-modern-vpn-exchange.ts";

/** Tunnels of both versions. */
export const fixtures: Fixtures = {
  rule: requireModernVpnExchange,
  compliant: { both: { properties: vpn } },
  violating: {
    "the default": {
      properties: changed(vpn, { tunnel1IkeVersions: undefined, tunnel2IkeVersions: undefined }),
      faults: ["The connection allows IKEv1 in tunnel 1 and 2."],
    },
    one: {
      properties: changed(vpn, { tunnel2IkeVersions: ["ikev1", "ikev2"] }),
      faults: ["The connection allows IKEv1 in tunnel 2."],
    },
  },
  unknown: { it: { properties: changed(vpn, { tunnel1IkeVersions: UNKNOWN }), path: "tunnel1IkeVersions" } },
};
