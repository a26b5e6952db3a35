import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { StoredViews } from "../checkers/ledger-view.ts";
import { servingIn } from "../checkers/serving-views.ts";
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
