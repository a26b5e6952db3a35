import { manifestKey, MANIFEST_PREFIX, parseManifest, sequenceOf } from "../../functions/domain/archive-manifest.ts";
import { archivePartition, countersignedPrefix, ROOT_PREFIX } from "../../functions/domain/archive-roots.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import { decodeItem } from "../../functions/stores/item-codec.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import type { Archives } from "./archives.ts";
import { earliest, type Backlog } from "./backlog.ts";
import type { Cell } from "./cells.ts";
import { LEDGER_TABLE } from "./tables.ts";

/** What waits for who keeps a cell's archive: objects to be sealed, and others' roots to be countersigned. */
type ArchiveWaiting = () => Pick<Backlog, "waiting" | "since">;

/** Looks into the cell's bucket and its replica of the ledger; a manifest that was read is not read again. */
export function createArchiveWaiting(
  { name, region }: Pick<Cell, "name" | "region">,
  others: readonly CellName[],
  { archives, dynamoDb }: { readonly archives: Archives; readonly dynamoDb: DynamoDb },
): ArchiveWaiting {
  const { buckets } = archives;
  const { delivered } = archives.deliveryOf(name);
  const unsealed = new Map<string, number>();
  let [sequence, known] = [0, 0];

  function readManifests(): void {
    const asked = { Prefix: MANIFEST_PREFIX, StartAfter: manifestKey(sequence) };
    // As S3 lists objects.
    const { Contents = [] } = buckets.look(name, "ListObjectsV2", asked) as { Contents?: readonly { Key: string }[] };
    for (const { Key } of Contents) {
      const { Body } = buckets.look(name, "GetObject", { Key });
      const read = parseManifest(String(Body));
      if (read.ok) for (const { key } of read.value.manifest.objects) unsealed.delete(key);
      sequence = sequenceOf(Key) ?? sequence;
    }
  }

  function items(pk: string, prefix: string, rest: Readonly<Record<string, unknown>>): readonly Item[] {
    const caller = { kind: "root", arn: "", accountId: "" } as const;
    const input = {
      TableName: LEDGER_TABLE,
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": { S: pk }, ":prefix": { S: prefix } },
      ...rest,
    };
    const call = { service: "dynamodb", action: "Query", region, input, caller, requestId: "" };
    const page = dynamoDb.service.handle(call);
    if (page instanceof Promise) throw new Error("DynamoDB does not answer at once.");
    // Query answers with items.
    return (page["Items"] as readonly Parameters<typeof decodeItem>[0][]).map(decodeItem);
  }

  /** When each root was written that this cell has not countersigned. */
  function unsigned(other: CellName): readonly number[] {
    const newest = { ScanIndexForward: false, Limit: 1 };
    const [last] = items(archivePartition(name), countersignedPrefix(other), newest);
    const signed = Number(last?.["sequence"] ?? 0n);
    const [root] = items(archivePartition(other), ROOT_PREFIX, newest);
    const wanted = Number(root?.["sequence"] ?? 0n) - signed;
    if (wanted <= 0) return [];
    return items(archivePartition(other), ROOT_PREFIX, { ScanIndexForward: false, Limit: wanted }).map(({ at }) =>
      Number(at),
    );
  }

  return () => {
    for (const { key, at } of delivered.slice(known)) unsealed.set(key, at);
    known = delivered.length;
    if (unsealed.size > 0) readManifests();
    const since = [...unsealed.values(), ...others.flatMap(unsigned)];
    return { waiting: since.length, since: earliest(since) };
  };
}
