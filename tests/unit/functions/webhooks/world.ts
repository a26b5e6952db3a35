import { createStreamCursor } from "../../../../drills/simulation/stream-cursor.ts";
import { putEvent, type AccountEvent, type EventType } from "../../../../functions/domain/events.ts";
import { parseAccountId, parseTenant } from "../../../../functions/domain/ids.ts";
import { outcomeOf, type AttemptOutcome, type Lane } from "../../../../functions/domain/webhook-schedule.ts";
import { createApp as createRelay } from "../../../../functions/relay/app.ts";
import type { Clock } from "../../../../functions/stores/clock.ts";
import { systemClock } from "../../../../functions/stores/clock.ts";
import type { SentTicket, Told } from "../../../../functions/stores/webhook-queues.ts";
import { createApp, type Dispatcher, type Message } from "../../../../functions/webhooks/app.ts";
import type { WebhookRequest } from "../../../../functions/webhooks/sender.ts";
import { apiClient } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

/** How a receiver behaves. */
export type Receiver = (request: WebhookRequest) => AttemptOutcome | "hangs";

interface Waiting {
  readonly queue: "told" | Lane;
  readonly message: Message;
  readonly from: number;
}

/** Cells of a platform with their relays, senders of webhooks, and queues, in virtual time. */
export interface HooksWorld {
  readonly platform: Platform;
  readonly shop: ReturnType<typeof apiClient>;
  /** What came to receivers, in order. */
  readonly received: readonly WebhookRequest[];
  /** Alarms and warnings. */
  readonly logged: readonly string[];
  /** How receivers behave, by their URL; one that is not named takes everything. */
  readonly receivers: Map<string, Receiver>;
  readonly account: string;
  dispatcher(cell: string): Dispatcher;
  /** Makes an endpoint. */
  endpoint(more?: object, cell?: string): Promise<{ readonly id: string; readonly secret: string }>;
  /** Something happens to the account. */
  happen(type?: EventType, more?: Partial<AccountEvent>): Promise<void>;
  /** Hands streams on and works queues off until nothing is left that could be done now. */
  settle(): Promise<void>;
  /** Makes deliveries, and loses every message about them. */
  tellWithoutQueues(): Promise<void>;
  /** Lets time pass, with sweeps every minute unless told otherwise. */
  pass(ms: number, sweptEveryMs?: number): Promise<void>;
  deliveries(id: string, cell?: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** How often something that has to be told was worked on, in any cell. */
  tells(): number;
  /** What a queue holds, tickets and what has to be told. */
  queued(cell: string): readonly string[];
  /** Hands a message out again, as a queue may. */
  repeat(cell: string, queue: "told" | Lane, body: string): Promise<readonly string[]>;
}

/** Makes such a world with an account of tenant `shop` in eu. */
export async function hooksWorld(): Promise<HooksWorld> {
  const platform = await createPlatform();
  const { kernel } = platform;
  const shop = apiClient(platform);
  const account = await shop.open("eu");
  const received: WebhookRequest[] = [];
  const logged: string[] = [];
  const receivers = new Map<string, Receiver>();
  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    sleep: async () => {},
    deadline: systemClock().deadline,
  };
  let messages = 0;
  let tells = 0;

  async function send(request: WebhookRequest): Promise<AttemptOutcome> {
    received.push(request);
    const outcome = receivers.get(request.url)?.(request) ?? outcomeOf(204);
    if (outcome !== "hangs") return outcome;
    return { outcome: "failed", why: "timeout" };
  }

