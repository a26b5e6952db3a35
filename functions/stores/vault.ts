import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { accountFingerprint, type Beneficiary } from "../domain/beneficiaries.ts";
import type { PaymentId } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Item } from "../domain/ledger-write.ts";
import { invariant } from "../domain/result.ts";
import { accessKey, beneficiaryKey, screeningKey } from "../domain/vault-keys.ts";
import type { Clock, Random } from "./clock.ts";
import type { DataKeys } from "./data-keys.ts";
import { open, seal } from "./envelope.ts";
import { decodeItem, encodeKey, encodeKeyedItem } from "./item-codec.ts";
import { reading } from "./reading.ts";

/** A payout, as far as its beneficiary is found by it. */
export interface PayoutNames {
  readonly id: PaymentId;
  /** The hash of the request that named the beneficiary. */
  readonly request: string;
}

/** The cell's vault: personal data of its residency, which no other region ever has. */
export interface Vault {
  /**
   * Keeps a beneficiary under its payout and the hash of the request that named it: a key reused with another
   * beneficiary never changes whom a payout pays that is there already. Keeping it again is harmless.
   */
  keep(payout: PayoutNames, beneficiary: Beneficiary): Promise<void>;
  /** Whom a payout pays; the look is noted before it is taken. */
  read(payout: PayoutNames, purpose: string): Promise<Beneficiary>;
  /** What the screening has left of a payout; undefined where it was never screened. */
  screening(payment: PaymentId): Promise<Item | undefined>;
  /** Notes by which token the saga of a screened payout can be woken. */
  noteToken(payment: PaymentId, token: string): Promise<void>;
}

/** A beneficiary as it is kept. */
export interface Sealed {
  readonly key: string;
  readonly box: string;
}

/** The vault behind a DynamoDB client, each beneficiary under a data key of its own. */
export function createVault(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  keys: DataKeys,
  clock: Clock,
  random: Random,
): Vault {
  const inTime = () => ({ abortSignal: clock.deadline(ATTEMPT_MS) });
  const get = async (key: LedgerKey): Promise<Item | undefined> => {
    const input = { TableName: table, Key: encodeKey(key), ConsistentRead: true };
    const { Item } = await reading((options) => client.send(new GetItemCommand(input), options), clock, random);
    return Item === undefined ? undefined : decodeItem(Item);
  };

  return {
    async keep(payout, beneficiary) {
      const { plain, sealed } = await keys.make(payout.id);
      const box = seal(JSON.stringify(beneficiary), plain, aboutOf(payout));
      // Tells whose it is to whoever knows the account, so that a person can be found and forgotten.
      const item = { key: sealed, box, person: accountFingerprint(beneficiary.account) };
      const Item = encodeKeyedItem(beneficiaryKey(payout.id, payout.request), item);
      const input = { TableName: table, Item, ConditionExpression: "attribute_not_exists(pk)" };
      await client.send(new PutItemCommand(input), inTime()).catch((fault: unknown) => {
        if (!(fault instanceof ConditionalCheckFailedException)) throw fault;
      });
    },
    async read(payout, purpose) {
      const at = new Date(clock.now()).toISOString();
      const Item = encodeKeyedItem(accessKey(payout.id, at, markOf(random)), { purpose });
      await client.send(new PutItemCommand({ TableName: table, Item }), inTime());
      return unseal(sealedIn(await get(beneficiaryKey(payout.id, payout.request))), payout, keys);
    },
    screening: (payment) => get(screeningKey(payment)),
    async noteToken(payment, token) {
      const input = {
        TableName: table,
        Key: encodeKey(screeningKey(payment)),
        UpdateExpression: "SET #token = :token",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: { "#token": "token" },
        ExpressionAttributeValues: { ":token": { S: token } },
      };
      await client.send(new UpdateItemCommand(input), inTime());
    },
  };
}

/** Reads what is kept of a beneficiary. Throws where there is none: whom nobody named cannot be paid. */
export function sealedIn(item: Item | undefined): Sealed {
  const { key, box } = item ?? {};
  invariant(
    typeof key === "string" && typeof box === "string",
    "a payout's beneficiary is kept before its hold stands",
  );
  return { key, box };
}

/** Decrypts a beneficiary. */
export async function unseal({ key, box }: Sealed, payout: PayoutNames, keys: DataKeys): Promise<Beneficiary> {
  const text = open(box, await keys.open(key, payout.id), aboutOf(payout));
  // Sealed by `keep` alone.
  return JSON.parse(text) as Beneficiary;
}

/** A mark that tells two looks of one moment apart. */
export function markOf(random: Random): string {
  return Math.floor(random() * 2 ** 32).toString(16);
}

function aboutOf({ id, request }: PayoutNames): string {
  return `${id} ${request}`;
}
