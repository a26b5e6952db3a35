import { openingFixtures } from "./compliant.ts";
import { disallowOpenDataPorts } from "./disallow-open-data-ports.ts";

/** Openings in three forms, from networks and from anywhere. */
export const fixtures = openingFixtures(disallowOpenDataPorts, {
  direction: "ingress",
  allowed: { "from a network": [{ protocol: "tcp", fromPort: 5432, toPort: 5432 }, "10.0.0.0/16"] },
  refused: {
    "from anywhere": [
      { protocol: "tcp", fromPort: 5432, toPort: 5432 },
      "0.0.0.0/0",
      "opens a database (port 5432) to 0.0.0.0/0.",
    ],
    "from anywhere by IPv6": [
      { protocol: "tcp", fromPort: 5432, toPort: 5432 },
      "::/0",
      "opens a database (port 5432) to ::/0.",
    ],
    "from half of it, by number of protocol": [
      { protocol: "6", fromPort: 5432, toPort: 5432 },
      "128.0.0.0/1",
      "opens a database (port 5432) to 128.0.0.0/1.",
    ],
  },
  unknown: { protocol: "tcp", fromPort: 5432, toPort: 5432 },
});
