import type { ReplicationLag } from "./running-cloud.ts";
import { count, duration } from "./text.ts";

/** How far the replicas of global tables were behind lately, in a line. */
export function lagLine({ p50Ms, p99Ms, inFlight }: ReplicationLag): string {
  const waiting = `${count(inFlight, "item")} on the way`;
  if (p50Ms === undefined || p99Ms === undefined) return `replication: nothing yet, ${waiting}`;
  return `replication lag: p50 ${duration(p50Ms)}, p99 ${duration(p99Ms)}, ${waiting}`;
}
