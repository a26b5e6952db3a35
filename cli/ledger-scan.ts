import { ScanCommand, type DynamoDBClient, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import type { LedgerState, StoredItem } from "../drills/checkers/ledger-view.ts";
import { decodeItem } from "../functions/stores/item-codec.ts";
import type { Aws } from "./aws.ts";
import type { Deployment } from "./deployment.ts";

/** Everything that the ledger table holds in every region. Not a snapshot: what is written meanwhile may be torn. */
export async function scanLedger(aws: Pick<Aws, "dynamodb">, { cells, ledgerTable }: Deployment): Promise<LedgerState> {
  const regions = await Promise.all(
    cells.map(async ({ region }) => [region, await scanTable(aws.dynamodb(region), ledgerTable)] as const),
  );
  return { cells: new Map(cells.map(({ name, region }) => [name, region])), regions: new Map(regions) };
}

async function scanTable(client: DynamoDBClient, table: string): Promise<readonly StoredItem[]> {
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
