import { rule } from "../../core/rule.ts";
import { knownOr } from "../../core/reference.ts";
import { isAnywhere } from "./openings.ts";

const TABLE = "aws:ec2/routeTable:RouteTable";

/** What goes to a peer is named. */
export const disallowOpenPeeringRoute = rule({
  name: "disallow-open-peering-route",
  description: "Routes to a peered VPC name its network, not everything.",
  types: ["aws:ec2/route:Route", "aws:ec2/routeTable:RouteTable"],
  property: "ec2.Route.vpcPeeringConnectionId",
  severity: "medium",
  level: "mandatory",
  reason: "Sent everything, the peer sees, and may answer for, all traffic that was meant for elsewhere.",
  remediation: "Set `destinationCidrBlock` or `cidrBlock` to the peer's network.",
  controls: { "pci-dss-4.0.1": ["1.2.1", "1.3.1"], soc2: ["CC6.6"] },
  judge: ({ resource, read }) => {
    const routes = resource.type === TABLE ? read.blocks("routes") : [read];
    return routes.flatMap((route) => {
      // Read first, since most routes go elsewhere and then their targets need not be known.
      const names =
        resource.type === TABLE ? ["cidrBlock", "ipv6CidrBlock"] : ["destinationCidrBlock", "destinationIpv6CidrBlock"];
      const everything = names.flatMap((name) => route.text(name) ?? []).find(isAnywhere);
      if (
        everything === undefined ||
        !knownOr(
          () => route.has("vpcPeeringConnectionId"),
          () => true,
        )
      )
        return [];
      return [`${route.path === "" ? "The route" : route.path} sends ${everything} to a peer.`];
    });
  },
});
