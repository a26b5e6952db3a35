import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowOpenPeeringRoute } from "./disallow-open-peering-route.ts";

/** Routes in both forms. */
export const fixtures: Fixtures = {
  rule: disallowOpenPeeringRoute,
  compliant: {
    "the peer's network": {
      properties: { routeTableId: "rtb-1", destinationCidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-1" },
    },
    "the internet by a gateway": {
      properties: { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN },
    },
    "a table": {
      type: "aws:ec2/routeTable:RouteTable",
      properties: {
        vpcId: "vpc-1",
        routes: [
          { cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" },
          { cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-1" },
        ],
      },
    },
  },
  violating: {
    everything: {
      properties: { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: "pcx-1" },
      faults: ["The route sends 0.0.0.0/0 to a peer."],
    },
    "everything by IPv6, in a table": {
      type: "aws:ec2/routeTable:RouteTable",
      properties: { vpcId: "vpc-1", routes: [{ ipv6CidrBlock: "::/0", vpcPeeringConnectionId: "pcx-1" }] },
      faults: ["routes[0] sends ::/0 to a peer."],
    },
  },
  unknown: {
    range: {
      properties: { routeTableId: "rtb-1", destinationCidrBlock: UNKNOWN, vpcPeeringConnectionId: "pcx-1" },
      path: "destinationCidrBlock",
    },
  },
};
