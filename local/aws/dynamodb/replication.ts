import type { Kernel } from "../../core/kernel.ts";
import type { ReplicationKnobs } from "../../faults/knobs.ts";
import { writeUnits } from "./capacity.ts";
import type { Change } from "./context.ts";
import { isNewer } from "./replicas.ts";
import type { GlobalTable, Table } from "./table.ts";

/** How far replicas were behind lately. */
export interface ReplicationLag {
  /** Over the last thousand item versions, milliseconds; undefined while there were none. */
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly maxMs: number | undefined;
  /** Item versions that have not arrived yet. */
  readonly inFlight: number;
}

/** Carries changes to the other replicas, item by item, each as late as the knobs say. */
interface Replication {
  send(change: Change): void;
  lag(): ReplicationLag;
}

const samplesMax = 1_000;

/** Replication over a kernel's time; `arrived` hears of every change that a replica took over. */
export function createReplication(
  kernel: Kernel,
  knobs: ReplicationKnobs,
  arrived: (change: Change) => void,
): Replication {
  const samples: number[] = [];
  let taken = 0;
  let inFlight = 0;

  const observe = (lagMs: number): void => {
    samples[taken % samplesMax] = lagMs;
    taken += 1;
  };
  const carry = (change: Change, target: Table, group: GlobalTable): void => {
    const sentAt = kernel.now();
    const [from, to] = [change.table.region, target.region];
    inFlight += 1;
    group.inFlight += 1;
    const arrive = (): void => {
      if (knobs.pairs?.hold(from, to, arrive) === true) return;
      inFlight -= 1;
      group.inFlight -= 1;
      observe(kernel.now() - sentAt);
      // A replica that was removed meanwhile takes nothing over.
      if (group.replicas.includes(target)) takeOver(change, target, arrived);
      if (group.inFlight === 0) for (const { storage } of group.replicas) storage.forgetDeletions();
    };
    kernel.after((knobs.pairs?.lagMs(from, to) ?? knobs.lagMs) + kernel.random() * knobs.jitterMs, arrive);
  };

  return {
    send(change) {
      const { group } = change.table;
      if (group?.consistency !== "EVENTUAL") return;
      for (const replica of group.replicas) if (replica !== change.table) carry(change, replica, group);
    },
    lag() {
      const sorted = [...samples].sort((one, two) => one - two);
      const at = (share: number): number | undefined => sorted[Math.ceil(sorted.length * share) - 1];
      return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1), inFlight };
    },
  };
}

/** Last writer wins, item by item: what is older than the replica's own version leaves no trace. */
function takeOver(change: Change, target: Table, arrived: (change: Change) => void): void {
  const { key, after, version } = change;
  const known = target.storage.version(key);
  if (known !== undefined && !isNewer(version, known)) return;
  const before = target.storage.find(key)?.stored;
  const units = writeUnits(before?.bytes ?? 0, after?.bytes ?? 0);
  target.storage.write(key, after, version);
  target.traffic.replicatedWrites += 1;
  target.traffic.replicatedWriteUnits += units;
  target.traffic.replicatedBytes += after?.bytes ?? 0;
  if (before === undefined && after === undefined) return;
  arrived({ table: target, key, before, after, version, isExpiry: false });
}
