import { openingFixtures } from "./compliant.ts";
import { disallowOpenShell } from "./disallow-open-shell.ts";

/** Openings in three forms, from networks and from anywhere. */
export const fixtures = openingFixtures(disallowOpenShell, {
  direction: "ingress",
  allowed: { "from a network": [{ protocol: "tcp", fromPort: 22, toPort: 22 }, "10.0.0.0/16"] },
  refused: {
    "from anywhere": [{ protocol: "tcp", fromPort: 22, toPort: 22 }, "0.0.0.0/0", "opens SSH (port 22) to 0.0.0.0/0."],
    "from anywhere by IPv6": [{ protocol: "tcp", fromPort: 22, toPort: 22 }, "::/0", "opens SSH (port 22) to ::/0."],
    "from half of it, by number of protocol": [
      { protocol: "6", fromPort: 22, toPort: 22 },
      "128.0.0.0/1",
      "opens SSH (port 22) to 128.0.0.0/1.",
    ],
  },
  unknown: { protocol: "tcp", fromPort: 22, toPort: 22 },
});
