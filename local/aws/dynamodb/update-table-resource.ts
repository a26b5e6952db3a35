import type { Existing, Properties } from "../../core/resource.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import type { Context } from "./context.ts";
import { requireDescribed } from "./create-table.ts";
import { flag, type Input, optionalInteger, optionalRecord, optionalText } from "./input.ts";
import { invalidParameter, validation } from "./refusals.ts";
import { membersOf } from "./replicas.ts";
import { tableOutputs } from "./resource-outputs.ts";
import type { IndexDefinition } from "./schema.ts";
import type { Table } from "./table.ts";
import { parseAttributes, parseIndex } from "./table-definition.ts";
import {
  attributesOf,
  capacityOf,
  encryptionOf,
  indexRequest,
  recordsOf,
  recoveryOf,
  replicasOf,
  streamOf,
  tagsOf,
  witnessOf,
} from "./table-requests.ts";
import { addReplicas, dropReplicas, ttlRequest } from "./table-resource.ts";
import { recoveryDaysDefault, updateTimeToLive } from "./table-settings.ts";
import { updateTable } from "./update-table.ts";

/** One update under way. */
interface Update {
  readonly context: Context;
  readonly table: Table;
  readonly olds: Properties;
  readonly news: Properties;
  /** Asks UpdateTable. */
  ask(request: Input): void;
}

/** The inputs that a step looks at, and the step. Nothing is asked for what the program did not change. */
const steps: readonly (readonly [inputs: readonly string[], step: (update: Update) => void])[] = [
  [["globalSecondaryIndexes", "attributes"], dropIndexes],
  [["tableClass"], changeClass],
  [["billingMode", "readCapacity", "writeCapacity", "globalSecondaryIndexes"], changeCapacity],
  [["deletionProtectionEnabled"], changeProtection],
  [["streamEnabled", "streamViewType"], changeStream],
  [["globalSecondaryIndexes", "attributes"], makeIndexes],
  [["serverSideEncryption"], changeEncryption],
  [["ttl"], changeTtl],
  [["replicas", "globalTableWitness"], changeReplicas],
  [["pointInTimeRecovery"], changeRecovery],
  [["tags", "replicas"], changeTags],
];

/** Makes a table what the inputs say, in the order in which the provider asks AWS for it; all of it, or nothing. */
export function updateTableResource(context: Context, existing: Existing, news: Properties): Properties {
  const table = requireDescribed(context, existing.id);
  const olds = existing.inputs;
  const ask = (request: Input): void => {
    updateTable(context, { TableName: existing.id, ...request });
  };
  allOrNothing(context.state, () => {
    for (const [names, step] of steps) {
      const isChanged = names.some((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
      if (isChanged) step({ context, table, olds, news, ask });
    }
  });
  return tableOutputs(table, news);
}

function wantedIndexes({ news, table }: Update): readonly { readonly index: IndexDefinition; readonly raw: Input }[] {
  const attributes = parseAttributes({ AttributeDefinitions: attributesOf(news) });
  const { definition } = table;
  const other = attributes.find(({ name, type }) =>
    [definition.keys.hash, definition.keys.range].some((key) => key?.name === name && key.type !== type),
  );
  if (other !== undefined) {
    throw invalidParameter(`The type of the key attribute ${other.name} cannot be changed to ${other.type}`);
  }
  const isProvisioned = optionalText(news, "billingMode") !== "PAY_PER_REQUEST";
  return recordsOf(news, "globalSecondaryIndexes").map((raw) => ({
    raw,
    index: parseIndex(indexRequest(raw, news), attributes, isProvisioned),
  }));
}

function sameIndex(one: IndexDefinition, other: IndexDefinition): boolean {
  const shape = ({ name, keys, projection, nonKeyAttributes }: IndexDefinition): string =>
    JSON.stringify([name, keys, projection, nonKeyAttributes.toSorted()]);
  return shape(one) === shape(other);
}

function dropIndexes(update: Update): void {
  const wanted = wantedIndexes(update);
  for (const live of update.table.definition.indexes) {
    if (wanted.some(({ index }) => sameIndex(index, live))) continue;
    update.ask({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: live.name } }] });
  }
}

function makeIndexes(update: Update): void {
  for (const { index, raw } of wantedIndexes(update)) {
    if (update.table.definition.indexes.some((live) => live.name === index.name)) continue;
    update.ask({
      AttributeDefinitions: attributesOf(update.news),
      GlobalSecondaryIndexUpdates: [{ Create: indexRequest(raw, update.news) }],
    });
  }
}

function changeClass({ table, news, ask }: Update): void {
  const wanted = optionalText(news, "tableClass") ?? "STANDARD";
  if (table.settings.tableClass !== wanted) ask({ TableClass: wanted });
}

