import { AwsError } from "../../core/errors.ts";
import { randomHex, type Cancel, type Kernel } from "../../core/kernel.ts";
import { defaultSettings, type Queue, type QueueMessage, type QueueSettings } from "./queue.ts";
import { parseQueueArn, queueArn, type QueueAddress } from "./queue-names.ts";

/** All queues of the account, and who wants to know of their messages. */
export interface QueueStore {
  create(address: QueueAddress, settings: QueueSettings): Queue;
  find(region: string, name: string): Queue;
  byArn(arn: string): Queue | undefined;
  remove(queue: Queue): void;
  all(): readonly Queue[];
  /** Takes up to `most` visible messages; those received too often move to the dead-letter queue instead. */
  receive(queue: Queue, most: number, visibilityTimeout: number): readonly QueueMessage[];
  add(queue: Queue, message: QueueMessage): void;
  hide(queue: Queue, message: QueueMessage, untilMs: number): void;
  discard(queue: Queue, message: QueueMessage): void;
  /** Calls back whenever a message may have become visible. */
  listen(arn: string, listener: () => void): Cancel;
}

interface Alarm {
  readonly at: number;
  readonly cancel: Cancel;
}

/** An empty account. */
export function createQueueStore(kernel: Kernel): QueueStore {
  const queues = new Map<string, Queue>();
  const listeners = new Map<string, Set<() => void>>();
  const alarms = new Map<string, Alarm>();

  const notify = (arn: string): void => {
    for (const listener of [...(listeners.get(arn) ?? [])]) listener();
  };
  /** One timer a queue, set no later than the next moment at which a hidden message shows. */
  const watch = (queue: Queue, at: number): void => {
    const present = alarms.get(queue.arn);
    if (present !== undefined && present.at <= at) return;
    present?.cancel();
    const cancel = kernel.after(at - kernel.now(), () => {
      alarms.delete(queue.arn);
      notify(queue.arn);
      const next = nextVisibleMs(queue, kernel.now());
      if (next !== undefined) watch(queue, next);
    });
    alarms.set(queue.arn, { at, cancel });
  };
  const silence = (queue: Queue): void => {
    alarms.get(queue.arn)?.cancel();
    alarms.delete(queue.arn);
  };
  const add = (queue: Queue, message: QueueMessage): void => {
    queue.messages.set(message.id, message);
    if (message.visibleMs <= kernel.now()) notify(queue.arn);
    else watch(queue, message.visibleMs);
  };
  const expire = (queue: Queue): void => {
    const oldest = kernel.now() - queue.settings.messageRetentionPeriod * 1000;
    for (const message of queue.messages.values()) {
      // Oldest first.
      if (message.sentMs >= oldest) return;
      queue.messages.delete(message.id);
    }
  };
  return {
    create(address, settings) {
      const arn = queueArn(address);
      const nowMs = kernel.now();
      const queue: Queue = {
        address,
        arn,
        createdMs: nowMs,
        modifiedMs: nowMs,
        settings: { ...defaultSettings, ...settings },
        messages: new Map(),
        recent: new Map(),
        sequence: 0,
      };
      queues.set(arn, queue);
      return queue;
    },
    find(region, name) {
      const queue = [...queues.values()].find(({ address }) => address.region === region && address.name === name);
      if (queue === undefined) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
      return queue;
    },
    byArn: (arn) => queues.get(arn),
    remove(queue) {
      silence(queue);
      queues.delete(queue.arn);
    },
    all: () => [...queues.values()],
    receive(queue, most, visibilityTimeout) {
      expire(queue);
      const now = kernel.now();
      const taken: QueueMessage[] = [];
      const blocked = blockedGroups(queue, now);
      for (const message of queue.messages.values()) {
        if (taken.length >= most) break;
        if (message.visibleMs > now || blocked.has(message.group ?? "")) continue;
        const { redrive } = queue.settings;
        const target = redrive === undefined ? undefined : queues.get(redrive.deadLetterTargetArn);
        if (redrive !== undefined && target !== undefined && message.receivedHere >= redrive.maxReceiveCount) {
          queue.messages.delete(message.id);
          const moved = { ...message, sourceArn: queue.arn, receivedHere: 0, receiptHandle: undefined, visibleMs: now };
          add(target, moved);
          continue;
        }
        message.receiveCount += 1;
        message.receivedHere += 1;
        message.firstReceivedMs ??= now;
        message.receiptHandle = randomHex(kernel, 32);
        message.visibleMs = now + visibilityTimeout * 1000;
        taken.push(message);
      }
      if (taken.length > 0) watch(queue, now + visibilityTimeout * 1000);
      return taken;
    },
    add,
    hide(queue, message, untilMs) {
      message.visibleMs = untilMs;
      if (untilMs <= kernel.now()) notify(queue.arn);
      else watch(queue, untilMs);
    },
    discard(queue, message) {
      queue.messages.delete(message.id);
      if (queue.messages.size === 0) silence(queue);
      // The next message of a FIFO group may be taken now.
      if (message.group !== undefined) notify(queue.arn);
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

/** FIFO groups of which a message is in flight or delayed: nothing behind it may overtake. */
function blockedGroups(queue: Queue, now: number): ReadonlySet<string> {
  const blocked = new Set<string>();
  if (!queue.settings.fifo) return blocked;
  for (const { group, visibleMs, receiptHandle } of queue.messages.values()) {
    if (group !== undefined && visibleMs > now && receiptHandle !== undefined) blocked.add(group);
  }
  return blocked;
}
