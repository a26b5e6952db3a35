import { availabilityZones } from "./cidrs.ts";
import type { CellPlan } from "./cell-plan.ts";
import type { Stage } from "./registry.ts";
import { natGateways } from "./sizes.ts";
import { watchers } from "./watchers.ts";

/** What a cell takes of something that AWS gives an account only so much of. */
export interface Need {
  readonly what: string;
  readonly count: number;
  /** Over what AWS counts it: all cells of a region share one quota, a cell has its network and zones to itself. */
  readonly per: "region" | "cell";
  /** As Service Quotas knows it. */
  readonly service: string;
  readonly code: string;
}

/** Concurrency that Lambda lets nobody reserve: it stays for functions without a reservation. */
export const unreservedConcurrencyLeast = 100;

/** What a cell takes out of its region's quotas. Codes: https://docs.aws.amazon.com/vpc/latest/userguide/ */
export function cellNeeds({ size, interfaceEndpoints }: CellPlan): readonly Need[] {
  const gateways = natGateways(size);
  const inVpc = (what: string, count: number, per: Need["per"], code: string): Need => ({
    what,
    count,
    per,
    service: "vpc",
    code,
  });
  return [
    inVpc("VPCs", 1, "region", "L-F678F1CE"),
    inVpc("internet gateways", 1, "region", "L-A4707A72"),
    { what: "Elastic IP addresses", count: gateways, per: "region", service: "ec2", code: "L-0263D0A3" },
    inVpc("NAT gateways in a zone", Math.ceil(gateways / availabilityZones), "region", "L-FE5A380F"),
    inVpc("gateway endpoints", 2, "region", "L-1B52E74A"),
    inVpc("interface endpoints in a VPC", interfaceEndpoints.length, "cell", "L-29B6F2EB"),
  ];
}

/** Concurrency that the functions of a stack set aside for themselves in a region. */
export interface Reservation {
  readonly region: string;
  readonly reserved: number;
}

/** What a cell's functions set aside. */
export function cellReservations({ cell, functions }: Pick<CellPlan, "cell" | "functions">): readonly Reservation[] {
  return [{ region: cell.region, reserved: functions.reduce((sum, { reserved = 0 }) => sum + reserved, 0) }];
}

/** What the watchers set aside, wherever they stand. */
export function watcherReservations(stage: Stage): readonly Reservation[] {
  return watchers(stage).map(({ region, reserved }) => ({ region, reserved }));
}
