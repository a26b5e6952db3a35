/** Address ranges of a cell: one /16, of which every availability zone has a /18 (the fourth is spare). */
export interface CellCidrs {
  readonly vpc: string;
  /** NAT gateways; one per availability zone. */
  readonly public: readonly string[];
  /** The few functions that call out. */
  readonly private: readonly string[];
  /** The functions that touch money: no way out. */
  readonly isolated: readonly string[];
}

/** How many availability zones a cell spans. */
export const availabilityZones = 3;

/** Lays out the /16 whose second octet is `network` (0 to 255). */
export function cellCidrs(network: number): CellCidrs {
  const zones = Array.from({ length: availabilityZones }, (_, zone) => zone * 64);
  const ranges = (offset: number, prefix: number) => zones.map((zone) => `10.${network}.${zone + offset}.0/${prefix}`);
  return { vpc: `10.${network}.0.0/16`, isolated: ranges(0, 19), private: ranges(32, 20), public: ranges(48, 20) };
}
