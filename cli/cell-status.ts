import type { Clock } from "../functions/stores/clock.ts";
import { decodeHomes } from "../functions/stores/lease-codec.ts";
import type { Aws } from "./aws.ts";
import type { Deployment } from "./deployment.ts";
import { controlItem } from "./readiness.ts";

/** A cell as its own lease sees it. */
export interface CellStatus {
  readonly cell: string;
  readonly region: string;
  /** Who serves this cell's home; absent while the cell has no lease. */
  readonly owner?: string;
  readonly epoch?: number;
  readonly mode?: string;
  /** Since the keeper sent the read that the lease is made of; a lease lasts eight seconds. */
  readonly leaseAgeMs?: number;
}

/** Every cell's lease, read from its own region's control table. */
export function readCells(aws: Aws, deployment: Deployment, clock: Clock): Promise<readonly CellStatus[]> {
  return Promise.all(
    deployment.cells.map(async (place) => {
      const { name: cell, region } = place;
      const lease = await controlItem(aws, deployment, place, "lease");
      if (lease === undefined) return { cell, region };
      const home = decodeHomes(lease["homes"])[cell];
      const leaseAgeMs = clock.now() - Number(lease["sent"]);
      if (home === undefined) return { cell, region, leaseAgeMs };
      const { owner, epoch, mode } = home;
      return { cell, region, owner, epoch: Number(epoch), mode, leaseAgeMs };
    }),
  );
}
