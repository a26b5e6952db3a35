import { openingFixtures } from "./compliant.ts";
import { disallowOpenAllTraffic } from "./disallow-open-all-traffic.ts";

/** Openings in three forms, from networks and from anywhere. */
export const fixtures = openingFixtures(disallowOpenAllTraffic, {
  direction: "ingress",
  allowed: { "all from a network": [{ protocol: "-1" }, "10.0.0.0/16"] },
  refused: {
    "all protocols": [{ protocol: "-1" }, "0.0.0.0/0", "opens all ports to 0.0.0.0/0."],
    "all protocols by IPv6": [{ protocol: "-1" }, "::/0", "opens all ports to ::/0."],
    "all ports": [{ protocol: "tcp", fromPort: 0, toPort: 65_535 }, "0.0.0.0/0", "opens all ports to 0.0.0.0/0."],
  },
  unknown: { protocol: "-1" },
});
