import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** A message of a dead-letter queue in our hands. */
export interface TakenMessage {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was first sent, milliseconds since the epoch. */
  readonly sentMs: number;
}

/** Where messages are taken from. */
export interface Source {
  readonly client: Pick<SQSClient, "send">;
  readonly url: string;
}

/** SQS hands out, takes back and deletes no more at once. */
const BATCH = 10;
/** So long SQS asks all its servers: without waiting it asks only some, and messages are overlooked. Seconds. */
const WAIT_S = 1;

/** Takes up to `most` messages, the oldest first; nobody else sees them for `hideSeconds`. */
export async function take(source: Source, most: number, hideSeconds: number): Promise<readonly TakenMessage[]> {
  const taken = new Map<string, TakenMessage>();
  try {
    while (taken.size < most) {
      const messages = await receive(source, Math.min(BATCH, most - taken.size), hideSeconds);
      if (messages.length === 0) break;
      for (const message of messages) taken.set(message.id, message);
    }
  } catch (fault) {
    await letGo(source, [...taken.values()]).catch(() => undefined);
    throw fault;
  }
  return [...taken.values()].toSorted((one, other) => one.sentMs - other.sentMs);
}

async function receive({ client, url }: Source, most: number, hideSeconds: number): Promise<readonly TakenMessage[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: most,
      VisibilityTimeout: hideSeconds,
      WaitTimeSeconds: WAIT_S,
      MessageSystemAttributeNames: ["SentTimestamp"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages.map(takenFrom);
}

/** Lets others see messages again at once. */
export async function letGo({ client, url }: Source, messages: readonly TakenMessage[]): Promise<void> {
  for (const batch of batchesOf(messages)) {
    const Entries = batch.map(({ receipt }, index) => ({
      Id: `${index}`,
      ReceiptHandle: receipt,
      VisibilityTimeout: 0,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}

/** Deletes messages. Throws where SQS kept one: it comes again, which is harmless, but must not be called done. */
export async function discard({ client, url }: Source, messages: readonly TakenMessage[]): Promise<void> {
  for (const batch of batchesOf(messages)) {
    const Entries = batch.map(({ receipt }, index) => ({ Id: `${index}`, ReceiptHandle: receipt }));
    const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    if (Failed.length > 0) throw new Error(`SQS could not delete ${Failed.length} messages: ${Failed[0]?.Code}.`);
  }
}

function batchesOf(messages: readonly TakenMessage[]): readonly (readonly TakenMessage[])[] {
  return Array.from({ length: Math.ceil(messages.length / BATCH) }, (_, index) =>
    messages.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function takenFrom({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes = {} }: Message): TakenMessage {
  return {
    id: MessageId ?? "",
    receipt: ReceiptHandle ?? "",
    body: Body ?? "",
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [name, StringValue]),
    ),
    sentMs: Number(Attributes?.SentTimestamp ?? 0),
  };
}
