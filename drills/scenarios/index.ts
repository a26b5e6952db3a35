import type { Drill } from "../conduct/drill.ts";
import { authorityLoss } from "./authority-loss.ts";
import { consumerDrills } from "./consumer-down.ts";
import { edgeStoreLoss } from "./edge-store-loss.ts";
import { failbackUnderLoad } from "./failback-under-load.ts";
import { grayFailure } from "./gray-failure.ts";
import { partition } from "./partition.ts";
import { plannedEvacuation } from "./planned-evacuation.ts";
import { regionLoss } from "./region-loss.ts";
import { replicationPause } from "./replication-pause.ts";
import { retryStorm } from "./retry-storm.ts";

/** Every drill there is. */
export const drills: readonly Drill[] = [
  regionLoss,
  plannedEvacuation,
  partition,
  replicationPause,
  grayFailure,
  failbackUnderLoad,
  authorityLoss,
  edgeStoreLoss,
  retryStorm,
  ...consumerDrills,
];
