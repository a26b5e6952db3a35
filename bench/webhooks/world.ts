import { eventIdOf, eventKey, type AccountEvent } from "../../functions/domain/events.ts";
import { lengthPrefixedHash, parseAccountId, parseCellName } from "../../functions/domain/ids.ts";
import { outcomeOf } from "../../functions/domain/webhook-schedule.ts";
import type { Clock } from "../../functions/stores/clock.ts";
import { encodeKeyedItem } from "../../functions/stores/item-codec.ts";
import { createDeliveryQueues, createToldQueue } from "../../functions/stores/webhook-queues.ts";
import { createApp, type Dispatcher } from "../../functions/webhooks/app.ts";
import type { Sender } from "../../functions/webhooks/sender.ts";
import { queueUrl } from "../../infra/plan/arns.ts";
import { fastQueues, webhookQueues, type WebhookQueue } from "../../infra/plan/webhooks.ts";
import { createQueueReader } from "../../local/aws/lambda/event-sources/queue-reader.ts";
import { createSqs, type Sqs } from "../../local/aws/sqs/index.ts";
import { createVirtualKernel, type VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import { deliveriesInMemory, endpointOf } from "./stores.ts";

/** What is sent, and to whom. */
export interface HooksLoad {
  readonly endpoints: number;
  /** The first so many of them hang, from when the measuring begins. */
  readonly hanging: number;
  readonly deliveries: number;
  readonly perSecond: number;
  /** Before the measuring: so long everything is well. */
  readonly warmUpMs: number;
}

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";
const caller = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT } as const;

/** With so many batches at once Lambda begins on a standard queue; that it takes more later on is left out. */
const POLLERS = 5;
/** What a call of a table, a call of a queue and a receiver that is well take, milliseconds: least and most. */
const TABLE_MS = [3, 8] as const;
const QUEUE_MS = [5, 15] as const;
const RECEIVER_MS = [60, 240] as const;

/** From when something happened until it reached its receiver, milliseconds: of those endpoints that do not hang. */
export async function latenciesOf(load: HooksLoad, seed: number): Promise<readonly number[]> {
  const kernel = createVirtualKernel(seed);
  const sleep = (ms: number) => new Promise<void>((resolve) => void kernel.after(ms, resolve));
  const taking = ([least, most]: readonly [number, number]) => sleep(least + kernel.random() * (most - least));
  const arrivals = createArrivals(load, kernel);
  const sqs = createSqs({ kernel, accountId: ACCOUNT });
  await createQueues(sqs);
  const call = async (action: string, input: Readonly<Record<string, unknown>>) => {
    await taking(QUEUE_MS);
    return sqs.service.handle({ service: "sqs", action, region: REGION, caller, requestId: "bench", input });
  };
  const sender: Sender = async ({ url, headers, patienceMs }) => {
    if (arrivals.hangs(url)) {
      await sleep(patienceMs);
      return { outcome: "failed", why: "timeout" };
    }
    arrivals.reached(headers["webhook-id"] ?? "");
    await taking(RECEIVER_MS);
    return outcomeOf(204);
  };
  const deliveries = deliveriesInMemory(() => taking(TABLE_MS));
  const clock = clockOf(kernel, sleep);
  // The overloads of `send` cannot be written for a seam.
  const client = { send: seam(call) } as never;
  const dispatcher = () =>
    createDispatcher({ kernel, clock, client, sender, deliveries, taking: () => taking(TABLE_MS) });
  feed(kernel, sqs, call, environments(dispatcher));
  const told = createToldQueue(client, urlOf("webhooks"), clock);
  await kernel.elapse(0);
  await arrivals.happen((event) => {
    const key = eventKey(event);
    void told.send([{ image: encodeKeyedItem(key, { ...event }) }]);
  });
  if (kernel.faults.length > 0) throw new Error(String(kernel.faults[0]));
  return arrivals.latencies();
}

/** Receivers, and when what happened reached them. */
function createArrivals({ endpoints, hanging, deliveries, perSecond, warmUpMs }: HooksLoad, kernel: VirtualKernel) {
  const urls = Array.from({ length: endpoints }, (_, number) => endpointOf(number).url);
  const ill = new Set(urls.slice(0, hanging));
  const happened = new Map<string, number>();
  const latencies: number[] = [];
  let measuring = false;
  let awaited = 0;

  /** Something that happens to a tenant whose endpoint is this one. */
  function event(number: number, sequence: number): AccountEvent {
    const cell = parseCellName("eu");
    const account = parseAccountId(`acc_eu_${lengthPrefixedHash([`${sequence}`])}`);
    if (!cell.ok || !account.ok) throw new Error("The bench names its accounts rightly.");
    return {
      type: "payout.settled",
      account: account.value,
      tenant: endpointOf(number).tenant,
      at: BigInt(Math.floor(kernel.now())),
    };
  }

  /** Lets so many things happen at chance moments, as many a second as are asked for. */
  async function tell(count: number, send: (event: AccountEvent) => void): Promise<void> {
    for (let sequence = 0; sequence < count; sequence += 1) {
      await kernel.elapse((-Math.log(1 - kernel.random()) * 1_000) / perSecond);
      const number = Math.floor(kernel.random() * endpoints);
      const one = event(number, happened.size);
      const id = eventIdOf(one);
      happened.set(id, kernel.now());
      if (measuring && number >= hanging) awaited += 1;
      if (!measuring) happened.set(id, Number.NaN);
      send(one);
    }
  }

  return {
    hangs: (url: string) => measuring && ill.has(url),
    reached(id: string) {
      const ms = kernel.now() - (happened.get(id) ?? Number.NaN);
      if (!Number.isNaN(ms)) latencies.push(ms);
      // What comes twice counts once.
      happened.set(id, Number.NaN);
    },
    async happen(send: (event: AccountEvent) => void): Promise<void> {
      await tell(Math.round((warmUpMs / 1_000) * perSecond), send);
      measuring = true;
      await tell(deliveries, send);
      for (let waited = 0; latencies.length < awaited; waited += 1) {
        if (waited > PATIENCE_S) throw new Error(`${awaited - latencies.length} deliveries did not arrive.`);
        await kernel.elapse(1_000);
      }
    },
    latencies: () => latencies,
  };
}

