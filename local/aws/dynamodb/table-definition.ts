import { notImplemented } from "../../core/errors.ts";
import {
  type Input,
  optionalChoice,
  optionalInteger,
  optionalList,
  optionalRecord,
  optionalText,
  requiredRecords,
  requiredText,
} from "./input.ts";
import { constraintFailed, invalidParameter, validation } from "./refusals.ts";
import {
  type IndexDefinition,
  keyAttributes,
  type KeyAttribute,
  type KeySchema,
  type TableDefinition,
} from "./schema.ts";
import { requireTableName } from "./table.ts";
import type { KeyType } from "./values.ts";

const keyTypes: readonly KeyType[] = ["S", "N", "B"];
/** Global secondary indexes of one table. */
export const indexesMax = 20;

/** Reads the lasting part of a CreateTable request: names, keys, indexes. Throws ValidationException. */
export function parseDefinition(input: Input): TableDefinition {
  const name = requiredText(input, "TableName");
  requireTableName(name);
  if ((optionalList(input, "LocalSecondaryIndexes") ?? []).length > 0) {
    throw notImplemented("local secondary indexes of DynamoDB");
  }
  const attributes = parseAttributes(input);
  const keys = parseKeySchema(requiredRecords(input, "KeySchema"), attributes);
  const raw =
    optionalList(input, "GlobalSecondaryIndexes") === undefined ? [] : requiredRecords(input, "GlobalSecondaryIndexes");
  const isProvisioned = optionalText(input, "BillingMode") !== "PAY_PER_REQUEST";
  const indexes = raw.map((index) => parseIndex(index, attributes, isProvisioned));
  if (indexes.length > indexesMax) {
    throw invalidParameter(`Number of GlobalSecondaryIndexes exceeds per-table limit of ${indexesMax}`);
  }
  const names = indexes.map((index) => index.name);
  const twice = names.find((one, position) => names.indexOf(one) !== position);
  if (twice !== undefined) throw invalidParameter(`Duplicate index name: ${twice}`);
  requireAttributesUsed(attributes, [keys, ...indexes.map((index) => index.keys)]);
  return { name, keys, attributes, indexes };
}

/** Reads AttributeDefinitions. */
export function parseAttributes(input: Input): readonly KeyAttribute[] {
  return requiredRecords(input, "AttributeDefinitions").map((attribute) => {
    const type = optionalChoice(attribute, "AttributeType", keyTypes);
    if (type === undefined) throw invalidParameter("Attribute type is missing");
    return { name: requiredText(attribute, "AttributeName"), type };
  });
}

function parseKeySchema(elements: readonly Input[], attributes: readonly KeyAttribute[]): KeySchema {
  const find = (role: string): KeyAttribute | undefined => {
    const named = elements.filter((element) => element["KeyType"] === role);
    if (named.length > 1) throw notImplemented("keys of several attributes in DynamoDB indexes");
    const element = named[0];
    if (element === undefined) return undefined;
    const name = requiredText(element, "AttributeName");
    const attribute = attributes.find((one) => one.name === name);
    if (attribute !== undefined) return attribute;
    throw invalidParameter(
      "Some index key attributes are not defined in AttributeDefinitions. " +
        `Keys: [${name}], AttributeDefinitions: [${attributes.map((one) => one.name).join(", ")}]`,
    );
  };
  const hash = find("HASH");
  if (hash === undefined) {
    throw validation("No Hash Key specified in schema.  All Dynamo DB tables must have exactly one hash key");
  }
  const range = find("RANGE");
  if (range?.name === hash.name) {
    throw validation("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }
  return { hash, range };
}

/** Reads one global secondary index of a request. */
export function parseIndex(index: Input, attributes: readonly KeyAttribute[], isProvisioned: boolean): IndexDefinition {
  const name = requiredText(index, "IndexName");
  requireTableName(name);
  const raw = optionalRecord(index, "Projection") ?? {};
  const projection = optionalChoice(raw, "ProjectionType", ["ALL", "INCLUDE", "KEYS_ONLY"]);
  if (projection === undefined) throw invalidParameter("Unknown ProjectionType: null");
  const nonKeyAttributes = (optionalList(raw, "NonKeyAttributes") ?? []).map(String);
  if (projection === "INCLUDE" && nonKeyAttributes.length === 0) {
    throw invalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  }
  if (projection !== "INCLUDE" && nonKeyAttributes.length > 0) {
    throw invalidParameter(`ProjectionType is ${projection}, but NonKeyAttributes is specified`);
  }
  return {
    name,
    keys: parseKeySchema(requiredRecords(index, "KeySchema"), attributes),
    projection,
    nonKeyAttributes,
    ...parseIndexCapacity(index, name, isProvisioned),
  };
}

function parseIndexCapacity(
  index: Input,
  name: string,
  isProvisioned: boolean,
): Pick<IndexDefinition, "readCapacity" | "writeCapacity"> {
  const throughput = optionalRecord(index, "ProvisionedThroughput");
  if (isProvisioned && throughput === undefined) {
    throw invalidParameter(`ProvisionedThroughput is not specified for index: ${name}`);
  }
  if (!isProvisioned && throughput !== undefined) {
    throw invalidParameter(
      `ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  return parseCapacity(throughput);
}

/** Reads ProvisionedThroughput; zeros where there is none. */
export function parseCapacity(throughput: Input | undefined): { readCapacity: number; writeCapacity: number } {
  const unitsOf = (member: string): number => {
    const units = throughput === undefined ? 0 : optionalInteger(throughput, member);
    if (throughput === undefined || (units !== undefined && units >= 1)) return units ?? 0;
    const path = `provisionedThroughput.${member.slice(0, 1).toLowerCase()}${member.slice(1)}`;
    if (units === undefined) throw constraintFailed("null", path, "Member must not be null");
    throw constraintFailed(`'${units}'`, path, "Member must have value greater than or equal to 1");
  };
  return { readCapacity: unitsOf("ReadCapacityUnits"), writeCapacity: unitsOf("WriteCapacityUnits") };
}

function requireAttributesUsed(attributes: readonly KeyAttribute[], schemas: readonly KeySchema[]): void {
  const used = new Set(schemas.flatMap((keys) => keyAttributes(keys).map(({ name }) => name)));
  if (attributes.every(({ name }) => used.has(name))) return;
  throw invalidParameter(
    "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
  );
}
