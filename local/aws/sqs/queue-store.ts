import { AwsError } from "../../core/errors.ts";
import { randomHex, type Kernel } from "../../core/kernel.ts";
import { createQueueBells, type QueueBells } from "./queue-bells.ts";
import type { Queue, QueueMessage, QueueSettings } from "./queue.ts";
import { queueArn, type QueueAddress } from "./queue-names.ts";

/** All queues of the account, and who wants to know of their messages. */
export interface QueueStore extends Pick<QueueBells, "listen"> {
  create(address: QueueAddress, settings: QueueSettings, tags: Queue["tags"]): Queue;
  /** Throws `QueueDoesNotExist`. */
  find(region: string, name: string): Queue;
  byArn(arn: string): Queue | undefined;
  remove(queue: Queue): void;
  all(): readonly Queue[];
  /** Takes up to `most` visible messages; those received too often move to the dead-letter queue instead. */
  receive(queue: Queue, most: number, visibilitySeconds: number): readonly QueueMessage[];
  add(queue: Queue, message: QueueMessage): void;
  hide(queue: Queue, message: QueueMessage, untilMs: number): void;
  discard(queue: Queue, message: QueueMessage): void;
}

/** An empty account. */
export function createQueueStore(kernel: Kernel): QueueStore {
  const queues = new Map<string, Queue>();
  const bells = createQueueBells(kernel);

  const show = (queue: Queue, visibleMs: number): void => {
    if (visibleMs <= kernel.now()) bells.ring(queue);
    else bells.ringAt(queue, visibleMs);
  };
  const add = (queue: Queue, message: QueueMessage): void => {
    queue.messages.set(message.id, message);
    show(queue, message.visibleMs);
  };
  return {
    listen: bells.listen,
    create(address, settings, tags) {
      const queue = emptyQueue(address, settings, tags, kernel.now());
      queues.set(queue.arn, queue);
      return queue;
    },
    find(region, name) {
      const queue = [...queues.values()].find(({ address }) => address.region === region && address.name === name);
      if (queue === undefined) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
      return queue;
    },
    byArn: (arn) => queues.get(arn),
    remove(queue) {
      bells.silence(queue);
      queues.delete(queue.arn);
    },
    all: () => [...queues.values()],
    receive(queue, most, visibilitySeconds) {
      const now = kernel.now();
      expire(queue, now);
      const { redrive } = queue.settings;
      const deadLetters = redrive === undefined ? undefined : queues.get(redrive.deadLetterTargetArn);
      const taken: QueueMessage[] = [];
      for (const message of receivable(queue, now)) {
        if (taken.length >= most) break;
        if (redrive !== undefined && deadLetters !== undefined && message.receivedHere >= redrive.maxReceiveCount) {
          queue.messages.delete(message.id);
          const moved = { sourceArn: queue.arn, receivedHere: 0, receiptHandle: undefined, visibleMs: now };
          add(deadLetters, { ...message, ...moved });
          continue;
        }
        message.receiveCount += 1;
        message.receivedHere += 1;
        message.firstReceivedMs ??= now;
        message.receiptHandle = randomHex(kernel, 32);
        message.visibleMs = now + visibilitySeconds * 1000;
        taken.push(message);
      }
      if (taken.length > 0) bells.ringAt(queue, now + visibilitySeconds * 1000);
      return taken;
    },
    add,
    hide(queue, message, untilMs) {
      message.visibleMs = untilMs;
      show(queue, untilMs);
    },
    discard(queue, message) {
      queue.messages.delete(message.id);
      if (queue.messages.size === 0) bells.silence(queue);
      // The next message of a FIFO group may be taken now.
      if (message.group !== undefined) bells.ring(queue);
    },
  };
}

function emptyQueue(address: QueueAddress, settings: QueueSettings, tags: Queue["tags"], nowMs: number): Queue {
  const times = { createdMs: nowMs, modifiedMs: nowMs, purgedMs: undefined };
  const contents = { messages: new Map(), recent: new Map(), sequence: 0 };
  return { address, arn: queueArn(address), ...times, settings, tags, ...contents };
}

/** Drops what is older than the queue keeps it. */
function expire(queue: Queue, now: number): void {
  const oldest = now - queue.settings.messageRetentionPeriod * 1000;
  for (const message of queue.messages.values()) {
    // They come oldest first.
    if (message.sentMs >= oldest) return;
    queue.messages.delete(message.id);
  }
}

/** Visible messages in order; of a FIFO group none behind one that is in flight. */
function* receivable(queue: Queue, now: number): Generator<QueueMessage> {
  const blocked = new Set<string>();
  if (queue.settings.fifo) {
    for (const { group, visibleMs, receiptHandle } of queue.messages.values()) {
      if (group !== undefined && visibleMs > now && receiptHandle !== undefined) blocked.add(group);
    }
  }
  for (const message of queue.messages.values()) {
    if (message.visibleMs <= now && !blocked.has(message.group ?? "")) yield message;
  }
}
