import { MAIN, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { queryLog, signing, zone } from "./compliant.ts";
import { requireZoneSigning } from "./require-zone-signing.ts";

/** Zones with and without it. */
export const fixtures: Fixtures = {
  rule: requireZoneSigning,
  compliant: {
    "one that the engine connects": { properties: zone, companions: [queryLog, signing] },
    "one that the key passes on": {
      properties: zone,
      companions: [
        queryLog,
        { ...signing, madeFrom: { hostedZoneId: ["signing-key"] } },
        {
          type: "aws:route53/keySigningKey:KeySigningKey",
          name: "signing-key",
          properties: { hostedZoneId: UNKNOWN, keyManagementServiceArn: UNKNOWN, name: "orders" },
          madeFrom: { hostedZoneId: [MAIN] },
        },
      ],
    },
    "a private zone": { properties: { ...zone, vpcs: [{ vpcId: "vpc-0a1b2c3d4e5f60718" }] } },
  },
  violating: { none: { properties: zone, companions: [queryLog], faults: ["The zone is not signed."] } },
  unknown: {
    "whose it is": {
      properties: zone,
      companions: [{ ...signing, madeFrom: {} }],
      path: `hostedZoneId of aws:route53/hostedZoneDnsSec:HostedZoneDnsSec ${signing.name}`,
    },
    networks: { properties: { ...zone, vpcs: UNKNOWN }, path: "vpcs" },
  },
};
