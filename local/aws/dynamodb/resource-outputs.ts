import type { Properties } from "../../core/resource.ts";
import type { Table } from "./table.ts";

/** The outputs of `aws.dynamodb.Table`: what was put in, and what AWS adds. */
export function tableOutputs(table: Table, inputs: Properties): Properties {
  const told = describeTable(table);
  const others = (table.group?.replicas ?? []).filter((replica) => replica !== table);
  return {
    ...told,
    ...inputs,
    name: table.definition.name,
    region: table.region,
    tagsAll: told["tags"],
    replicas: others.map((replica) => ({
      regionName: replica.region,
      arn: replica.arn,
      streamArn: replica.stream?.arn ?? "",
      streamLabel: replica.stream?.label ?? "",
      consistencyMode: table.group?.consistency,
      deletionProtectionEnabled: replica.settings.deletionProtection,
      pointInTimeRecovery: replica.settings.recoveryDays !== undefined,
      kmsKeyArn: replica.settings.kmsKeyArn ?? "",
    })),
  };
}

/** A table as `aws.dynamodb.getTable` tells it. */
export function describeTable({ definition, settings, region, arn, stream, group }: Table): Properties {
  const others = (group?.replicas ?? []).filter((replica) => replica.region !== region);
  return {
    id: definition.name,
    name: definition.name,
    arn,
    region,
    attributes: definition.attributes.map(({ name, type }) => ({ name, type })),
    billingMode: settings.billingMode,
    deletionProtectionEnabled: settings.deletionProtection,
    globalSecondaryIndexes: definition.indexes.map(({ name, keys, projection, nonKeyAttributes }) => ({
      name,
      hashKey: keys.hash.name,
      rangeKey: keys.range?.name ?? "",
      keySchemas: [],
      projectionType: projection,
      nonKeyAttributes,
      onDemandThroughputs: [],
      warmThroughputs: [],
      readCapacity: settings.readCapacity,
      writeCapacity: settings.writeCapacity,
    })),
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
    streamViewType: stream?.view ?? "",
    tableClass: settings.tableClass,
    tags: Object.fromEntries(settings.tags),
    ttl: { enabled: settings.ttlAttribute !== undefined, attributeName: settings.ttlAttribute ?? "" },
  };
}
