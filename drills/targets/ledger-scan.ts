import { ScanCommand, type DynamoDBClient, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import { decodeItem } from "../../functions/stores/item-codec.ts";
import type { LedgerState, StoredItem } from "../checkers/ledger-view.ts";

/** Where a ledger is. */
export interface LedgerPlaces {
  readonly cells: readonly { readonly name: string; readonly region: string }[];
  readonly ledgerTable: string;
}

/** Everything that the ledger table holds in every region. Not a snapshot: what is written meanwhile may be torn. */
export async function scanLedger(
  { dynamodb }: { dynamodb(region: string): Pick<DynamoDBClient, "send"> },
  { cells, ledgerTable }: LedgerPlaces,
): Promise<LedgerState> {
  const regions = await Promise.all(
    cells.map(async ({ region }) => [region, await scanTable(dynamodb(region), ledgerTable)] as const),
  );
  return { cells: new Map(cells.map(({ name, region }) => [name, region])), regions: new Map(regions) };
}

/** All items of a table. */
export async function scanTable(client: Pick<DynamoDBClient, "send">, table: string): Promise<readonly StoredItem[]> {
  const items: StoredItem[] = [];
  let ExclusiveStartKey: ScanCommandInput["ExclusiveStartKey"];
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    for (const stored of page.Items ?? []) {
      const { pk, sk, ...item } = decodeItem(stored);
      if (typeof pk === "string" && typeof sk === "string") items.push({ key: { pk, sk }, item });
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}
