import type { Lane } from "../domain/webhook-schedule.ts";
import type { Clock, Random } from "../stores/clock.ts";
import type { Deliveries } from "../stores/deliveries.ts";
import type { Ledger } from "../stores/ledger.ts";
import { faultFields, type Log } from "../stores/log.ts";
import { remembered } from "../stores/remembered.ts";
import { noSegments, type Segments } from "../stores/segments.ts";
import type { Views } from "../stores/views.ts";
import type { Endpoints, WebhookSecrets } from "../stores/webhook-endpoints.ts";
import { decodeTicket, decodeTold, type DeliveryQueues, type Told, type ToldQueue } from "../stores/webhook-queues.ts";
import { createDelivering } from "./delivering.ts";
import type { Env } from "./env.ts";
import { createPaces } from "./paces.ts";
import type { Sender } from "./sender.ts";
import { sweepDeliveries } from "./sweeping.ts";
import { createTelling } from "./telling.ts";

/** What the sender of webhooks reads and writes. */
export interface Stores {
  readonly ledger: Pick<Ledger, "commit">;
  readonly endpoints: Pick<Endpoints, "ofTenant">;
  readonly secrets: Pick<WebhookSecrets, "open">;
  readonly deliveries: Deliveries;
  readonly views: Pick<Views, "rows" | "marks">;
  readonly told: ToldQueue;
  readonly lanes: DeliveryQueues;
  readonly sender: Sender;
  readonly log: Log;
}

/** A message as its queue hands it out. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** Where in a trace it belongs (W3C `traceparent`). */
  readonly traceparent?: string;
}

/** Sends what happened here to the endpoints of those whom it concerns; each gives the messages that it failed with. */
export interface Dispatcher {
  /** Makes deliveries of events, one for every endpoint that wants one. */
  tell(messages: readonly Message[]): Promise<readonly string[]>;
  /** Attempts deliveries, all of them side by side. */
  deliver(lane: Lane, messages: readonly Message[]): Promise<readonly string[]>;
  /** Hands out again what waits for longer than a queue can, and what a queue has lost: how many. */
  sweep(): Promise<number>;
}

/** Endpoints as an environment knows them. */
export interface KnownEndpoints extends Pick<Endpoints, "ofTenant"> {
  /** As they stood a moment ago: another environment may know of a newer one, so that nothing ends upon this. */
  lately: Endpoints["ofTenant"];
}

/** A change of an endpoint is heeded within this time, besides what replication takes; of so many tenants. */
const ENDPOINTS = { freshMs: 2_000, most: 1_000 } as const;

/** Makes a dispatcher; whatever it does may be done again, and then a receiver hears the same id twice. */
export function createApp(
  { cell }: Pick<Env, "cell">,
  stores: Stores,
  clock: Clock,
  random: Random,
  segments: Segments = noSegments,
): Dispatcher {
  const { deliveries, lanes, log } = stores;
  const paces = createPaces(deliveries, clock);
  const { ofTenant } = stores.endpoints;
  const endpoints: KnownEndpoints = { ofTenant, lately: remembered(ofTenant, ENDPOINTS, clock).get };
  const telling = createTelling({ ...stores, endpoints, paces, segments }, clock);
  const delivering = createDelivering({ ...stores, cell, endpoints, paces, segments }, clock, random);

  async function each<Work>(
    messages: readonly Message[],
    decode: (body: string) => Work | undefined,
    work: (work: Work, message: Message) => Promise<void>,
  ): Promise<readonly string[]> {
    const failed = await Promise.all(
      messages.map(async (message) => {
        const { id, body } = message;
        try {
          const decoded = decode(body);
          if (decoded === undefined) throw new Error("The message is of no known form.");
          await work(decoded, message);
          return [];
        } catch (fault) {
          log("error", "a message was not handled", { messageId: id, ...faultFields(fault) });
          return [id];
        }
      }),
    );
    return failed.flat();
  }

  return {
    tell: (messages) => each(messages, decodeTold, (told, { traceparent }) => telling.tell(inTrace(told, traceparent))),
    deliver: (lane, messages) => each(messages, decodeTicket, (ticket) => delivering.deliver(lane, ticket)),
    sweep: () => sweepDeliveries({ deliveries, lanes, paces }, clock),
  };
}

function inTrace(told: Told, traceparent: string | undefined): Told {
  return traceparent === undefined ? told : { ...told, traceparent };
}
