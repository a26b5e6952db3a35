import type { InboxMessage } from "../../functions/credit-inbox/batches.ts";
import type { ServiceModel } from "../../local/core/call.ts";
import { AwsError } from "../../local/core/errors.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { FaultLog } from "../../local/faults/catalogue.ts";
import type { DeliveryFaults } from "../../local/faults/plan.ts";
import { earliest, type Backlog } from "./backlog.ts";

/** Works on a batch; the ids of messages that failed, or "all" where the invocation did. */
export type Consumer = (batch: readonly InboxMessage[]) => Promise<ReadonlySet<string> | "all">;

/**
 * Queues with at-least-once delivery, visibility timeouts and dead letters: what the program's one queue per cell
 * needs of SQS, without the digests that would cost more than all the rest of a run.
 */
export interface Queues {
  readonly service: ServiceModel;
  attach(queueUrl: string, consumer: Consumer, settings?: QueueSettings): void;
  /** While a queue is held nobody takes anything out of it: its consumer is off. */
  hold(queueUrl: string, held: boolean): void;
  /** Moves all dead letters back, as an operator does who is not sure that the first time has worked. */
  redriveTwice(): void;
  /** Messages that are not done; those of queues apart are not among them. */
  waiting(): number;
  faults(faults: DeliveryFaults): void;
  /** Which part of a batch of messages is refused from now on; a probability. */
  refuse(share: number): void;
  backlog(queueUrl: string): Backlog;
}

/** What a queue has otherwise than most. */
export interface QueueSettings {
  readonly visibilityMs?: number;
  readonly receivesMax?: number;
  /** Messages in a batch, and batches at once. */
  readonly batch?: number;
  readonly concurrent?: number;
  /** Its messages may wait for hours: nobody waits for them. */
  readonly apart?: boolean;
}

interface Waiting extends Pick<InboxMessage, "id" | "body"> {
  readonly sent: number;
  receives: number;
  visible: boolean;
  /** How often it was said when it shows next: only what was said last counts. */
  showings: number;
}

/** What all queues of a run have in common; turned while it goes on. */
interface Conditions {
  readonly kernel: VirtualKernel;
  readonly log: FaultLog;
  delivery: DeliveryFaults;
  refusedShare: number;
  sent: number;
}

/** As the program sets them, visibility and tries shortened: a run is shorter than three minutes. */
const BATCH = 10;
const RECEIVES_MAX = 5;
const VISIBILITY_MS = 15_000;
const CONCURRENT = 3;
/** SQS: a message that was handed out so often without being done no longer counts as the oldest. */
const TOLD_RECEIVES_MAX = 3;
/** How late a message may come that is late, and one that comes again; milliseconds. */
const LATE_MS = 20_000;
const AGAIN_MS = 10_000;

/** One queue and its dead letters. */
class Queue {
  consumer: Consumer | undefined;
  settings: QueueSettings = {};
  readonly #on: Conditions;
  #held = false;
  readonly #messages = new Set<Waiting>();
  readonly #dead: Waiting[] = [];
  #working = 0;
  #ringing = false;

  constructor(on: Conditions) {
    this.#on = on;
  }

  get waiting(): number {
    return this.#messages.size + this.#dead.length;
  }

  hold(held: boolean): void {
    if (this.#held && !held && this.#messages.size > 0) this.#on.log.observe("unread");
    this.#held = held;
    this.#ring();
  }

  add(body: string, delayMs = 0): string {
    const { kernel, log, delivery } = this.#on;
    this.#on.sent += 1;
    const fresh = { receives: 0, visible: false, showings: 0 };
    const message: Waiting = { id: `m${this.#on.sent}`, body, sent: kernel.now(), ...fresh };
    this.#messages.add(message);
    const late = kernel.random() < delivery.late;
    if (late) log.observe("visibilityLapsed");
    this.#showAfter(message, (late ? kernel.random() * LATE_MS : 0) + delayMs);
    return message.id;
  }

  /** Lets a message show after `ms`, if this is its latest receipt. */
  giveBack(handle: string, ms: number): boolean {
    const message = [...this.#messages].find((one) => handleOf(one) === handle && !one.visible);
    if (message !== undefined) this.#showAfter(message, ms);
    return message !== undefined;
  }

  backlog(): Backlog {
    const all = [...this.#messages];
    const told = all.filter(({ receives }) => receives <= TOLD_RECEIVES_MAX);
    return {
      waiting: all.length,
      since: earliest(all.map(({ sent }) => sent)),
      toldSince: earliest(told.map(({ sent }) => sent)),
      deadLetters: this.#dead.length,
    };
  }

  redriveTwice(): void {
    for (const { body } of this.#dead.splice(0)) {
      this.#on.log.observe("redrivenTwice");
      this.add(body);
      this.add(body);
    }
  }

  #showAfter(message: Waiting, ms: number): void {
    message.showings += 1;
    const { showings } = message;
    this.#on.kernel.after(ms, () => {
      if (!this.#messages.has(message) || message.visible || message.showings !== showings) return;
      message.visible = true;
      this.#ring();
    });
  }

  #ring(): void {
    if (this.#ringing) return;
    this.#ringing = true;
    const { kernel } = this.#on;
    kernel.after(2 + kernel.random() * 8, () => {
      this.#ringing = false;
      this.#receive();
    });
  }

  #receive(): void {
    const { consumer } = this;
    const { concurrent = CONCURRENT } = this.settings;
    if (consumer === undefined || this.#held || this.#working >= concurrent) return;
    const batch = this.#take();
    if (batch.length === 0) return;
    this.#ring();
    void this.#work(consumer, batch);
  }

  #take(): readonly Waiting[] {
    const { batch: most = BATCH, receivesMax = RECEIVES_MAX, visibilityMs = VISIBILITY_MS } = this.settings;
    const batch: Waiting[] = [];
    for (const message of this.#messages) {
      if (!message.visible) continue;
      message.visible = false;
      if (message.receives >= receivesMax) {
        this.#messages.delete(message);
        this.#dead.push(message);
        continue;
      }
      message.receives += 1;
      batch.push(message);
      this.#showAfter(message, visibilityMs);
      if (batch.length === most) break;
    }
    return batch;
  }

