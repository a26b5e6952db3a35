import type { Properties } from "../../core/resource.ts";
import { alignedBlock, alignedBlocks } from "./aligned.ts";
import { awsManagedKey } from "./create-table.ts";
import { type Input, optionalList, optionalRecord } from "./input.ts";
import type { IndexDefinition } from "./schema.ts";
import type { Table } from "./table.ts";
import { recoveryDaysDefault } from "./table-settings.ts";
import { isRecord } from "./values.ts";

/** The outputs of `aws.dynamodb.Table`; nested blocks have the form in which the inputs gave them. */
export function tableOutputs(table: Table, inputs: Properties): Properties {
  const { settings, stream, definition } = table;
  const others = (table.group?.replicas ?? []).filter((replica) => replica !== table);
  const encryption = { enabled: settings.kmsKeyArn !== undefined, kmsKeyArn: settings.kmsKeyArn };
  const isOpen = stream?.isOpen === true;
  return {
    ...describeTable(table),
    attributes: alignedBlocks(records(inputs, "attributes"), attributesOf(table), "name", nothing),
    globalSecondaryIndexes: indexBlocks(records(inputs, "globalSecondaryIndexes"), definition.indexes),
    globalTableWitness: table.group?.witness === undefined ? undefined : { regionName: table.group.witness },
    pointInTimeRecovery: recoveryBlock(optionalRecord(inputs, "pointInTimeRecovery"), settings.recoveryDays),
    // Nothing is provisioned where every request is paid.
    ...(settings.billingMode === "PAY_PER_REQUEST" && { readCapacity: undefined, writeCapacity: undefined }),
    replicas: alignedBlocks(records(inputs, "replicas"), others.map(replicaBlock), "regionName", {
      computed: ["kmsKeyArn", "deletionProtectionEnabled"],
      defaults: { consistencyMode: "EVENTUAL", pointInTimeRecovery: false, deletionProtectionEnabled: false },
    }),
    serverSideEncryption: alignedBlock(optionalRecord(inputs, "serverSideEncryption"), encryption, {
      computed: ["kmsKeyArn"],
      defaults: { kmsKeyArn: awsManagedKey },
    }),
    // Which view a closed stream had does not matter to anybody.
    streamViewType: isOpen ? stream.view : (inputs["streamViewType"] ?? ""),
    tagsAll: Object.fromEntries(settings.tags),
    ttl: ttlBlock(optionalRecord(inputs, "ttl"), settings.ttlAttribute),
  };
}

const nothing = { computed: [], defaults: {} };

function recoveryBlock(given: Properties | undefined, days: number | undefined): Properties {
  const live = { enabled: days !== undefined, recoveryPeriodInDays: days ?? given?.["recoveryPeriodInDays"] };
  return alignedBlock(given, live, {
    computed: ["recoveryPeriodInDays"],
    defaults: { recoveryPeriodInDays: recoveryDaysDefault },
  });
}

function ttlBlock(given: Properties | undefined, attribute: string | undefined): Properties {
  // DynamoDB forgets the attribute of an expiry that is off.
  const live = { enabled: attribute !== undefined, attributeName: attribute ?? given?.["attributeName"] };
  return alignedBlock(given, live, nothing);
}

function indexBlocks(given: readonly Properties[], indexes: readonly IndexDefinition[]): readonly Properties[] {
  const live = indexes.map(({ name, keys, projection, nonKeyAttributes, readCapacity, writeCapacity }) => {
    const block = given.find((one) => one["name"] === name);
    const hasSchemas = (optionalList(block ?? {}, "keySchemas") ?? []).length > 0;
    const range = keys.range === undefined ? [] : [{ attributeName: keys.range.name, keyType: "RANGE" }];
    const form = hasSchemas
      ? { keySchemas: [{ attributeName: keys.hash.name, keyType: "HASH" }, ...range] }
      : { hashKey: keys.hash.name, rangeKey: keys.range?.name };
    return { name, ...form, projectionType: projection, nonKeyAttributes, readCapacity, writeCapacity };
  });
  return alignedBlocks(given, live, "name", {
    computed: ["readCapacity", "writeCapacity"],
    defaults: { readCapacity: 0, writeCapacity: 0 },
  });
}

function replicaBlock({ region, settings, group }: Table): Properties {
  return {
    regionName: region,
    consistencyMode: group?.consistency,
    deletionProtectionEnabled: settings.deletionProtection,
    pointInTimeRecovery: settings.recoveryDays !== undefined,
    kmsKeyArn: settings.kmsKeyArn,
  };
}

function attributesOf({ definition }: Table): readonly Properties[] {
  return definition.attributes.map(({ name, type }) => ({ name, type }));
}

/** The outputs of `aws.dynamodb.TableReplica`. */
export function replicaOutputs({ arn, region, settings }: Table, founderArn: string): Properties {
  return {
    arn,
    deletionProtectionEnabled: settings.deletionProtection,
    globalTableArn: founderArn,
    kmsKeyArn: settings.kmsKeyArn ?? "",
    pointInTimeRecovery: settings.recoveryDays !== undefined,
    region,
    tableClassOverride: settings.tableClassOverride,
    tags: Object.fromEntries(settings.tags),
    tagsAll: Object.fromEntries(settings.tags),
  };
}

/** A table as `aws.dynamodb.getTable` tells it. */
export function describeTable(table: Table): Properties {
  const { definition, settings, region, arn, stream, group } = table;
  const others = (group?.replicas ?? []).filter((replica) => replica.region !== region);
  return {
    id: definition.name,
    name: definition.name,
    arn,
    region,
    attributes: attributesOf(table),
    billingMode: settings.billingMode,
    deletionProtectionEnabled: settings.deletionProtection,
    globalSecondaryIndexes: definition.indexes.map(
      ({ name, keys, projection, nonKeyAttributes, readCapacity, writeCapacity }) => ({
        name,
        hashKey: keys.hash.name,
        rangeKey: keys.range?.name ?? "",
        keySchemas: [],
        projectionType: projection,
        nonKeyAttributes,
        onDemandThroughputs: [],
        warmThroughputs: [],
        readCapacity,
        writeCapacity,
      }),
    ),
    hashKey: definition.keys.hash.name,
    rangeKey: definition.keys.range?.name ?? "",
    localSecondaryIndexes: [],
    onDemandThroughputs: [],
    warmThroughputs: [],
    pointInTimeRecovery: {
      enabled: settings.recoveryDays !== undefined,
      recoveryPeriodInDays: settings.recoveryDays ?? 0,
    },
    readCapacity: settings.readCapacity,
    writeCapacity: settings.writeCapacity,
    replicas: others.map((replica) => ({
      regionName: replica.region,
      kmsKeyArn: replica.settings.kmsKeyArn ?? "",
    })),
    serverSideEncryption: { enabled: settings.kmsKeyArn !== undefined, kmsKeyArn: settings.kmsKeyArn ?? "" },
    streamArn: stream?.arn ?? "",
    streamEnabled: stream?.isOpen === true,
    streamLabel: stream?.label ?? "",
    streamViewType: stream?.isOpen === true ? stream.view : "",
    tableClass: settings.tableClassOverride ?? settings.tableClass,
    tags: Object.fromEntries(settings.tags),
    ttl: { enabled: settings.ttlAttribute !== undefined, attributeName: settings.ttlAttribute ?? "" },
  };
}

function records(inputs: Input, member: string): readonly Input[] {
  return (optionalList(inputs, member) ?? []).filter(isRecord);
}
