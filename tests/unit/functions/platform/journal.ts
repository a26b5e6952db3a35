import type { StreamRecord } from "../../../../functions/projector/app.ts";
import type { DynamoDb } from "../../../../local/aws/dynamodb/index.ts";
import { callOf } from "../../local/aws/account.ts";

/** Records of a table's stream in a region as a journal stream has them. */
export interface Journal {
  /** What came since the last look, in the order in which it was written. */
  next(): readonly StreamRecord[];
}

interface Change {
  readonly eventName: string;
  readonly dynamodb: Readonly<Record<string, unknown>> & { readonly ApproximateCreationDateTime: number };
}

/** The journal of a region's replica from its first change on; every change a microsecond of its own. */
export function journalOf(dynamoDb: DynamoDb, region: string, table: string): Journal {
  const ask = (action: string, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const reply = dynamoDb.service.handle(callOf("dynamodb", action, input, { region }));
    if (reply instanceof Promise) throw new Error("the model answers at once");
    return reply;
  };
  const { Streams } = ask("ListStreams", { TableName: table });
  const [stream] = Streams as readonly { readonly StreamArn: string }[];
  const described = ask("DescribeStream", { StreamArn: stream?.StreamArn });
  const { Shards } = described["StreamDescription"] as { readonly Shards: readonly { readonly ShardId: string }[] };
  const from = { StreamArn: stream?.StreamArn, ShardId: Shards[0]?.ShardId, ShardIteratorType: "TRIM_HORIZON" };
  let iterator = ask("GetShardIterator", from)["ShardIterator"];
  let count = 0;
  let last = 0;

  function recordOf({ eventName, dynamodb: told }: Change): StreamRecord {
    const { SequenceNumber: _, StreamViewType: __, ...dynamodb } = told;
    count += 1;
    last = Math.max(last + 1, dynamodb.ApproximateCreationDateTime * 1_000_000);
    const time = { ApproximateCreationDateTime: last, ApproximateCreationDateTimePrecision: "MICROSECOND" };
    const record = {
      eventName,
      tableName: table,
      recordFormat: "application/json",
      dynamodb: { ...dynamodb, ...time },
    };
    return { sequenceNumber: `${4_960_000 + count}`, shard: "shardId-000000000000", data: JSON.stringify(record) };
  }

  return {
    next() {
      const found: StreamRecord[] = [];
      for (;;) {
        const page = ask("GetRecords", { ShardIterator: iterator });
        const records = page["Records"] as readonly Change[];
        iterator = page["NextShardIterator"];
        if (records.length === 0) return found;
        found.push(...records.map(recordOf));
      }
    },
  };
}
