import { ScanCommand, type AttributeValue, type DynamoDBClient, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { reading } from "../../functions/stores/reading.ts";

/** A table is scanned in so many parts at once. */
export const SEGMENTS = 4;

/** An item as DynamoDB has it. */
export type Stored = Readonly<Record<string, AttributeValue>>;

/** The pages of one part of a table's scan. */
export async function* scannedPages(
  client: Pick<DynamoDBClient, "send">,
  input: Omit<ScanCommandInput, "TotalSegments" | "ExclusiveStartKey"> & { readonly Segment: number },
  clock: Clock,
  random: Random,
): AsyncGenerator<readonly Stored[]> {
  let ExclusiveStartKey: ScanCommandInput["ExclusiveStartKey"];
  do {
    const from = ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey };
    const command = new ScanCommand({ ...input, TotalSegments: SEGMENTS, ...from });
    const page = await reading((options) => client.send(command, options), clock, random);
    yield page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

/** Works on all parts of a scan at once; gives what each came to. */
export function inSegments<Found>(work: (segment: number) => Promise<Found>): Promise<Found>[] {
  return Array.from({ length: SEGMENTS }, (_, segment) => work(segment));
}
