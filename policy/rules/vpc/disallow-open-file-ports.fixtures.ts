import { openingFixtures } from "./compliant.ts";
import { disallowOpenFilePorts } from "./disallow-open-file-ports.ts";

/** Openings in three forms, from networks and from anywhere. */
export const fixtures = openingFixtures(disallowOpenFilePorts, {
  direction: "ingress",
  allowed: { "from a network": [{ protocol: "tcp", fromPort: 445, toPort: 445 }, "10.0.0.0/16"] },
  refused: {
    "from anywhere": [
      { protocol: "tcp", fromPort: 445, toPort: 445 },
      "0.0.0.0/0",
      "opens files or mail (port 445) to 0.0.0.0/0.",
    ],
    "from anywhere by IPv6": [
      { protocol: "tcp", fromPort: 445, toPort: 445 },
      "::/0",
      "opens files or mail (port 445) to ::/0.",
    ],
    "from half of it, by number of protocol": [
      { protocol: "6", fromPort: 445, toPort: 445 },
      "128.0.0.0/1",
      "opens files or mail (port 445) to 128.0.0.0/1.",
    ],
  },
  unknown: { protocol: "tcp", fromPort: 445, toPort: 445 },
});
