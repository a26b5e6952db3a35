import { AwsError, notImplemented } from "../../core/errors.ts";
import { type Input, optionalRecord, requiredRecord, requiredRecords, requiredText } from "./input.ts";
import { invalidParameter, validation } from "./refusals.ts";
import { membersOf } from "./replicas.ts";
import { type IndexDefinition, keyAttributes, type KeyAttribute, type TableDefinition } from "./schema.ts";
import type { Table } from "./table.ts";
import { indexesMax, parseAttributes, parseCapacity, parseIndex } from "./table-definition.ts";

/** Creates, deletes or resizes global secondary indexes, on all replicas: a new one lists what is there already. */
export function updateIndexes(table: Table, input: Input): void {
  const updates = requiredRecords(input, "GlobalSecondaryIndexUpdates").map(oneAction);
  if (updates.length === 0) throw invalidParameter("List of GlobalSecondaryIndexUpdates is empty");
  const names = updates.map(({ name }) => name);
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice !== undefined) {
    throw invalidParameter(
      `Only one global secondary index update per index is allowed simultaneously. Index: ${twice}`,
    );
  }
  if (updates.filter(({ kind }) => kind !== "Update").length > 1) {
    throw limitExceeded(
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  }
  for (const { kind, action, name } of updates) {
    if (kind === "Create") createIndex(table, action, input);
    else if (kind === "Update") resizeIndex(table, requireIndex(table.definition, name, "update"), action);
    else deleteIndex(table.definition, requireIndex(table.definition, name, "delete"));
  }
  for (const { storage } of membersOf(table)) storage.syncIndexes();
}

const kinds = ["Create", "Update", "Delete"] as const;

interface Action {
  readonly kind: (typeof kinds)[number];
  readonly action: Input;
  readonly name: string;
}

function oneAction(update: Input): Action {
  const given = kinds.filter((kind) => update[kind] !== undefined && update[kind] !== null);
  const [kind] = given;
  if (kind === undefined) {
    throw invalidParameter(
      "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, " +
        "GlobalSecondaryIndexUpdate.Delete must not be null",
    );
  }
  if (given.length > 1) {
    throw invalidParameter("Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
  }
  const action = requiredRecord(update, kind);
  for (const member of ["OnDemandThroughput", "WarmThroughput"]) {
    if (action[member] !== undefined) throw notImplemented(`${member} of a DynamoDB index`);
  }
  return { kind, action, name: requiredText(action, "IndexName") };
}

function requireIndex({ indexes }: TableDefinition, name: string, verb: string): IndexDefinition {
  const index = indexes.find((one) => one.name === name);
  if (index !== undefined) return index;
  throw validation(`Cannot ${verb} an index that is not a GlobalSecondaryIndex: ${name}`);
}

function createIndex({ definition, settings }: Table, action: Input, input: Input): void {
  const { indexes } = definition;
  const name = requiredText(action, "IndexName");
  if (indexes.some((index) => index.name === name)) {
    throw validation("Attempting to create an index which already exists");
  }
  if (indexes.length >= indexesMax) {
    throw limitExceeded(`GlobalSecondaryIndex count exceeds the per-table limit of ${indexesMax}`);
  }
  if (input["AttributeDefinitions"] === undefined) {
    throw invalidParameter(`AttributeDefinitions is not specified for index: ${name}`);
  }
  const given = parseAttributes(input);
  requireSameTypes(definition.attributes, given);
  const index = parseIndex(action, given, settings.billingMode === "PROVISIONED");
  definition.indexes = [...indexes, index];
  const known = new Set(definition.attributes.map((attribute) => attribute.name));
  const added = keyAttributes(index.keys).filter((attribute) => !known.has(attribute.name));
  definition.attributes = [...definition.attributes, ...added];
}

function requireSameTypes(known: readonly KeyAttribute[], given: readonly KeyAttribute[]): void {
  const other = given.find(({ name, type }) => known.some((one) => one.name === name && one.type !== type));
  if (other === undefined) return;
  throw invalidParameter(`The type of the key attribute ${other.name} cannot be changed to ${other.type}`);
}

function deleteIndex(definition: TableDefinition, index: IndexDefinition): void {
  definition.indexes = definition.indexes.filter((one) => one !== index);
  const used = new Set(
    [definition.keys, ...definition.indexes.map(({ keys }) => keys)].flatMap((keys) =>
      keyAttributes(keys).map(({ name }) => name),
    ),
  );
  definition.attributes = definition.attributes.filter(({ name }) => used.has(name));
}

function resizeIndex({ definition, settings }: Table, index: IndexDefinition, action: Input): void {
  if (settings.billingMode === "PAY_PER_REQUEST") {
    throw invalidParameter(
      `The only Updates for index: ${index.name} when TableThroughputMode is PAY_PER_REQUEST can be to ` +
        "OnDemandThroughput, WarmThroughput",
    );
  }
  const capacity = parseCapacity(optionalRecord(action, "ProvisionedThroughput"));
  definition.indexes = definition.indexes.map((one) => (one === index ? { ...index, ...capacity } : one));
}

function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceededException", message);
}
