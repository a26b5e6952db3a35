import { createHash } from "node:crypto";
import type { Cancel } from "../../../core/kernel.ts";
import type { Gate, MappingContext } from "./mapping.ts";
import type { StreamRecord, StreamSource } from "./stream-source.ts";

/** Batches of one shard that are delivered at a time; the records of a group one after another. */
export interface Lanes {
  /** Whether more may be read: not while as much waits as all lanes take at a time. */
  hasRoom(): boolean;
  add(records: readonly StreamRecord[]): void;
  isIdle(): boolean;
  stop(): void;
}

/** Records that are delivered one batch after another. */
interface Lane {
  readonly waiting: StreamRecord[];
  busy: boolean;
  /** When the batch goes, however few there are. */
  dueAt: number;
  cancel: Cancel | undefined;
}

/** What lanes work with. */
interface LanesOptions {
  readonly context: MappingContext;
  readonly source: StreamSource;
  readonly gate: Gate;
  deliver(batch: readonly StreamRecord[]): Promise<void>;
  /** Called when a batch is done with. */
  onDone(): void;
}

/** As many lanes as the mapping has; another number only between batches, lest a group change its lane. */
export function createLanes({ context, source, gate, deliver, onDone }: LanesOptions): Lanes {
  const { kernel } = context;
  let lanes: readonly Lane[] = [];

  const isIdle = (): boolean => lanes.every(({ waiting, busy }) => waiting.length === 0 && !busy);
  const run = (lane: Lane): void => {
    const { batchSize, windowMs } = context.config;
    if (lane.busy || lane.waiting.length === 0 || gate.stopped) return;
    const waitMs = lane.dueAt - kernel.now();
    if (lane.waiting.length < batchSize && waitMs > 0) {
      lane.cancel ??= kernel.after(waitMs, () => {
        lane.cancel = undefined;
        run(lane);
      });
      return;
    }
    lane.cancel?.();
    lane.cancel = undefined;
    lane.busy = true;
    lane.dueAt = kernel.now() + windowMs;
    void deliver(lane.waiting.splice(0, batchSize))
      .catch((error: unknown) => context.report(`PROBLEM: ${String(error)}`))
      .finally(() => {
        lane.busy = false;
        run(lane);
        onDone();
      });
  };
  return {
    isIdle,
    hasRoom() {
      const { batchSize, lanes: wanted } = context.config;
      if (lanes.length !== wanted) {
        if (!isIdle()) return false;
        lanes = Array.from({ length: wanted }, () => ({ waiting: [], busy: false, dueAt: 0, cancel: undefined }));
      }
      return lanes.reduce((sum, { waiting }) => sum + waiting.length, 0) < batchSize * wanted;
    },
    add(records) {
      const dueAt = kernel.now() + context.config.windowMs;
      const fed = new Set<Lane>();
      for (const record of records) {
        const lane = lanes[lanes.length === 1 ? 0 : digestOf(source.group(record)) % lanes.length];
        if (lane === undefined) continue;
        if (lane.waiting.length === 0) lane.dueAt = dueAt;
        lane.waiting.push(record);
        fed.add(lane);
      }
      for (const lane of fed) run(lane);
    },
    stop() {
      for (const { cancel } of lanes) cancel?.();
    },
  };
}

function digestOf(group: string): number {
  return createHash("md5").update(group).digest().readUInt32BE(0);
}
