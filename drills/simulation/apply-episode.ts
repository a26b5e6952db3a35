import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { Episode } from "../../local/faults/episodes.ts";
import type { Cell } from "./cells.ts";
import type { Edge, EdgeFault } from "./edge.ts";
import type { Queues } from "./queue.ts";

/** What episodes act on beyond calls and replication, which are the weather's own. */
export interface EpisodeTargets {
  readonly cells: readonly Cell[];
  readonly edge: Edge;
  readonly queues: Queues;
  readonly log: FaultLog;
}

/** How many environments of the API there may be in a cell, ordinarily and while they run out. */
const API_MOST = { ordinary: 6, exhausted: 1 };

const EDGE_FAULTS: Partial<Record<Episode["fault"], EdgeFault>> = {
  controlPlaneDown: "unwritable",
  edgeStale: "stale",
  edgeMissing: "missing",
  edgeCorrupt: "corrupt",
};

type Act = (cell: Cell | undefined, begins: boolean, strength: number, targets: EpisodeTargets) => void;

const ACTS: Partial<Record<Episode["fault"], Act>> = {
  regionLost(cell, begins) {
    cell?.feed.pause(begins);
    cell?.journal?.pause(begins);
  },
  keeperDead(cell, begins) {
    if (begins) cell?.functions.keeper.killAll();
  },
  frozen(cell, begins, strength, { log }) {
    const frozen = begins ? (cell?.functions.api.freezeBusy(strength) ?? 0) : 0;
    for (let count = 0; count < frozen; count += 1) log.observe("frozen");
  },
  poison: (cell, begins, strength) => cell?.feed.poison(begins ? strength : 0),
  batchPartial: (_, begins, strength, { queues }) => queues.refuse(begins ? strength : 0),
  concurrencyExhausted: (cell, begins) => cell?.functions.api.limit(begins ? API_MOST.exhausted : API_MOST.ordinary),
};

/** Begins or ends what an episode does to a cell's functions, its stream, the queues and the edge. */
export function applyEpisode({ fault, cell, strength = 0 }: Episode, begins: boolean, targets: EpisodeTargets): void {
  const edgeFault = EDGE_FAULTS[fault];
  if (edgeFault !== undefined) targets.edge.fault(begins ? edgeFault : undefined);
  const hit = targets.cells.find(({ name }) => name === cell);
  ACTS[fault]?.(hit, begins, strength, targets);
}