  async #work(consumer: Consumer, batch: readonly Waiting[]): Promise<void> {
    this.#working += 1;
    const failed = await consumer(batch.map((message) => ({ ...message, handle: handleOf(message) })));
    this.#working -= 1;
    for (const message of batch) if (failed !== "all" && !failed.has(message.id)) this.#done(message);
    this.#ring();
  }

  #done(message: Waiting): void {
    const { kernel, log, delivery } = this.#on;
    const { receivesMax = RECEIVES_MAX } = this.settings;
    if (kernel.random() < delivery.duplicated && message.receives < receivesMax) {
      log.observe("queueDuplicated");
      this.#showAfter(message, kernel.random() * AGAIN_MS);
      return;
    }
    this.#messages.delete(message);
  }
}

function handleOf({ id, receives }: Waiting): string {
  return `${id}.${receives}`;
}

/** Queues that nobody has sent to yet. */
export function createQueues(kernel: VirtualKernel, log: FaultLog): Queues {
  const queues = new Map<string, Queue>();
  const on: Conditions = { kernel, log, delivery: { duplicated: 0, late: 0 }, refusedShare: 0, sent: 0 };
  const queueOf = (url: string): Queue => {
    const queue = queues.get(url) ?? new Queue(on);
    queues.set(url, queue);
    return queue;
  };

  function sendBatch(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const { QueueUrl: url, Entries: entries } = input;
    if (typeof url !== "string" || !Array.isArray(entries)) throw new AwsError("MissingParameter", "No queue named.");
    const successful: object[] = [];
    const failed: object[] = [];
    for (const { Id, MessageBody, DelaySeconds = 0 } of entries) {
      if (kernel.random() < on.refusedShare) {
        log.observe("batchPartial");
        failed.push({ Id, SenderFault: false, Code: "InternalError" });
      } else successful.push({ Id, MessageId: queueOf(url).add(String(MessageBody), DelaySeconds * 1_000) });
    }
    return { Successful: successful, ...(failed.length > 0 && { Failed: failed }) };
  }

  function giveBackBatch(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const { QueueUrl: url, Entries: entries } = input;
    if (typeof url !== "string" || !Array.isArray(entries)) throw new AwsError("MissingParameter", "No queue named.");
    const successful: object[] = [];
    const failed: object[] = [];
    for (const { Id, ReceiptHandle, VisibilityTimeout } of entries) {
      const given = queueOf(url).giveBack(String(ReceiptHandle), Number(VisibilityTimeout) * 1_000);
      if (given) successful.push({ Id });
      else failed.push({ Id, SenderFault: true, Code: "MessageNotInflight" });
    }
    return { Successful: successful, ...(failed.length > 0 && { Failed: failed }) };
  }

  return {
    service: {
      name: "sqs",
      handle({ action, input }) {
        if (action === "ChangeMessageVisibilityBatch") return giveBackBatch(input);
        if (action !== "SendMessageBatch") throw new AwsError("InvalidAction", `The simulation has no ${action}.`);
        return sendBatch(input);
      },
      authorizations: () => [],
    },
    attach(url, consumer, settings = {}) {
      Object.assign(queueOf(url), { consumer, settings });
    },
    hold: (url, held) => queueOf(url).hold(held),
    redriveTwice() {
      for (const queue of queues.values()) queue.redriveTwice();
    },
    waiting: () =>
      [...queues.values()].reduce((sum, { waiting, settings }) => sum + (settings.apart === true ? 0 : waiting), 0),
    faults(wanted) {
      on.delivery = wanted;
    },
    refuse(share) {
      on.refusedShare = share;
    },
    backlog: (url) => queueOf(url).backlog(),
  };
}
