import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { clientVpn } from "./network.ts";
import { requireClientVpnLogging } from "./require-client-vpn-logging.ts";

/** Endpoints with and without a log. */
export const fixtures: Fixtures = {
  rule: requireClientVpnLogging,
  compliant: { on: { properties: clientVpn } },
  violating: {
    off: {
      properties: changed(clientVpn, { connectionLogOptions: { enabled: false } }),
      faults: ["Connections to the network are not logged."],
    },
    absent: {
      properties: changed(clientVpn, { connectionLogOptions: undefined }),
      faults: ["Connections to the network are not logged."],
    },
  },
  unknown: { it: { properties: changed(clientVpn, { connectionLogOptions: UNKNOWN }), path: "connectionLogOptions" } },
};
