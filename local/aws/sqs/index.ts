import type { ServiceModel } from "../../core/call.ts";
import type { Cancel, Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import type { KeyUses } from "../kms/key-use.ts";
import type { QueueMessage } from "./queue.ts";
import { createQueueStore } from "./queue-store.ts";
import { createSqsResources } from "./resources.ts";
import { createSqsService } from "./service.ts";

/** A message that a queue holds. */
export interface HeldMessage {
  /** Milliseconds since the epoch. */
  readonly sentMs: number;
  /** How often it was handed out, where its queue puts it behind others for that: a FIFO queue keeps its order. */
  readonly receives: number;
}

/** The model of Amazon SQS. */
export interface Sqs {
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  /** Calls back whenever a message of the queue may have become visible. */
  onMessages(queueArn: string, listener: () => void): Cancel;
  /** What a queue holds; undefined where there is no such queue. */
  messagesIn(region: string, queueName: string): readonly HeldMessage[] | undefined;
  /** How many messages each queue holds, by its name: those included that somebody is working on. */
  held(): ReadonlyMap<string, number>;
}

/** Standard and FIFO queues of one account, in all regions. */
export function createSqs(deps: {
  readonly kernel: Kernel;
  readonly accountId: string;
  /** What the use of a queue's key is judged by; without it no key is asked. */
  readonly keys?: KeyUses;
}): Sqs {
  const store = createQueueStore(deps.kernel);
  return {
    service: createSqsService(deps.kernel, store, deps.keys),
    resources: createSqsResources(deps.kernel, store),
    onMessages: store.listen,
    held() {
      const held = new Map<string, number>();
      for (const { address, messages } of store.all()) {
        held.set(address.name, (held.get(address.name) ?? 0) + messages.size);
      }
      return held;
    },
    messagesIn(region, queueName) {
      const queue = store.all().find(({ address }) => address.region === region && address.name === queueName);
      return queue && [...queue.messages.values()].map((message) => heldMessage(message, queue.settings.fifo));
    },
  };
}

function heldMessage({ sentMs, receivedHere }: QueueMessage, fifo: boolean): HeldMessage {
  return { sentMs, receives: fifo ? 0 : receivedHere };
}