/** After so many seconds what has not arrived is lost. */
const PATIENCE_S = 600;

function clockOf(kernel: VirtualKernel, sleep: (ms: number) => Promise<void>): Clock {
  // No attempt of these takes long enough to be given up.
  return {
    now: () => Math.floor(kernel.now()),
    monotonic: kernel.now,
    sleep,
    deadline: () => new AbortController().signal,
  };
}

async function createQueues({ resources }: Sqs): Promise<void> {
  const model = resources.find(({ type }) => type === "aws:sqs/queue:Queue");
  for (const { name } of webhookQueues) {
    const inputs = { name: `prod-eu-${name}`, visibilityTimeoutSeconds: 180 };
    await model?.create({
      type: model.type,
      name,
      urn: `urn:bench:${name}`,
      inputs,
      region: REGION,
      accountId: ACCOUNT,
    });
  }
}

function urlOf(name: WebhookQueue["name"]): string {
  return queueUrl(ACCOUNT, REGION, `prod-eu-${name}`);
}

type QueueCall = (action: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;

function seam(call: QueueCall) {
  return (command: { readonly input: Readonly<Record<string, unknown>> }) =>
    call(command.constructor.name.replace(/Command$/, ""), command.input);
}

interface DispatcherParts {
  readonly kernel: VirtualKernel;
  readonly clock: Clock;
  readonly client: Parameters<typeof createToldQueue>[0];
  readonly sender: Sender;
  readonly deliveries: ReturnType<typeof deliveriesInMemory>;
  readonly taking: () => Promise<void>;
}

/** What one environment of the function has. */
function createDispatcher({ kernel, clock, client, sender, deliveries, taking }: DispatcherParts): Dispatcher {
  const cell = parseCellName("eu");
  if (!cell.ok) throw new Error("The bench names its cell rightly.");
  const endpoints = {
    async ofTenant(tenant: string) {
      await taking();
      const endpoint = endpointOf(Number(tenant.slice("tenant-".length)));
      return [{ endpoint, gone: false }];
    },
  };
  const lanes = createDeliveryQueues(client, { fast: fastQueues.map(urlOf), slow: [urlOf("webhooks-slow")] }, clock);
  const noReplay = () => Promise.reject(new Error("Nobody asks for a replay here."));
  const stores = {
    endpoints,
    deliveries,
    lanes,
    sender,
    told: createToldQueue(client, urlOf("webhooks"), clock),
    secrets: { open: () => Promise.resolve("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") },
    ledger: { commit: () => Promise.reject(new Error("No endpoint is gone here.")) },
    views: { rows: noReplay, marks: noReplay },
    log: (_level: string, message: string, fields?: object) => {
      throw new Error(`${message}: ${JSON.stringify(fields)}`);
    },
  };
  return createApp({ cell: cell.value }, stores, clock, kernel.random);
}

/** Environments of a function: one that is busy takes no second batch. */
function environments(start: () => Dispatcher) {
  const idle: Dispatcher[] = [];
  return async <Done>(work: (dispatcher: Dispatcher) => Promise<Done>): Promise<Done> => {
    const dispatcher = idle.pop() ?? start();
    try {
      return await work(dispatcher);
    } finally {
      idle.push(dispatcher);
    }
  };
}

/** Feeds the function from its queues as Lambda does, by the mappings that the program plans. */
function feed(
  kernel: VirtualKernel,
  sqs: Sqs,
  call: QueueCall,
  run: <Done>(work: (dispatcher: Dispatcher) => Promise<Done>) => Promise<Done>,
): void {
  for (const queue of webhookQueues) {
    const { name, batchSize, windowSeconds = 0, maximumConcurrency } = queue;
    const config = {
      uuid: name,
      kind: "queue",
      sourceArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:prod-eu-${name}`,
      region: REGION,
      batchSize,
      windowMs: windowSeconds * 1_000,
      reportsFailures: true,
      filter: () => true,
      maximumConcurrency,
    } as const;
    createQueueReader({
      kernel,
      // Of a mapping a reader of queues looks at no more.
      config: config as never,
      functionArn: "",
      // As the endpoint answers.
      call: ({ action, input }) => call(action, input) as Promise<Readonly<Record<string, unknown>>>,
      roleArn: () => "",
      caller: () => caller,
      sources: { onMessages: sqs.onMessages, onStreamRecords: () => () => undefined },
      pollers: POLLERS,
      async invoke(event) {
        // What the reader makes of messages.
        const { Records } = event as {
          readonly Records: readonly { readonly messageId: string; readonly body: string }[];
        };
        const messages = Records.map(({ messageId, body }) => ({ id: messageId, body }));
        const failed = await run((dispatcher) => workOn(name, messages, dispatcher));
        const batchItemFailures = failed.map((itemIdentifier) => ({ itemIdentifier }));
        return { requestId: "bench", payload: JSON.stringify({ batchItemFailures }) };
      },
      requestId: () => "bench",
      report: () => undefined,
    });
  }
}

function workOn(name: WebhookQueue["name"], messages: Parameters<Dispatcher["tell"]>[0], dispatcher: Dispatcher) {
  if (name === "webhooks") return dispatcher.tell(messages);
  return dispatcher.deliver(fastQueues.includes(name) ? "fast" : "slow", messages);
}
