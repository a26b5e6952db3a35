import { openingFixtures } from "./compliant.ts";
import { disallowOpenUnlistedPorts } from "./disallow-open-unlisted-ports.ts";

/** Openings in three forms, listed and not. */
export const fixtures = openingFixtures(disallowOpenUnlistedPorts, {
  direction: "ingress",
  allowed: {
    HTTP: [{ protocol: "tcp", fromPort: 80, toPort: 80 }, "0.0.0.0/0"],
    "another from a network": [{ protocol: "tcp", fromPort: 8080, toPort: 8080 }, "10.0.0.0/16"],
    "echo requests": [{ protocol: "icmp", fromPort: 8, toPort: -1 }, "0.0.0.0/0"],
  },
  refused: {
    another: [{ protocol: "tcp", fromPort: 8080, toPort: 8080 }, "0.0.0.0/0", "opens port 8080 to 0.0.0.0/0."],
    "a range": [{ protocol: "udp", fromPort: 30_000, toPort: 32_767 }, "::/0", "opens ports 30000 to 32767 to ::/0."],
    "a listed one and the next": [
      { protocol: "tcp", fromPort: 443, toPort: 444 },
      "0.0.0.0/0",
      "opens ports 443 to 444 to 0.0.0.0/0.",
    ],
  },
  unknown: { protocol: "tcp", fromPort: 8080, toPort: 8080 },
});
