import { createDynamoDb, type DynamoDb } from "../../local/aws/dynamodb/index.ts";
import { packNothing } from "../../local/aws/dynamodb/stored-item.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { ReplicationKnobs } from "../../local/faults/knobs.ts";
import type { Journals } from "./journals.ts";
import type { Place } from "./weather.ts";

/** The names of the tables, as the program names them. */
export const LEDGER_TABLE = "prod-ledger";
/** The strongly consistent table that says who owns what. */
export const AUTHORITY_TABLE = "prod-authority";
/** Regions with a replica of the authority table; a third one has its witness. */
export const AUTHORITY_REGIONS = ["eu-west-1", "eu-central-1"] as const;

/** A run is short: packing an item and unpacking it again costs more than it saves here. */
packNothing();

const ACCOUNT = "111122223333";

/** A cell's own regional table. */
export function controlTable(cell: string): string {
  return `prod-${cell}-control`;
}

/** The table of whom a cell's payouts pay; without payouts there is none. */
export function vaultTable(cell: string): string {
  return `prod-${cell}-vault`;
}

/** The key that the data keys of people are sealed with. */
export const VAULT_KEY = "alias/prod-vault";

/** The table of a cell's views, regional likewise. */
export function viewsTable(cell: string): string {
  return `prod-${cell}-views`;
}

/** The stream that the changes of a cell's replica of the ledger go to. */
export function journalArn(cell: string, region: string): string {
  return `arn:aws:kinesis:${region}:${ACCOUNT}:stream/prod-${cell}-journal`;
}

/** The table of the deliveries that a cell makes, regional likewise. */
export function deliveriesTable(cell: string): string {
  return `prod-${cell}-webhooks`;
}

/**
 * DynamoDB with all tables of a platform: the ledger in every region, each cell's own tables, the authority; journal
 * streams for cells that have a reader of theirs, deliveries where somebody hears of events.
 */
export async function createTables(
  places: readonly Place[],
  kernel: VirtualKernel,
  replication: ReplicationKnobs,
  journals: Journals | undefined,
  receivers?: object,
): Promise<DynamoDb> {
  const knobs = { replication };
  const dynamoDb = createDynamoDb({
    kernel,
    knobs,
    accountId: ACCOUNT,
    ...(journals && { streaming: journals.streaming }),
  });
  const create = async (type: string, region: string, inputs: Readonly<Record<string, unknown>>) => {
    const model = dynamoDb.resources.find((resource) => resource.type === `aws:dynamodb/${type}`);
    if (model === undefined) throw new Error(`The model of DynamoDB has no ${type}.`);
    const name = typeof inputs["name"] === "string" ? inputs["name"] : "replica";
    return model.create({ type: model.type, name, urn: `urn:simulated:${name}`, inputs, region, accountId: ACCOUNT });
  };
  const [founder, ...joiners] = places;
  if (founder === undefined) throw new Error("A platform has a cell.");
  const { outputs } = await create("table:Table", founder.region, ledger);
  for (const { region } of joiners) {
    await create("tableReplica:TableReplica", region, { globalTableArn: outputs["arn"] });
  }
  for (const { cell, region } of places) {
    await create("table:Table", region, { name: controlTable(cell), ...partitionOnly });
    await create("table:Table", region, { name: viewsTable(cell), ...partitionAndSort });
    if (receivers !== undefined) await create("table:Table", region, { name: deliveriesTable(cell), ...withDue });
    if (journals?.cells.includes(cell) === true) {
      await create("kinesisStreamingDestination:KinesisStreamingDestination", region, {
        tableName: LEDGER_TABLE,
        streamArn: journalArn(cell, region),
        approximateCreationDateTimePrecision: "MICROSECOND",
      });
    }
  }
  const [first, second] = AUTHORITY_REGIONS;
  await create("table:Table", first, {
    name: AUTHORITY_TABLE,
    ...partitionOnly,
    replicas: [{ regionName: second, consistencyMode: "STRONG" }],
    globalTableWitness: { regionName: "eu-west-3" },
    streamEnabled: true,
    streamViewType: "NEW_AND_OLD_IMAGES",
  });
  return dynamoDb;
}

const withDue = {
  hashKey: "pk",
  rangeKey: "sk",
  billingMode: "PAY_PER_REQUEST",
  attributes: ["pk", "sk", "due", "dueAt"].map((name) => ({ name, type: "S" })),
  globalSecondaryIndexes: [{ name: "due", hashKey: "due", rangeKey: "dueAt", projectionType: "KEYS_ONLY" }],
};

const ledger = {
  name: LEDGER_TABLE,
  ...withDue,
  streamEnabled: true,
  streamViewType: "NEW_AND_OLD_IMAGES",
};

const partitionAndSort = {
  hashKey: "pk",
  rangeKey: "sk",
  billingMode: "PAY_PER_REQUEST",
  attributes: ["pk", "sk"].map((name) => ({ name, type: "S" })),
};

const partitionOnly = { hashKey: "pk", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "pk", type: "S" }] };