  const cells = new Map(
    ["eu", "us"].map((name) => {
      const { name: cell, region, ledger, webhooks } = platform.cell(name);
      const waiting: Waiting[] = [];
      const put = (queue: Waiting["queue"], body: unknown, pauseMs: number) => {
        messages += 1;
        waiting.push({
          queue,
          message: { id: `m${messages}`, body: JSON.stringify(body) },
          from: kernel.now() + pauseMs,
        });
      };
      const told = {
        async send(all: readonly Told[], pauseMs = 0) {
          for (const one of all) put("told", one, pauseMs);
          return [];
        },
      };
      const lanes = {
        async send(lane: Lane, tickets: readonly SentTicket[]) {
          for (const { key, attempts, pauseMs } of tickets) put(lane, { ...key, attempts }, pauseMs);
        },
      };
      const log = (...line: readonly unknown[]) => void logged.push(JSON.stringify(line));
      const stores = { ledger, ...webhooks, told, lanes, sender: send, log };
      const environment = () => createApp({ cell }, stores, clock, kernel.random);
      // What is told and what is delivered come from queues of their own, and meet environments of their own.
      const [dispatcher, deliverer] = [environment(), environment()];
      const queues = { inbox: { send: async () => [] }, payouts: { send: async () => [] }, told };
      const relay = createRelay({ cell, inboxQueueUrl: "", payoutsQueueUrl: "", toldQueueUrl: "" }, queues);
      return [
        name,
        { dispatcher, deliverer, relay, waiting, cursor: createStreamCursor(platform.dynamoDb, region, "prod-ledger") },
      ];
    }),
  );
  const cellOf = (name: string) => {
    const found = cells.get(name);
    if (found === undefined) throw new Error(`no cell ${name}`);
    return found;
  };
  const work = (name: string, queue: Waiting["queue"], all: readonly Message[]) => {
    const { dispatcher, deliverer } = cellOf(name);
    if (queue === "told") tells += all.length;
    return queue === "told" ? dispatcher.tell(all) : deliverer.deliver(queue, all);
  };

  async function workOff(name: string): Promise<boolean> {
    const { waiting, relay, cursor } = cellOf(name);
    await relay.handOn(cursor.next());
    const due = waiting.filter(({ from }) => from <= kernel.now());
    for (const one of due) waiting.splice(waiting.indexOf(one), 1);
    for (const { queue, message } of due) {
      const failed = await work(name, queue, [message]);
      if (failed.length > 0) throw new Error(`not handled: ${message.body} ${logged.at(-1)}`);
    }
    return due.length > 0;
  }

  const world: HooksWorld = {
    platform,
    shop,
    received,
    logged,
    receivers,
    account,
    dispatcher: (name) => cellOf(name).dispatcher,
    async endpoint(more = {}, cell = "eu") {
      const body = { url: "https://shop.example/hooks", ...more };
      const answer = await shop.post("/v1/webhook_endpoints", body, { cell, headers: { "home-cell": cell } });
      if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      await kernel.advance(2_001);
      await platform.renewLeases();
      return { id: String(answer.body["id"]), secret: String(answer.body["secret"]) };
    },
    async happen(type = "payout.settled", more = {}) {
      const [id, tenant] = [parseAccountId(account), parseTenant("shop")];
      if (!id.ok || !tenant.ok) throw new Error("the world names its account rightly");
      const event = { type, account: id.value, tenant: tenant.value, amount: 7n, at: BigInt(kernel.now()), ...more };
      await platform.cell("eu").ledger.commit([putEvent(event)], () => true);
    },
    async settle() {
      for (let busy = true; busy;) busy = (await workOff("eu")) || (await workOff("us"));
    },
    async tellWithoutQueues() {
      const { relay, cursor, waiting } = cellOf("eu");
      await relay.handOn(cursor.next());
      await work(
        "eu",
        "told",
        waiting.splice(0).map(({ message }) => message),
      );
      waiting.splice(0);
    },
    async pass(ms, sweptEveryMs = 60_000) {
      for (let past = 0; past < ms; past += sweptEveryMs) {
        await kernel.advance(Math.min(sweptEveryMs, ms - past));
        await platform.renewLeases();
        for (const name of cells.keys()) await cellOf(name).dispatcher.sweep();
        await world.settle();
      }
    },
    async deliveries(id, cell = "eu") {
      const { body } = await shop.get(`/v1/webhook_endpoints/${id}/deliveries`, { cell });
      // The form of the API's answer.
      return body["data"] as readonly Readonly<Record<string, unknown>>[];
    },
    tells: () => tells,
    queued: (name) => cellOf(name).waiting.map(({ queue, message }) => `${queue} ${message.body}`),
    repeat: (name, queue, body) => work(name, queue, [{ id: "again", body }]),
  };
  return world;
}
