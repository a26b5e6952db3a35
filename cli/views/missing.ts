import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Generations } from "../../functions/stores/view-generations.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { decodeItem } from "../../functions/stores/item-codec.ts";
import { together } from "../../functions/stores/together.ts";
import { createViewQueries } from "../../functions/stores/views.ts";
import type { ViewKey } from "../../functions/domain/view-keys.ts";
import { inSegments, scannedPages } from "./scanning.ts";

/** Which rows of the serving views those lack that were built beside them. */
export interface Missing {
  readonly count: number;
  /** Some of them, without their generation. */
  readonly first: readonly ViewKey[];
}

/** What is projected now comes into the serving views first, and a moment later into the others. */
const LOOKS = 3;
const PAUSE_MS = 2_000;
const NAMED = 3;

/**
 * Looks for every row of the serving views in those that were built. Sums of months come again when somebody asks, and
 * an event that comes meanwhile may have another place in either: that it is told counts.
 */
export async function missingRows(
  { client, table }: { readonly client: Pick<DynamoDBClient, "send">; readonly table: string },
  { serving, building }: Required<Generations>,
  clock: Clock,
  random: Random,
): Promise<Missing> {
  const rows = createViewQueries(client, table, clock, random);
  const prefix = `${serving}#`;

  async function lacking(keys: readonly ViewKey[]): Promise<readonly ViewKey[]> {
    let left = keys;
    for (let look = 0; look < LOOKS && left.length > 0; look += 1) {
      if (look > 0) await clock.sleep(PAUSE_MS);
      const found = await rows.getMany(left.map(({ pk, sk }) => ({ pk: `${building}#${pk}`, sk })));
      left = left.filter((_, index) => found[index] === undefined);
    }
    return left;
  }

  const parts = inSegments(async (Segment) => {
    let count = 0;
    const first: ViewKey[] = [];
    const input = { TableName: table, ConsistentRead: true, ProjectionExpression: "pk, sk", Segment };
    for await (const page of scannedPages(client, input, clock, random)) {
      const left = await lacking(page.map(decodeItem).flatMap((row) => comparedKey(row, prefix)));
      count += left.length;
      first.push(...left.slice(0, NAMED - first.length));
    }
    return { count, first };
  });
  const found = await together(parts);
  return {
    count: found.reduce((sum, { count }) => sum + count, 0),
    first: found.flatMap(({ first }) => first).slice(0, NAMED),
  };
}

function comparedKey({ pk, sk }: Readonly<Record<string, unknown>>, prefix: string): readonly ViewKey[] {
  if (typeof pk !== "string" || typeof sk !== "string" || !pk.startsWith(prefix)) return [];
  return sk.startsWith("month#") || sk.startsWith("event#") ? [] : [{ pk: pk.slice(prefix.length), sk }];
}
