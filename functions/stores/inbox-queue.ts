import { ATTEMPT_MS } from "../domain/lease.ts";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { LedgerKey } from "../domain/keys.ts";
import type { Clock } from "./clock.ts";

/** The queue of ledger entries that this cell has to look at; messages carry keys, the ledger has the rest. */
export interface InboxQueue {
  /** Sends up to ten keys; the positions of those that were not taken. */
  send(keys: readonly LedgerKey[]): Promise<readonly number[]>;
}

/** The most keys that one `send` takes (SQS: ten entries a batch). */
export const INBOX_BATCH = 10;

/** The inbox queue behind an SQS client. */
export function createInboxQueue(client: Pick<SQSClient, "send">, queueUrl: string, clock: Clock): InboxQueue {
  return {
    async send(keys) {
      const Entries = keys.map((key, index) => ({ Id: `${index}`, MessageBody: encodeInboxMessage(key) }));
      const reply = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }), {
        abortSignal: clock.deadline(ATTEMPT_MS),
      });
      return (reply.Failed ?? []).map(({ Id }) => Number(Id));
    },
  };
}

/** A key as a message body. */
function encodeInboxMessage({ pk, sk }: LedgerKey): string {
  return JSON.stringify({ pk, sk });
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
