import { BatchWriteItemCommand, ScanCommand, type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { reading } from "../../functions/stores/reading.ts";
import { together } from "../../functions/stores/together.ts";

/** Which generation of the views in a table stays. */
export interface Dropping {
  readonly client: Pick<DynamoDBClient, "send">;
  readonly table: string;
  readonly keep: bigint;
}

/** DynamoDB deletes no more at once. */
const BATCH_ITEMS_MAX = 25;
const SEGMENTS = 4;

/** Deletes the rows of all generations of the views but one; how many there were. */
export async function dropOtherGenerations(dropping: Dropping, clock: Clock, random: Random): Promise<number> {
  const segments = Array.from({ length: SEGMENTS }, (_, segment) => dropSegment(dropping, segment, clock, random));
  return (await together(segments)).reduce((sum, dropped) => sum + dropped, 0);
}

async function dropSegment(
  { client, table, keep }: Dropping,
  Segment: number,
  clock: Clock,
  random: Random,
): Promise<number> {
  let dropped = 0;
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const command = new ScanCommand({
      TableName: table,
      Segment,
      TotalSegments: SEGMENTS,
      ProjectionExpression: "pk, sk",
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
    });
    const page = await reading((options) => client.send(command, options), clock, random);
    const keys = (page.Items ?? []).filter(({ pk }) => isOfAnother(pk?.S ?? "", keep));
    for (let start = 0; start < keys.length; start += BATCH_ITEMS_MAX) {
      await drop(keys.slice(start, start + BATCH_ITEMS_MAX));
    }
    dropped += keys.length;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return dropped;

  /** What is left over is deleted by the next rebuild. */
  async function drop(keys: readonly Record<string, AttributeValue>[]): Promise<void> {
    const requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
    const command = new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
    await reading((options) => client.send(command, options), clock, random);
  }
}

/** Rows of a generation begin with its number; those that belong to none stay. */
function isOfAnother(pk: string, keep: bigint): boolean {
  return /^\d+#/.test(pk) && !pk.startsWith(`${keep}#`);
}
