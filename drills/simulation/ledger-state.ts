import { decodeKeyedItem } from "../../functions/stores/item-codec.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import type { LedgerState, StoredItem, StoredViews } from "../checkers/ledger-view.ts";
import { servingIn } from "../checkers/serving-views.ts";
import { LEDGER_TABLE, viewsTable } from "./tables.ts";

type Encoded = Parameters<typeof decodeKeyedItem>[0];

/** Where the ledger of a cell is. */
export interface LedgerPlace {
  readonly name: string;
  readonly region: string;
}

/** What some cells show, once everything that was booked has to be in it. */
export function viewsOf(cells: readonly LedgerPlace[], dynamoDb: DynamoDb): StoredViews {
  const rows = cells.map(({ name, region }) => {
    const items = [...scan(dynamoDb, region, viewsTable(name))].map((encoded) => decodeKeyedItem(encoded));
    return [name, servingIn(items)] as const;
  });
  return { rows: new Map(rows), through: AFTER_ALL };
}

/** Later than anything is booked, by whatever clock. */
const AFTER_ALL = 2n ** 62n;

/** Everything that the ledger holds in all regions. A version that several regions share is decoded once. */
export function stateOf(cells: readonly LedgerPlace[], dynamoDb: DynamoDb): LedgerState {
  const decoded = new Map<Encoded, StoredItem>();
  const regions = cells.map(({ region }) => {
    const items = [...scan(dynamoDb, region, LEDGER_TABLE)].map((encoded) => {
      const known = decoded.get(encoded) ?? decodeKeyedItem(encoded);
      decoded.set(encoded, known);
      return known;
    });
    return [region, items] as const;
  });
  return { cells: new Map(cells.map(({ name, region }) => [name, region])), regions: new Map(regions) };
}

function* scan({ service }: DynamoDb, region: string, table: string): Generator<Encoded> {
  const caller = { kind: "root", arn: "", accountId: "" } as const;
  let start: unknown;
  do {
    const input = {
      TableName: table,
      ConsistentRead: true,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    };
    const page = service.handle({ service: "dynamodb", action: "Scan", region, input, caller, requestId: "" });
    if (page instanceof Promise) throw new Error("DynamoDB does not answer at once.");
    // Scan answers with items.
    yield* page["Items"] as readonly Encoded[];
    start = page["LastEvaluatedKey"];
  } while (start !== undefined);
}
