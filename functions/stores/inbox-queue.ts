import { ATTEMPT_MS } from "../domain/lease.ts";
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { LedgerKey } from "../domain/keys.ts";
import { formatTraceHeader, formatTraceparent, parseTraceHeader, parseTraceparent } from "../domain/traces.ts";
import type { Clock, Random } from "./clock.ts";
import type { PayoutImage } from "./payout-image.ts";
import { reading } from "./reading.ts";

/** The queue of ledger entries that this cell has to look at; messages carry keys, the ledger has the rest. */
export interface InboxQueue {
  /** Sends up to ten keys; the positions of those that were not taken. */
  send(keys: readonly TracedKey[]): Promise<readonly number[]>;
}

/** A key, and where in a trace what is done about it belongs (W3C `traceparent`). */
export type TracedKey = LedgerKey & { readonly traceparent?: string };

/** The same queue for whoever takes messages out of it. */
export interface InboxReturns {
  /** Lets up to ten messages be handed out again, each after its own pause. */
  giveBack(messages: readonly ReturnedMessage[]): Promise<void>;
}

/** A message on its way back into the queue. */
export interface ReturnedMessage {
  /** Names the receipt of it. */
  readonly handle: string;
  readonly seconds: number;
}

/** The queue of payouts that have to be started; messages carry the payment as the ledger has it. */
export interface PayoutQueue {
  /** Sends up to ten payouts; the positions of those that were not taken. */
  send(payouts: readonly PayoutImage[]): Promise<readonly number[]>;
}

/** The most keys that one `send` takes (SQS: ten entries a batch). */
export const INBOX_BATCH = 10;

/** The inbox queue behind an SQS client. */
export function createInboxQueue(client: Pick<SQSClient, "send">, queueUrl: string, clock: Clock): InboxQueue {
  return { send: (keys) => sendAll(client, queueUrl, keys.map(inboxMessage), clock) };
}

/** The queue of payouts behind an SQS client. */
export function createPayoutQueue(client: Pick<SQSClient, "send">, queueUrl: string, clock: Clock): PayoutQueue {
  return {
    send: (payouts) =>
      sendAll(
        client,
        queueUrl,
        payouts.map((image) => tracedMessage(JSON.stringify(image), image["traceparent"]?.S)),
        clock,
      ),
  };
}

/** The way back into the inbox queue behind an SQS client. */
export function createInboxReturns(
  client: Pick<SQSClient, "send">,
  queueUrl: string,
  clock: Clock,
  random: Random,
): InboxReturns {
  return {
    async giveBack(messages) {
      const Entries = messages.map(({ handle, seconds }, index) => ({
        Id: `${index}`,
        ReceiptHandle: handle,
        VisibilityTimeout: seconds,
      }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries });
      // Setting a pause twice is setting it once. A receipt that is refused is of a message that is handed out already.
      await reading((options) => client.send(command, options), clock, random);
    },
  };
}

type Message = Omit<SendMessageBatchRequestEntry, "Id">;

/** Sends up to ten messages, once; the positions of those that were not taken. */
export async function sendAll(
  client: Pick<SQSClient, "send">,
  queueUrl: string,
  messages: readonly Message[],
  clock: Clock,
): Promise<readonly number[]> {
  const Entries = messages.map((message, index) => ({ Id: `${index}`, ...message }));
  const reply = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }), {
    abortSignal: clock.deadline(ATTEMPT_MS),
  });
  return (reply.Failed ?? []).map(({ Id }) => Number(Id));
}

/**
 * A message of a trace, whose header travels beside it.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sqs.html
 */
export function tracedMessage(MessageBody: string, traceparent: string | undefined): Message {
  const place = parseTraceparent(traceparent);
  if (place === undefined) return { MessageBody };
  const AWSTraceHeader = { DataType: "String" as const, StringValue: formatTraceHeader(place) };
  return { MessageBody, MessageSystemAttributes: { AWSTraceHeader } };
}

/** Where in a trace a message belongs, by the system attribute that it carries. */
export function traceparentOf(header: string | undefined): { readonly traceparent?: string } {
  const place = parseTraceHeader(header);
  return place === undefined ? {} : { traceparent: formatTraceparent(place) };
}

/** A key as a message. */
function inboxMessage({ pk, sk, traceparent }: TracedKey): Message {
  return tracedMessage(JSON.stringify({ pk, sk }), traceparent);
}

/** Reads a message body back; undefined for anything that is no key. */
export function decodeInboxMessage(body: string): LedgerKey | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null || !("pk" in parsed) || !("sk" in parsed)) return undefined;
    const { pk, sk } = parsed;
    return typeof pk === "string" && typeof sk === "string" ? { pk, sk } : undefined;
  } catch {
    return undefined;
  }
}
