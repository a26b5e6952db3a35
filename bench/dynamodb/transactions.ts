import type {
  AttributeValue,
  CreateTableCommandInput,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";

/** The one table of a run, shaped as the program declares its ledger. */
export const table = "bench-ledger";

/** Accounts that pay each other in turns: sixteen payments under way never share one. */
export const accounts = 1_000;

const tenant = "tenant-of-the-bench";
const [openedAt, paidAt] = ["1795380586714", "1795380990001"];

/** CreateTable of the ledger: its keys, its sparse index and, where it is to have one, its stream. */
export function ledgerTable(TableName: string, stream = false): CreateTableCommandInput {
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk", "due", "dueAt"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
    KeySchema: keySchema("pk", "sk"),
    GlobalSecondaryIndexes: [
      { IndexName: "due", KeySchema: keySchema("due", "dueAt"), Projection: { ProjectionType: "KEYS_ONLY" } },
    ],
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } }),
  };
}

function keySchema(hash: string, range: string): CreateTableCommandInput["KeySchema"] {
  return [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
}

/** An account's balance as it is before any payment. */
export function balanceItem(account: number): Record<string, AttributeValue> {
  return {
    ...balanceKey(account),
    kind: { S: "balance" },
    tenant: { S: tenant },
    status: { S: "open" },
    currency: { S: "EUR" },
    available: { N: "1000000000" },
    posted: { N: "1000000000" },
    version: { N: "0" },
    epoch: { N: "1" },
    at: { N: openedAt },
  };
}

/** A payment as the ledger keeps it: about 440 bytes by DynamoDB's own rules. */
export function paymentItem(number: number): Record<string, AttributeValue> {
  const [source, payee] = payers(number).map(accountId);
  const id = paymentId(number);
  return {
    pk: { S: `eu#pay#${id}` },
    sk: { S: "payment" },
    postings: { L: [posting(source, "-1250"), posting(payee, "1250")] },
    kind: { S: "payment" },
    id: { S: id },
    tenant: { S: tenant },
    source: { S: `${source}` },
    payee: { S: `${payee}` },
    amount: { N: "1250" },
    currency: { S: "EUR" },
    request: { S: `v1:${hex(number).padStart(43, "cg3cZ6ZjaZ")}` },
    epoch: { N: "1" },
    at: { N: paidAt },
    state: { S: "completed" },
    captured: { N: "1250" },
  };
}

/** A payment, its reference and its two balances, each under the condition that the ledger has. */
export function transaction(number: number): TransactWriteItemsCommandInput {
  const [source = 0, payee = 0] = payers(number);
  const reference = { pk: { S: `eu#ref#${paymentId(number)}` }, sk: { S: "reference" }, id: { S: paymentId(number) } };
  return {
    TransactItems: [put(paymentItem(number)), put(reference), post(source, number, -1_250), post(payee, number, 1_250)],
  };
}

function put(Item: Record<string, AttributeValue>): TransactWriteItem {
  return { Put: { TableName: table, Item, ConditionExpression: "attribute_not_exists(pk)" } };
}

function post(account: number, number: number, amount: number): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: balanceKey(account),
      UpdateExpression: "SET #last = :last, #at = :at ADD #available :amount, #version :one, #posted :amount",
      ConditionExpression:
        "attribute_exists(#status) AND #tenant = :tenant AND #status = :open AND #currency = :currency AND " +
        "#epoch <= :one AND (#available >= :needed OR attribute_exists(#unlimited))",
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ":last": { S: paymentId(number) },
        ":at": { N: paidAt },
        ":amount": { N: `${amount}` },
        ":one": { N: "1" },
        ":tenant": { S: tenant },
        ":open": { S: "open" },
        ":currency": { S: "EUR" },
        ":needed": { N: `${Math.max(0, -amount)}` },
      },
    },
  };
}

const names = ["last", "at", "available", "version", "posted", "status", "tenant", "currency", "epoch", "unlimited"];

function payers(number: number): readonly number[] {
  return [(2 * number) % accounts, (2 * number + 1) % accounts];
}

function balanceKey(account: number): Record<string, AttributeValue> {
  return { pk: { S: `eu#acct#${accountId(account)}` }, sk: { S: "balance" } };
}

function posting(account: string | undefined, amount: string): AttributeValue {
  return { M: { account: { S: `${account}` }, amount: { N: amount } } };
}

function accountId(account: number): string {
  return `acc_eu_e880405d63bc3ebb367b3d94${hex(account)}`;
}

function paymentId(number: number): string {
  return `pay_eu_a47b822988d262472474d731${hex(number)}`;
}

function hex(number: number): string {
  return number.toString(16).padStart(8, "0");
}
