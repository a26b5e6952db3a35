import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { StoredItem, StoredViews } from "../checkers/ledger-view.ts";
import { scanTable } from "./ledger-scan.ts";

/** Where the views are. */
export interface ViewPlaces {
  readonly cells: readonly { readonly name: string; readonly region: string }[];
  viewsTable(cell: string): string;
}

/** What every cell shows; to be read before the ledger, which then has at least all of it. */
export async function scanViews(
  { dynamodb }: { dynamodb(region: string): Pick<DynamoDBClient, "send"> },
  { cells, viewsTable }: ViewPlaces,
): Promise<StoredViews["rows"]> {
  const scans = cells.map(async ({ name, region }) => {
    const items = await scanTable(dynamodb(region), viewsTable(name));
    return [name, servingIn(items)] as const;
  });
  return new Map(await Promise.all(scans));
}

/** The rows of the generation that is read, the first where none was ever rebuilt. */
function servingIn(items: readonly StoredItem[]): readonly StoredItem[] {
  const stored = items.find(({ key }) => key.pk === "views" && key.sk === "generations")?.item["serving"];
  const serving = `${typeof stored === "bigint" ? stored : 1n}#`;
  return items.flatMap(({ key: { pk, sk }, item }) =>
    pk.startsWith(serving) ? [{ key: { pk: pk.slice(serving.length), sk }, item }] : [],
  );
}
