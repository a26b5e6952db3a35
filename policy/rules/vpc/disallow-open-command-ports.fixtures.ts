import { openingFixtures } from "./compliant.ts";
import { disallowOpenCommandPorts } from "./disallow-open-command-ports.ts";

/** Openings in three forms, from networks and from anywhere. */
export const fixtures = openingFixtures(disallowOpenCommandPorts, {
  direction: "ingress",
  allowed: { "from a network": [{ protocol: "tcp", fromPort: 2375, toPort: 2375 }, "10.0.0.0/16"] },
  refused: {
    "from anywhere": [
      { protocol: "tcp", fromPort: 2375, toPort: 2375 },
      "0.0.0.0/0",
      "opens remote commands (port 2375) to 0.0.0.0/0.",
    ],
    "from anywhere by IPv6": [
      { protocol: "tcp", fromPort: 2375, toPort: 2375 },
      "::/0",
      "opens remote commands (port 2375) to ::/0.",
    ],
    "from half of it, by number of protocol": [
      { protocol: "6", fromPort: 2375, toPort: 2375 },
      "128.0.0.0/1",
      "opens remote commands (port 2375) to 128.0.0.0/1.",
    ],
  },
  unknown: { protocol: "tcp", fromPort: 2375, toPort: 2375 },
});
