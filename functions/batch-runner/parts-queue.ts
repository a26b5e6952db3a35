import type { SQSClient } from "@aws-sdk/client-sqs";
import type { UploadId } from "../domain/ids.ts";
import type { LinesOf } from "../payments-api/actions/pay-batch.ts";
import type { Pain001Line } from "../payments-api/iso20022/pain001.ts";
import type { Clock, Random } from "../stores/clock.ts";
import { INBOX_BATCH, sendAll } from "../stores/inbox-queue.ts";
import { reading } from "../stores/reading.ts";

/** Some lines of a file that are paid together, and tried again together. */
export interface FilePart extends LinesOf {
  readonly upload: UploadId;
  readonly part: number;
  readonly lines: readonly Pain001Line[];
}

/** The queue of parts. */
export interface PartsQueue {
  /** Throws where one of them was not taken; those that were are paid. */
  send(parts: readonly FilePart[]): Promise<void>;
}

/** All messages that are sent at once may have 256 KiB together (Amazon SQS, as queues have it by the provider). */
const SENT_BYTES_MAX = 256_000;

/** The queue of parts behind an SQS client. */
export function createPartsQueue(
  client: Pick<SQSClient, "send">,
  queueUrl: string,
  clock: Clock,
  random: Random,
): PartsQueue {
  return {
    async send(parts) {
      for (const bodies of sendable(parts.map(encode))) {
        const messages = bodies.map((MessageBody) => ({ MessageBody }));
        // A part that is there twice is paid once.
        const refused = await reading(() => sendAll(client, queueUrl, messages, clock), clock, random);
        if (refused.length > 0) throw new Error(`The queue did not take ${refused.length} parts.`);
      }
    },
  };
}

/** A part as its message has it. */
export function decodePart(body: string): FilePart {
  // Sent by this queue's own consumer alone.
  return JSON.parse(body, (name, value: unknown) => (name === "amount" ? BigInt(String(value)) : value)) as FilePart;
}

function encode(part: FilePart): string {
  return JSON.stringify(part, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
}

function* sendable(bodies: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const body of bodies) {
    const length = Buffer.byteLength(body);
    if (batch.length === INBOX_BATCH || (batch.length > 0 && bytes + length > SENT_BYTES_MAX)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(body);
    bytes += length;
  }
  if (batch.length > 0) yield batch;
}
