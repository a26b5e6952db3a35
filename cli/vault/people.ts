import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { Beneficiary } from "../../functions/domain/beneficiaries.ts";
import { parsePaymentId, type PaymentId } from "../../functions/domain/ids.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import { vaultRecordOf, type VaultAccess, type VaultScreening } from "../../functions/domain/reports/vault-records.ts";
import { accessKey, beneficiaryKey } from "../../functions/domain/vault-keys.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import type { DataKeys } from "../../functions/stores/data-keys.ts";
import { decodeItem, encodeKey, encodeKeyedItem } from "../../functions/stores/item-codec.ts";
import { markOf, unseal } from "../../functions/stores/vault.ts";

/** Who looks, at whose word: kept with every look, before it is taken. */
export interface Looker {
  readonly by: string;
  readonly why: string;
}

/** Whom a request named as the beneficiary of a payout; `erased`: somebody has destroyed the key. */
export type NamedPerson =
  | { readonly is: "kept"; readonly request: string; readonly person?: string; readonly beneficiary: Beneficiary }
  | { readonly is: "erased"; readonly request: string; readonly at: string };

/** All that a vault has about a payout. */
export interface PayoutFile {
  readonly payout: PaymentId;
  readonly people: readonly NamedPerson[];
  readonly screening: VaultScreening | undefined;
  readonly accesses: readonly VaultAccess[];
}

/** A cell's vault, as an operator uses it for a person's rights (GDPR articles 15, 17 and 20). */
export interface People {
  /** Opens all that there is about a payout; undefined where there is nothing. */
  open(payout: PaymentId, purpose: "showing" | "export", looker: Looker): Promise<PayoutFile | undefined>;
  /**
   * Destroys the keys of whoever a payout named, or of a person alone, by the account's fingerprint: how many there
   * were left. Backups forget them within 35 days.
   */
  erase(payout: PaymentId, looker: Looker, person?: string): Promise<number>;
  /** The payouts that named a bank account, by its fingerprint. Reads the whole vault. */
  payoutsOf(person: string): Promise<readonly PaymentId[]>;
}

/** What a vault's table is reached by. */
interface Means {
  readonly client: Pick<DynamoDBClient, "send">;
  readonly table: string;
  readonly keys: DataKeys;
  readonly clock: Clock;
  readonly random: Random;
}

/** The people in a vault's table. */
export function createPeople(means: Means): People {
  return {
    async open(payout, purpose, looker) {
      const found = await itemsOf(payout, means);
      if (!found.some((item) => requestIn(item) !== undefined)) return undefined;
      await note(payout, purpose, looker, means);
      const items = await itemsOf(payout, means);
      const records = items.flatMap(({ pk, sk, ...item }) => vaultRecordOf(keyOf(pk, sk), item) ?? []);
      return {
        payout,
        people: (await Promise.all(items.map((item) => personIn(payout, item, means)))).flat(),
        screening: records.flatMap((record) => (record.is === "screening" ? [record.screening] : []))[0],
        accesses: records.flatMap((record) => (record.is === "access" ? [record.access] : [])),
      };
    },
    async erase(payout, looker, person) {
      const items = (await itemsOf(payout, means)).filter((item) => requestIn(item) !== undefined);
      const isMeant = (item: Item) => person === undefined || item["person"] === person;
      const kept = items.filter((item) => item["erasedAt"] === undefined && isMeant(item));
      if (kept.length === 0) return 0;
      await note(payout, "erasure", looker, means);
      for (const item of kept) await destroy(payout, requestIn(item) ?? "", means);
      const people = new Set(kept.map((item) => textOf(item["person"])).filter((person) => person !== ""));
      for (const each of people) await forget(each, means);
      return kept.length;
    },
    async payoutsOf(person) {
      const payouts = (await traces(person, means)).flatMap(({ pk }) => {
        const id = parsePaymentId(textOf(pk).replace(/^payout#/, ""));
        return id.ok ? [id.value] : [];
      });
      return [...new Set(payouts)].toSorted();
    },
  };
}

async function itemsOf(payout: PaymentId, { client, table }: Means): Promise<readonly Item[]> {
  return pages((start) =>
    client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: beneficiaryKey(payout, "").pk } },
        ...start,
      }),
    ),
  );
}

async function note(payout: PaymentId, purpose: string, looker: Looker, means: Means): Promise<void> {
  const { client, table, clock, random } = means;
  const at = new Date(clock.now()).toISOString();
  const Item = encodeKeyedItem(accessKey(payout, at, markOf(random)), { purpose, ...looker });
  await client.send(new PutItemCommand({ TableName: table, Item }));
}

async function personIn(payout: PaymentId, item: Item, { keys }: Means): Promise<readonly NamedPerson[]> {
  const request = requestIn(item);
  if (request === undefined) return [];
  const { key, box, person, erasedAt } = item;
  if (typeof erasedAt === "string") return [{ is: "erased", request, at: erasedAt }];
  if (typeof key !== "string" || typeof box !== "string") throw new Error(`The vault's item of ${payout} is broken.`);
  const beneficiary = await unseal({ key, box }, { id: payout, request }, keys);
  return [{ is: "kept", request, ...(typeof person === "string" && { person }), beneficiary }];
}

/** Without its key nothing opens what was sealed; that somebody was named stays. */
async function destroy(payout: PaymentId, request: string, { client, table, clock }: Means): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: encodeKey(beneficiaryKey(payout, request)),
      UpdateExpression: "SET erasedAt = :at REMOVE #key, box, person",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeNames: { "#key": "key" },
      ExpressionAttributeValues: { ":at": { S: new Date(clock.now()).toISOString() } },
    }),
  );
}

/** Items by which a bank account is known. */
async function traces(person: string, { client, table }: Means): Promise<readonly Item[]> {
  return pages((start) =>
    client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ProjectionExpression: "pk, sk",
        FilterExpression: "person = :person OR sk = :paid",
        ExpressionAttributeValues: { ":person": { S: person }, ":paid": { S: `paid#${person}` } },
        ...start,
      }),
    ),
  );
}

/** Nobody is to be found by the account any more, once no payout names it. */
async function forget(person: string, means: Means): Promise<void> {
  const left = await traces(person, means);
  if (left.some(({ sk }) => sk !== `paid#${person}`)) return;
  for (const { pk, sk } of left) {
    const Key = encodeKey(keyOf(pk, sk));
    await means.client.send(new DeleteItemCommand({ TableName: means.table, Key }));
  }
}

/** The hash of the request whose beneficiary an item holds; undefined where it holds none. */
function requestIn({ sk }: Item): string | undefined {
  const text = textOf(sk);
  return text.startsWith("beneficiary#") ? text.slice("beneficiary#".length) : undefined;
}

function keyOf(pk: unknown, sk: unknown) {
  return { pk: textOf(pk), sk: textOf(sk) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

type Key = Record<string, AttributeValue>;

async function pages(
  ask: (start: {
    ExclusiveStartKey?: Key;
  }) => Promise<{ Items?: Key[] | undefined; LastEvaluatedKey?: Key | undefined }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let last: Key | undefined;
  do {
    const page = await ask(last === undefined ? {} : { ExclusiveStartKey: last });
    items.push(...(page.Items ?? []).map(decodeItem));
    last = page.LastEvaluatedKey;
  } while (last !== undefined);
  return items;
}
