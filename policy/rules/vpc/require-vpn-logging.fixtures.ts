import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { vpn } from "./network.ts";
import { requireVpnLogging } from "./require-vpn-logging.ts";

/** Tunnels with and without a log. */
export const fixtures: Fixtures = {
  rule: requireVpnLogging,
  compliant: { both: { properties: vpn } },
  violating: {
    one: {
      properties: changed(vpn, { tunnel2LogOptions: undefined }),
      faults: ["The connection logs nothing of tunnel 2."],
    },
    none: {
      properties: changed(vpn, {
        tunnel1LogOptions: undefined,
        tunnel2LogOptions: { cloudwatchLogOptions: { logEnabled: false } },
      }),
      faults: ["The connection logs nothing of tunnel 1 and 2."],
    },
  },
  unknown: { it: { properties: changed(vpn, { tunnel1LogOptions: UNKNOWN }), path: "tunnel1LogOptions" } },
};
