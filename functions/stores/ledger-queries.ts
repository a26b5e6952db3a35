import { QueryCommand, type DynamoDBClient, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { CellName } from "../domain/ids.ts";
import type { Clock, Random } from "./clock.ts";
import { decodeKeyedItem } from "./item-codec.ts";
import type { DueCursor, DuePage, KeyedItem, Ledger } from "./ledger.ts";
import { reading } from "./reading.ts";

/** What the ledger is asked by more than a key. */
export function createQueries(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): Pick<Ledger, "partition" | "page" | "dueBefore" | "dueFrom"> {
  const query = (input: Omit<QueryCommandInput, "TableName">) =>
    reading((options) => client.send(new QueryCommand({ TableName: table, ...input }), options), clock, random);

  async function due(condition: string, cell: CellName, time: string, cursor: DueCursor | undefined): Promise<DuePage> {
    const page = await query({
      IndexName: "due",
      KeyConditionExpression: condition,
      ExpressionAttributeValues: { ":cell": { S: cell }, ":time": { S: time } },
      Limit: 100,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: cursor }),
    });
    const keys = (page.Items ?? []).map((stored) => decodeKeyedItem(stored).key);
    return { keys, next: page.LastEvaluatedKey };
  }

  return {
    async partition(pk) {
      const items: KeyedItem[] = [];
      let ExclusiveStartKey: QueryCommandInput["ExclusiveStartKey"];
      do {
        const page = await query({
          ConsistentRead: true,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: pk } },
          ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
        });
        for (const stored of page.Items ?? []) items.push(decodeKeyedItem(stored));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items;
    },
    async page(pk, after, limit) {
      const start = after === undefined ? {} : { ":after": { S: after } };
      const { Items = [] } = await query({
        ConsistentRead: true,
        KeyConditionExpression: after === undefined ? "pk = :pk" : "pk = :pk AND sk > :after",
        ExpressionAttributeValues: { ":pk": { S: pk }, ...start },
        Limit: limit,
      });
      return Items.map(decodeKeyedItem);
    },
    dueBefore: (cell, before, cursor) => due("due = :cell AND dueAt < :time", cell, before, cursor),
    dueFrom: (cell, from, cursor) => due("due = :cell AND dueAt >= :time", cell, from, cursor),
  };
}
