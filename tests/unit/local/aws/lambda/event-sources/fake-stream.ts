import type { Call } from "../../../../../../local/core/call.ts";
import { AwsError } from "../../../../../../local/core/errors.ts";
import type { Kernel } from "../../../../../../local/core/kernel.ts";
import { accountId } from "../harness.ts";

export const streamArn = `arn:aws:dynamodb:eu-west-1:${accountId}:table/ledger/stream/2026-01-01T00:00:00.000`;

/** A stream of one shard that speaks DynamoDB Streams. */
export interface FakeStream {
  put(newImage: Readonly<Record<string, unknown>>): void;
  /** Refuses every call until it is told otherwise. */
  refuse(refused: boolean): void;
  handle(call: Call): Readonly<Record<string, unknown>>;
  onRecords(arn: string, listener: () => void): () => void;
}

export function createFakeStream(kernel: Kernel): FakeStream {
  const records: Readonly<Record<string, unknown>>[] = [];
  const listeners = new Set<() => void>();
  let refused = false;
  return {
    put(NewImage) {
      const dynamodb = {
        ApproximateCreationDateTime: kernel.now() / 1000,
        NewImage,
        SequenceNumber: String(records.length + 1),
      };
      records.push({ eventID: `e${records.length}`, eventName: "INSERT", eventSource: "aws:dynamodb", dynamodb });
      for (const listener of listeners) listener();
    },
    refuse(now) {
      refused = now;
    },
    handle({ action, input }) {
      if (refused) throw new AwsError("AccessDeniedException", "not authorized");
      switch (action) {
        case "DescribeStream":
          return { StreamDescription: { Shards: [{ ShardId: "shard-1" }] } };
        case "GetShardIterator":
          return { ShardIterator: input["ShardIteratorType"] === "LATEST" ? String(records.length) : "0" };
        default: {
          const at = Number(input["ShardIterator"]);
          const taken = records.slice(at, at + Number(input["Limit"]));
          return { Records: taken, NextShardIterator: String(at + taken.length) };
        }
      }
    },
    onRecords(arn, listener) {
      if (arn === streamArn) listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
