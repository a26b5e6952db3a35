import { traceOf } from "../domain/entries.ts";
import { DUE_SHARDS, LATE_MS, sweptAt } from "../domain/webhook-deliveries.ts";
import type { Clock } from "../stores/clock.ts";
import type { Deliveries, DueDelivery } from "../stores/deliveries.ts";
import { together } from "../stores/together.ts";
import type { DeliveryQueues } from "../stores/webhook-queues.ts";
import type { Paces } from "./paces.ts";

/** What a sweep reads, and where it hands on what it finds. */
export interface SweepParts {
  readonly deliveries: Pick<Deliveries, "dueBefore" | "putOff" | "get">;
  readonly lanes: DeliveryQueues;
  readonly paces: Paces;
}

/** Sweeps begin once a minute: what is due before the next one is handed out with a pause. */
const AHEAD_MS = 60_000;
/** A sweep ends in time for its function to answer; what is left over the next one finds. */
const SWEEP_MS = 20_000;

/** Hands out deliveries that are due: how many. */
export async function sweepDeliveries(parts: SweepParts, clock: Clock): Promise<number> {
  const started = clock.monotonic();
  const sweepShard = async (shard: string): Promise<number> => {
    let handed = 0;
    for (;;) {
      const due = await parts.deliveries.dueBefore(shard, new Date(clock.now() + AHEAD_MS).toISOString());
      for (const one of due) handed += (await handOut(one, parts, clock)) ? 1 : 0;
      // What was put off is not found again: an empty page is the end.
      if (due.length === 0 || clock.monotonic() - started > SWEEP_MS) return handed;
    }
  };
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => `due#${shard}`);
  return (await together(shards.map(sweepShard))).reduce((sum, handed) => sum + handed, 0);
}

async function handOut(due: DueDelivery, { deliveries, lanes, paces }: SweepParts, clock: Clock): Promise<boolean> {
  const delivery = await deliveries.get(due.key);
  if (delivery?.state !== "waiting") return false;
  // Of two sweeps at the same time one hands it out.
  if (!(await deliveries.putOff(delivery, due.dueAt, sweptAt(clock.now() + LATE_MS, false)))) return false;
  const { endpoint, attempts, nextAt = 0n } = delivery;
  const pauseMs = Math.min(AHEAD_MS, Math.max(0, Number(nextAt) - clock.now()));
  const ticket = { key: due.key, attempts: attempts.length, endpoint, pauseMs, ...traceOf(delivery) };
  await lanes.send(await paces.laneOf(endpoint), [ticket]);
  return true;
}
