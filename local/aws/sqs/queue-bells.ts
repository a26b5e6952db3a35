import { AwsError } from "../../core/errors.ts";
import type { Cancel, Kernel } from "../../core/kernel.ts";
import type { Queue } from "./queue.ts";
import { parseQueueArn } from "./queue-names.ts";

/** Tells who listens that a message of a queue may have become visible. */
export interface QueueBells {
  ring(queue: Queue): void;
  /** Rings at `atMs`, and then whenever the next hidden message shows. */
  ringAt(queue: Queue, atMs: number): void;
  silence(queue: Queue): void;
  listen(arn: string, listener: () => void): Cancel;
}

interface Alarm {
  readonly atMs: number;
  readonly cancel: Cancel;
}

/** Bells with one timer a queue, set no later than the next moment at which a hidden message shows. */
export function createQueueBells(kernel: Kernel): QueueBells {
  const listeners = new Map<string, Set<() => void>>();
  const alarms = new Map<string, Alarm>();

  const ring = ({ arn }: Queue): void => {
    for (const listener of listeners.get(arn) ?? []) listener();
  };
  const ringAt = (queue: Queue, atMs: number): void => {
    const present = alarms.get(queue.arn);
    if (present !== undefined && present.atMs <= atMs) return;
    present?.cancel();
    const cancel = kernel.after(atMs - kernel.now(), () => {
      alarms.delete(queue.arn);
      ring(queue);
      const next = nextVisibleMs(queue, kernel.now());
      if (next !== undefined) ringAt(queue, next);
    });
    alarms.set(queue.arn, { atMs, cancel });
  };
  return {
    ring,
    ringAt,
    silence({ arn }) {
      alarms.get(arn)?.cancel();
      alarms.delete(arn);
    },
    listen(arn, listener) {
      if (parseQueueArn(arn) === undefined) throw new AwsError("InvalidAddress", `${arn} is no queue.`);
      const own = listeners.get(arn) ?? new Set();
      listeners.set(arn, own.add(listener));
      return () => void own.delete(listener);
    },
  };
}

function nextVisibleMs(queue: Queue, now: number): number | undefined {
  let next: number | undefined;
  for (const { visibleMs } of queue.messages.values()) {
    if (visibleMs > now && (next === undefined || visibleMs < next)) next = visibleMs;
  }
  return next;
}
