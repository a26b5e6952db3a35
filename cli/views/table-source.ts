import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { concernsViews, type JournalChange } from "../../functions/domain/projections.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { decodeItem } from "../../functions/stores/item-codec.ts";
import { scannedPages, SEGMENTS, type Stored } from "./scanning.ts";
import type { RebuildSource, SourcePage } from "./source.ts";

/** A cell's replica of the ledger as what its views are made from: every item as it stands. */
export function tableSource(
  { client, ledgerTable }: { readonly client: Pick<DynamoDBClient, "send">; readonly ledgerTable: string },
  clock: Clock,
  random: Random,
): RebuildSource {
  async function* part(Segment: number): AsyncGenerator<SourcePage> {
    const input = { TableName: ledgerTable, ConsistentRead: true, Segment };
    for await (const stored of scannedPages(client, input, clock, random)) yield pageOf(stored);
  }

  return {
    of: "items of the ledger",
    prepare: async () => {},
    parts: Array.from({ length: SEGMENTS }, (_, segment) => () => part(segment)),
    isWhole: true,
  };
}

function pageOf(stored: readonly Stored[]): SourcePage {
  const changes: JournalChange[] = [];
  const unreadable: string[] = [];
  for (const { pk, sk, ...image } of stored.map(decodeItem)) {
    if (typeof pk !== "string" || typeof sk !== "string") unreadable.push("an item without a key");
    else if (concernsViews({ pk, sk })) changes.push({ key: { pk, sk }, image, before: undefined });
  }
  return { looked: stored.length, changes, unreadable };
}
