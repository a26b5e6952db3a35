import { openingFixtures } from "./compliant.ts";
import { disallowOpenEgress } from "./disallow-open-egress.ts";

/** Ways out in three forms. */
export const fixtures = openingFixtures(disallowOpenEgress, {
  direction: "egress",
  allowed: {
    "HTTPS anywhere": [{ protocol: "tcp", fromPort: 443, toPort: 443 }, "0.0.0.0/0"],
    "all to a network": [{ protocol: "-1" }, "10.0.0.0/16"],
  },
  refused: {
    all: [{ protocol: "-1" }, "0.0.0.0/0", "lets all traffic out to 0.0.0.0/0."],
    "all by IPv6": [{ protocol: "-1" }, "::/0", "lets all traffic out to ::/0."],
  },
  unknown: { protocol: "-1" },
});
