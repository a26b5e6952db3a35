import type { SQSClient } from "@aws-sdk/client-sqs";
import type { EndpointId } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import type { Lane } from "../domain/webhook-schedule.ts";
import type { Clock } from "./clock.ts";
import { INBOX_BATCH, sendAll, tracedMessage } from "./inbox-queue.ts";
import type { PayoutImage } from "./payout-image.ts";
import { together } from "./together.ts";

/** An item of the ledger, as its stream has it: an event, or a replay that somebody asked for. */
export type LedgerImage = PayoutImage;

/** What has to be told to endpoints; a replay that takes several turns says after which sort key it goes on. */
export interface Told {
  readonly image: LedgerImage;
  readonly after?: string;
  /** Where in a trace telling it belongs; it travels beside the message, not in it. */
  readonly traceparent?: string;
}

/** The queue of what has to be told. */
export interface ToldQueue {
  /** Sends up to ten, to be handed out after a pause where one is given; the positions of those that were not taken. */
  send(told: readonly Told[], pauseMs?: number): Promise<readonly number[]>;
}

/** A message about a delivery: worth an attempt as long as no other was made. */
export interface Ticket {
  readonly key: LedgerKey;
  /** How many attempts there were when it was written. */
  readonly attempts: number;
}

/** A ticket on its way into a queue. */
export interface SentTicket extends Ticket {
  readonly endpoint: EndpointId;
  readonly pauseMs: number;
  /** Where in a trace the attempt belongs: what Lambda records of it is linked with that. */
  readonly traceparent?: string;
}

/** The queues of deliveries, a lane each. */
export interface DeliveryQueues {
  /** Throws where one of them was not taken. */
  send(lane: Lane, tickets: readonly SentTicket[]): Promise<void>;
}

/** The queue of what has to be told, behind an SQS client. */
export function createToldQueue(client: Pick<SQSClient, "send">, queueUrl: string, clock: Clock): ToldQueue {
  return {
    send(told, pauseMs = 0) {
      const pause = pauseMs === 0 ? {} : { DelaySeconds: Math.ceil(pauseMs / 1000) };
      const messages = told.map((one) => ({ ...bodyOf(one), ...pause }));
      return sendAll(client, queueUrl, messages, clock);
    },
  };
}

/** The queues of deliveries behind an SQS client; where a lane has several, an endpoint's are all in one of them. */
export function createDeliveryQueues(
  client: Pick<SQSClient, "send">,
  queueUrls: Readonly<Record<Lane, readonly string[]>>,
  clock: Clock,
): DeliveryQueues {
  return {
    async send(lane, tickets) {
      const urls = queueUrls[lane];
      const sent = urls.flatMap((url, place) =>
        batchesOf(tickets.filter(({ endpoint }) => placeOf(endpoint, urls.length) === place)).map((batch) =>
          sendAll(client, url, batch.map(messageOf), clock),
        ),
      );
      const refused = await together(sent);
      if (refused.some(({ length }) => length > 0)) throw new Error(`The ${lane} lane did not take all deliveries.`);
    },
  };
}

/** A ticket read back; undefined for anything that is none. */
export function decodeTicket(body: string): Ticket | undefined {
  const parsed = objectIn(body);
  const { pk, sk, attempts } = parsed ?? {};
  const whole = typeof pk === "string" && typeof sk === "string" && typeof attempts === "number";
  return whole ? { key: { pk, sk }, attempts } : undefined;
}

/** What has to be told, read back; undefined for anything else. */
export function decodeTold(body: string): Told | undefined {
  const { image, after } = objectIn(body) ?? {};
  if (typeof image !== "object" || image === null || !("pk" in image)) return undefined;
  // Sent by the relay and by this queue's own consumer alone: an item of the ledger as its stream had it.
  return { image: image as LedgerImage, ...(typeof after === "string" ? { after } : {}) };
}

/** An id ends with digits of a hash. */
function placeOf(endpoint: EndpointId, places: number): number {
  return Number.parseInt(endpoint.slice(-4), 16) % places;
}

function batchesOf(tickets: readonly SentTicket[]): readonly (readonly SentTicket[])[] {
  return Array.from({ length: Math.ceil(tickets.length / INBOX_BATCH) }, (_, index) =>
    tickets.slice(index * INBOX_BATCH, (index + 1) * INBOX_BATCH),
  );
}

function bodyOf({ traceparent, ...told }: Told) {
  return tracedMessage(JSON.stringify(told), traceparent);
}

function messageOf({ key: { pk, sk }, attempts, endpoint, pauseMs, traceparent }: SentTicket) {
  return {
    ...tracedMessage(JSON.stringify({ pk, sk, attempts }), traceparent),
    DelaySeconds: Math.round(pauseMs / 1000),
    // On a standard queue a group asks for fairness: one with many messages waits for those with few (Amazon SQS).
    MessageGroupId: endpoint,
  };
}

function objectIn(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    // Any object has fields of some kind.
    return typeof parsed === "object" && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
