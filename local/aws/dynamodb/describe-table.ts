import type { IndexDefinition, KeySchema } from "./schema.ts";
import type { Table } from "./table.ts";

/** TableDescription of a table, as CreateTable, DescribeTable, UpdateTable and DeleteTable give it. */
export function describe(table: Table, status = "ACTIVE"): object {
  const { definition, settings, storage, stream, group } = table;
  return {
    TableName: definition.name,
    TableStatus: status,
    TableArn: table.arn,
    TableId: table.id,
    CreationDateTime: table.createdAt / 1_000,
    AttributeDefinitions: definition.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: describeKeys(definition.keys),
    ItemCount: storage.count(),
    TableSizeBytes: storage.bytes(),
    ProvisionedThroughput: throughput(settings),
    ...(settings.billingMode === "PAY_PER_REQUEST" && {
      BillingModeSummary: {
        BillingMode: "PAY_PER_REQUEST",
        LastUpdateToPayPerRequestDateTime: table.createdAt / 1_000,
      },
    }),
    ...(definition.indexes.length > 0 && {
      GlobalSecondaryIndexes: definition.indexes.map((index) => describeIndex(table, index)),
    }),
    ...(stream?.isOpen && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.view } }),
    // The latest stream is told even after it was switched off.
    ...(stream !== undefined && { LatestStreamLabel: stream.label, LatestStreamArn: stream.arn }),
    ...(settings.kmsKeyArn !== undefined && {
      SSEDescription: { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: settings.kmsKeyArn },
    }),
    ...describeReplicas(table),
    ...(group?.witness !== undefined && {
      GlobalTableWitnesses: [{ RegionName: group.witness, WitnessStatus: "ACTIVE" }],
    }),
    TableClassSummary: { TableClass: settings.tableClassOverride ?? settings.tableClass },
    DeletionProtectionEnabled: settings.deletionProtection,
  };
}

function describeReplicas(table: Table): object {
  const others = (table.group?.replicas ?? []).filter((replica) => replica !== table);
  if (others.length === 0) return {};
  return {
    GlobalTableVersion: "2019.11.21",
    Replicas: others.map(({ region, settings: { kmsKeyArn, tableClassOverride } }) => ({
      RegionName: region,
      ReplicaStatus: "ACTIVE",
      ...(kmsKeyArn !== undefined && { KMSMasterKeyId: kmsKeyArn }),
      ...(tableClassOverride !== undefined && { ReplicaTableClassSummary: { TableClass: tableClassOverride } }),
    })),
    MultiRegionConsistency: table.group?.consistency,
  };
}

function describeKeys({ hash, range }: KeySchema): readonly object[] {
  const hashElement = { AttributeName: hash.name, KeyType: "HASH" };
  return range === undefined ? [hashElement] : [hashElement, { AttributeName: range.name, KeyType: "RANGE" }];
}

function throughput({ readCapacity, writeCapacity }: { readCapacity: number; writeCapacity: number }): object {
  return { NumberOfDecreasesToday: 0, ReadCapacityUnits: readCapacity, WriteCapacityUnits: writeCapacity };
}

function describeIndex(table: Table, index: IndexDefinition): object {
  const { name, keys, projection, nonKeyAttributes } = index;
  let items = 0;
  for (const { rows } of table.storage.indexes.get(name)?.partitionsFrom(0) ?? []) items += rows.length;
  return {
    IndexName: name,
    IndexArn: `${table.arn}/index/${name}`,
    IndexStatus: "ACTIVE",
    KeySchema: describeKeys(keys),
    Projection: {
      ProjectionType: projection,
      ...(projection === "INCLUDE" && { NonKeyAttributes: nonKeyAttributes }),
    },
    ProvisionedThroughput: throughput(index),
    ItemCount: items,
  };
}
