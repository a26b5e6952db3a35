import { BatchWriteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { reading } from "../../functions/stores/reading.ts";
import { together } from "../../functions/stores/together.ts";
import { inSegments, scannedPages, type Stored } from "./scanning.ts";

/** Which generation of the views in a table stays. */
export interface Dropping {
  readonly client: Pick<DynamoDBClient, "send">;
  readonly table: string;
  readonly keep: bigint;
}

/** DynamoDB deletes no more at once. */
const BATCH_ITEMS_MAX = 25;

/** Deletes the rows of all generations of the views but one; how many there were. */
export async function dropOtherGenerations(
  { client, table, keep }: Dropping,
  clock: Clock,
  random: Random,
): Promise<number> {
  const dropped = inSegments(async (Segment) => {
    let count = 0;
    const input = { TableName: table, ProjectionExpression: "pk, sk", Segment };
    for await (const page of scannedPages(client, input, clock, random)) {
      const keys = page.filter(({ pk }) => isOfAnother(pk?.S ?? "", keep));
      for (let start = 0; start < keys.length; start += BATCH_ITEMS_MAX) {
        await drop(keys.slice(start, start + BATCH_ITEMS_MAX));
      }
      count += keys.length;
    }
    return count;
  });
  return (await together(dropped)).reduce((sum, count) => sum + count, 0);

  /** What is left over is deleted by the next rebuild. */
  async function drop(keys: readonly Stored[]): Promise<void> {
    const requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
    const command = new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
    await reading((options) => client.send(command, options), clock, random);
  }
}

/** Rows of a generation begin with its number; those that belong to none stay. */
function isOfAnother(pk: string, keep: bigint): boolean {
  return /^\d+#/.test(pk) && !pk.startsWith(`${keep}#`);
}