function changeCapacity(update: Update): void {
  const { table, news, ask } = update;
  const { settings } = table;
  if (optionalText(news, "billingMode") === "PAY_PER_REQUEST") {
    if (settings.billingMode !== "PAY_PER_REQUEST") ask({ BillingMode: "PAY_PER_REQUEST" });
    return;
  }
  const ReadCapacityUnits = optionalInteger(news, "readCapacity") ?? settings.readCapacity;
  const WriteCapacityUnits = optionalInteger(news, "writeCapacity") ?? settings.writeCapacity;
  const isTables =
    settings.billingMode !== "PROVISIONED" ||
    settings.readCapacity !== ReadCapacityUnits ||
    settings.writeCapacity !== WriteCapacityUnits;
  const resized = wantedIndexes(update).filter(({ index }) =>
    table.definition.indexes.some(
      ({ name, readCapacity, writeCapacity }) =>
        name === index.name && (readCapacity !== index.readCapacity || writeCapacity !== index.writeCapacity),
    ),
  );
  if (!isTables && resized.length === 0) return;
  ask({
    ...(isTables && {
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
    }),
    ...(resized.length > 0 && {
      GlobalSecondaryIndexUpdates: resized.map(({ index, raw }) => ({
        Update: { IndexName: index.name, ProvisionedThroughput: capacityOf(raw) },
      })),
    }),
  });
}

function changeProtection({ table, news, ask }: Update): void {
  const wanted = flag(news, "deletionProtectionEnabled");
  if (table.settings.deletionProtection !== wanted) ask({ DeletionProtectionEnabled: wanted });
}

function changeStream({ table, news, ask }: Update): void {
  const wanted = flag(news, "streamEnabled") ? streamOf(news) : undefined;
  const live = table.stream?.isOpen === true ? table.stream.view : undefined;
  if (wanted?.["StreamViewType"] === live) return;
  // A stream's view changes by another stream.
  if (live !== undefined) ask({ StreamSpecification: { StreamEnabled: false } });
  if (wanted !== undefined) ask({ StreamSpecification: wanted });
}

function changeEncryption({ table, news, ask }: Update): void {
  const wanted = encryptionOf(news);
  const { kmsKeyArn } = table.settings;
  const key = wanted["KMSMasterKeyId"] ?? kmsKeyArn;
  const isSame = wanted["Enabled"] === true ? kmsKeyArn !== undefined && key === kmsKeyArn : kmsKeyArn === undefined;
  if (!isSame) ask({ SSESpecification: wanted });
}

function changeTtl({ context, table, news }: Update): void {
  const ttl = optionalRecord(news, "ttl");
  if (ttl === undefined) return;
  const live = table.settings.ttlAttribute;
  const isWanted = ttl["enabled"] === true;
  if (isWanted ? live === ttl["attributeName"] : live === undefined) return;
  updateTimeToLive(context, ttlRequest(table, isWanted ? ttl : { attributeName: live, ...ttl }));
}

/** Only the replicas that this resource declared are its own to remove. */
function changeReplicas({ context, table, olds, news }: Update): void {
  const wanted = replicasOf(news);
  const isStrong = table.group?.consistency === "STRONG";
  const live = new Map(membersOf(table).map((member) => [member.region, member]));
  const stays = (region: string): boolean => {
    const replica = wanted.find((one) => one.region === region);
    const key = replica?.own.kmsKeyArn;
    return replica?.isStrong === isStrong && (key === undefined || key === live.get(region)?.settings.kmsKeyArn);
  };
  const declared = replicasOf(olds).map(({ region }) => region);
  const gone = declared.filter((region) => live.has(region) && !stays(region));
  const witness = witnessOf(news);
  if (isStrong && gone.length === 0 && witness !== undefined && witness !== table.group?.witness) {
    throw validation("MultiRegionConsistency parameter is unsupported on existing global table");
  }
  dropReplicas(context, table, gone);
  const added = wanted.filter(({ region }) => !membersOf(table).some((member) => member.region === region));
  if (added.length > 0) addReplicas(context, table, added, witness);
  for (const replica of recordsOf(news, "replicas")) {
    const settings = membersOf(table).find(({ region }) => region === replica["regionName"])?.settings;
    if (settings === undefined) continue;
    if (replica["deletionProtectionEnabled"] !== undefined) {
      settings.deletionProtection = flag(replica, "deletionProtectionEnabled");
    }
    settings.recoveryDays = flag(replica, "pointInTimeRecovery")
      ? (settings.recoveryDays ?? recoveryDaysDefault)
      : undefined;
  }
}

function changeRecovery({ table, news }: Update): void {
  if (news["pointInTimeRecovery"] !== undefined) table.settings.recoveryDays = recoveryOf(news);
}

function changeTags({ table, news }: Update): void {
  table.settings.tags = tagsOf(news);
  for (const replica of recordsOf(news, "replicas")) {
    const member = membersOf(table).find(({ region }) => region === replica["regionName"]);
    if (member !== undefined && flag(replica, "propagateTags")) member.settings.tags = tagsOf(news);
  }
}
