import { PutItemCommand, QueryCommand, type DynamoDBClient, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import {
  archivePartition,
  countersignatureFrom,
  countersignatureItem,
  countersignatureKey,
  countersignedPrefix,
  rootFrom,
  rootItem,
  rootKey,
  ROOT_PREFIX,
  type ArchiveRoot,
  type Countersignature,
} from "../domain/archive-roots.ts";
import type { CellName } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import type { Item } from "../domain/ledger-write.ts";
import type { Clock, Random } from "./clock.ts";
import { classify } from "./failures.ts";
import { decodeItem, encodeKeyedItem } from "./item-codec.ts";
import { reading } from "./reading.ts";

/** What the ledger has of archives, as the replica of this region knows it. */
export interface ArchiveLedger {
  lastRoot(cell: CellName): Promise<ArchiveRoot | undefined>;
  /** The roots of a cell from a number on, in order, a page of them. */
  rootsFrom(cell: CellName, sequence: number): Promise<readonly ArchiveRoot[]>;
  lastCountersignature(signer: CellName, of: CellName): Promise<Countersignature | undefined>;
  /** Writes it unless there is one; whoever writes the same again finds it done. Throws where another one stands. */
  putRoot(root: ArchiveRoot): Promise<void>;
  /** Writes it unless there is one, which then stands. */
  putCountersignature(countersignature: Countersignature): Promise<void>;
}

/** Countersigning takes a call each: a run has time for so many. */
const PAGE = 100;

/** The archives' items behind a DynamoDB client whose own retries are off. */
export function createArchiveLedger(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): ArchiveLedger {
  async function query(input: Omit<QueryCommandInput, "TableName">): Promise<readonly Item[]> {
    const command = new QueryCommand({ TableName: table, ConsistentRead: true, ...input });
    const { Items = [] } = await reading((options) => client.send(command, options), clock, random);
    return Items.map(decodeItem);
  }

  async function last(writer: CellName, prefix: string): Promise<Item | undefined> {
    const [item] = await query({
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": { S: archivePartition(writer) }, ":prefix": { S: prefix } },
      ScanIndexForward: false,
      Limit: 1,
    });
    return item;
  }

  /** False where something stands there already; it may be the same, the reply to an earlier attempt being lost. */
  async function putOnce(key: LedgerKey, item: Item): Promise<boolean> {
    const Item = encodeKeyedItem(key, item);
    const command = new PutItemCommand({ TableName: table, Item, ConditionExpression: "attribute_not_exists(pk)" });
    try {
      await reading((options) => client.send(command, options), clock, random);
      return true;
    } catch (fault) {
      if (classify(fault) !== "refused") throw fault;
      return false;
    }
  }

  async function rootsFrom(cell: CellName, sequence: number): Promise<readonly ArchiveRoot[]> {
    const { pk, sk } = rootKey(cell, sequence);
    const items = await query({
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: { ":pk": { S: pk }, ":from": { S: sk }, ":to": { S: `${ROOT_PREFIX}~` } },
      Limit: PAGE,
    });
    return items.flatMap((item) => rootFrom(cell, item) ?? []);
  }

  return {
    async lastRoot(cell) {
      const item = await last(cell, ROOT_PREFIX);
      return item && rootFrom(cell, item);
    },
    rootsFrom,
    async lastCountersignature(signer, of) {
      const item = await last(signer, countersignedPrefix(of));
      return item && countersignatureFrom(signer, of, item);
    },
    async putRoot(root) {
      if (await putOnce(rootKey(root.cell, root.sequence), rootItem(root, BigInt(clock.now())))) return;
      const [standing] = await rootsFrom(root.cell, root.sequence);
      if (standing?.sequence !== root.sequence || standing.manifest !== root.manifest) {
        throw new Error(`The ledger has another root under number ${root.sequence} of ${root.cell}.`);
      }
    },
    async putCountersignature(countersignature) {
      const { signer, cell, sequence } = countersignature;
      const item = countersignatureItem(countersignature, BigInt(clock.now()));
      await putOnce(countersignatureKey(signer, cell, sequence), item);
    },
  };
}
