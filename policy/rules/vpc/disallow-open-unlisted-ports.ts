import { rule } from "../../core/rule.ts";
import {
  anywhereOf,
  carriesPorts,
  INGRESS_TYPES,
  isAllPorts,
  faultsOfOpenings,
  portOf,
  subjectOf,
} from "./openings.ts";
import { RULED_PORTS } from "./ports.ts";

function rangeOf(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** What the internet reaches is listed. */
export const disallowOpenUnlistedPorts = rule({
  name: "disallow-open-unlisted-ports",
  description: "Security groups let the internet reach listed ports only: 80 and 443.",
  types: INGRESS_TYPES,
  property: "ec2.SecurityGroup.ingress.unlisted",
  severity: "medium",
  level: "mandatory",
  reason: "A port that was opened for a trial stays open; a list shows which are meant.",
  remediation:
    "Close the port, name networks instead of 0.0.0.0/0 or ::/0, or list the port in the setting `ports` of this rule.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "1.4.2"], soc2: ["CC6.6"], gdpr: ["32.1.b"], "aws-fsbp": ["EC2.18"] },
  settings: {
    ports: {
      type: "array",
      items: { type: "string" },
      description: "The ports that the internet may reach.",
      default: ["80", "443"],
    },
  },
  judge: ({ resource, settings }) => {
    const allowed = new Set(settings.ports.map(Number));
    return faultsOfOpenings(resource, "ingress", (opening) => {
      const { protocol, from, to } = opening;
      if (isAllPorts(opening) || !carriesPorts(protocol) || portOf(opening, RULED_PORTS) !== undefined)
        return undefined;
      // More ports than are listed cannot all be.
      const unlisted = to - from >= allowed.size || !rangeOf(from, to).every((port) => allowed.has(port));
      const range = unlisted ? anywhereOf(opening) : undefined;
      return range === undefined
        ? undefined
        : `${subjectOf(opening)} opens ${from === to ? `port ${from}` : `ports ${from} to ${to}`} to ${range}.`;
    });
  },
});
