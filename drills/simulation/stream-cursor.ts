import type { ChangeRecord } from "../../functions/relay/app.ts";
import type { PayoutImage } from "../../functions/stores/payout-image.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import type { Caller } from "../../local/core/call.ts";

/** A place in a table's stream. */
export interface StreamCursor {
  readonly arn: string;
  /** What came since the last look, as the relay's Lambda edge makes it of records. */
  next(): readonly ChangeRecord[];
}

const ACCOUNT = "111122223333";
const caller: Caller = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT };

/** The end of the stream of a table in a region, for now. */
export function createStreamCursor(dynamoDb: DynamoDb, region: string, table: string): StreamCursor {
  const arn = streamArn(dynamoDb, region, table);
  let iterator = startOf(dynamoDb, region, arn);
  return {
    arn,
    next() {
      const reply = call(dynamoDb, region, "GetRecords", { ShardIterator: iterator });
      iterator = String(reply["NextShardIterator"]);
      // GetRecords answers with a list of records.
      return (reply["Records"] as readonly StreamRecord[]).map(changeOf);
    },
  };
}

type Attributes = Readonly<Record<string, { readonly S?: string } | undefined>>;

interface StreamRecord {
  readonly eventName: string;
  readonly dynamodb: {
    readonly Keys: Attributes;
    readonly NewImage?: Attributes;
    readonly OldImage?: Attributes;
    readonly SequenceNumber: string;
  };
}

/** What the relay's Lambda edge makes of a record. */
function changeOf({ eventName, dynamodb }: StreamRecord): ChangeRecord {
  const { Keys, NewImage = {}, OldImage = {}, SequenceNumber } = dynamodb;
  return {
    sequenceNumber: SequenceNumber,
    key: { pk: Keys["pk"]?.S ?? "", sk: Keys["sk"]?.S ?? "" },
    first: eventName === "INSERT",
    due: NewImage["due"]?.S,
    origin: NewImage["origin"]?.S,
    originBefore: OldImage["origin"]?.S,
    // Attributes on the wire have the form in which the SDK has them.
    image: NewImage as PayoutImage,
  };
}

function streamArn(dynamoDb: DynamoDb, region: string, table: string): string {
  const { Streams: streams } = call(dynamoDb, region, "ListStreams", { TableName: table });
  // ListStreams answers with a list of descriptions.
  const [stream] = streams as readonly { readonly StreamArn: string }[];
  if (stream === undefined) throw new Error(`${table} has no stream in ${region}.`);
  return stream.StreamArn;
}

function startOf(dynamoDb: DynamoDb, region: string, arn: string): string {
  const described = call(dynamoDb, region, "DescribeStream", { StreamArn: arn });
  // DescribeStream answers with the stream's shards.
  const { Shards: listed } = described["StreamDescription"] as { readonly Shards: readonly { ShardId: string }[] };
  const input = { StreamArn: arn, ShardId: listed[0]?.ShardId, ShardIteratorType: "LATEST" };
  return String(call(dynamoDb, region, "GetShardIterator", input)["ShardIterator"]);
}

function call(dynamoDb: DynamoDb, region: string, action: string, input: Readonly<Record<string, unknown>>) {
  const reply = dynamoDb.service.handle({ service: "dynamodb", action, region, input, caller, requestId: "feed" });
  if (reply instanceof Promise) throw new Error("DynamoDB does not answer at once.");
  return reply;
}
