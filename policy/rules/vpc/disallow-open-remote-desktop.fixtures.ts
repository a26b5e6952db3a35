import { openingFixtures } from "./compliant.ts";
import { disallowOpenRemoteDesktop } from "./disallow-open-remote-desktop.ts";

/** Openings in three forms, from networks and from anywhere. */
export const fixtures = openingFixtures(disallowOpenRemoteDesktop, {
  direction: "ingress",
  allowed: { "from a network": [{ protocol: "tcp", fromPort: 3389, toPort: 3389 }, "10.0.0.0/16"] },
  refused: {
    "from anywhere": [
      { protocol: "tcp", fromPort: 3389, toPort: 3389 },
      "0.0.0.0/0",
      "opens remote desktop (port 3389) to 0.0.0.0/0.",
    ],
    "from anywhere by IPv6": [
      { protocol: "tcp", fromPort: 3389, toPort: 3389 },
      "::/0",
      "opens remote desktop (port 3389) to ::/0.",
    ],
    "from half of it, by number of protocol": [
      { protocol: "6", fromPort: 3389, toPort: 3389 },
      "128.0.0.0/1",
      "opens remote desktop (port 3389) to 128.0.0.0/1.",
    ],
  },
  unknown: { protocol: "tcp", fromPort: 3389, toPort: 3389 },
});
