import { notImplemented } from "../../core/errors.ts";
import type { Context } from "./context.ts";
import { createTable, openStream, parseStreamView, removeTable, requireDescribed } from "./create-table.ts";
import {
  flag,
  type Input,
  optionalInteger,
  optionalRecord,
  optionalText,
  requiredRecord,
  requiredText,
} from "./input.ts";
import { notFound, validation } from "./refusals.ts";
import type { IndexDefinition, KeySchema } from "./schema.ts";
import { parseTableArn, type Table, tableKey } from "./table.ts";

const listMax = 100;
const recoveryMs = 24 * 60 * 60_000;

/** TableDescription of a table, as CreateTable, DescribeTable, UpdateTable and DeleteTable give it. */
function describe(table: Table, status = "ACTIVE"): object {
  const { definition, settings, storage, stream, group } = table;
  const others = (group?.replicas ?? []).filter((replica) => replica !== table);
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
    ProvisionedThroughput: throughput(table),
    ...(settings.billingMode === "PAY_PER_REQUEST" && {
      BillingModeSummary: {
        BillingMode: "PAY_PER_REQUEST",
        LastUpdateToPayPerRequestDateTime: table.createdAt / 1_000,
      },
    }),
    ...(definition.indexes.length > 0 && {
      GlobalSecondaryIndexes: definition.indexes.map((index) => describeIndex(table, index)),
    }),
    ...(stream?.isOpen && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.view },
      LatestStreamLabel: stream.label,
      LatestStreamArn: stream.arn,
    }),
    ...(settings.kmsKeyArn !== undefined && {
      SSEDescription: { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: settings.kmsKeyArn },
    }),
    ...(others.length > 0 && {
      GlobalTableVersion: "2019.11.21",
      Replicas: others.map(({ region }) => ({ RegionName: region, ReplicaStatus: "ACTIVE" })),
      MultiRegionConsistency: group?.consistency,
    }),
    ...(group?.witness !== undefined && {
      GlobalTableWitnesses: [{ RegionName: group.witness, WitnessStatus: "ACTIVE" }],
    }),
    TableClassSummary: { TableClass: settings.tableClass },
    DeletionProtectionEnabled: settings.deletionProtection,
  };
}

function describeKeys({ hash, range }: KeySchema): readonly object[] {
  const hashElement = { AttributeName: hash.name, KeyType: "HASH" };
  return range === undefined ? [hashElement] : [hashElement, { AttributeName: range.name, KeyType: "RANGE" }];
}

function throughput({ settings }: Table): object {
  const { readCapacity, writeCapacity } = settings;
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
    ProvisionedThroughput: throughput(table),
    ItemCount: items,
  };
}

/** The actions on tables themselves; undefined for any other. */
export function tableAction(context: Context, action: string, input: Input): object | undefined {
  switch (action) {
    case "CreateTable":
      return { TableDescription: describe(createTable(context, input)) };
    case "DescribeTable":
      return { Table: describe(requireDescribed(context, requiredText(input, "TableName"))) };
    case "DeleteTable": {
      const table = requireDescribed(context, requiredText(input, "TableName"));
      removeTable(context.state, table);
      return { TableDescription: describe(table, "DELETING") };
    }
    case "UpdateTable":
      return { TableDescription: describe(updateTable(context, input)) };
    case "ListTables":
      return listTables(context, input);
    case "DescribeTimeToLive":
      return describeTimeToLive(requireDescribed(context, requiredText(input, "TableName")));
    case "UpdateTimeToLive":
      return updateTimeToLive(context, input);
    case "DescribeContinuousBackups":
      return describeBackups(context, requireDescribed(context, requiredText(input, "TableName")));
    case "ListTagsOfResource":
      return listTags(context, input);
    default:
      return undefined;
  }
}

function listTables(context: Context, input: Input): object {
  const limit = optionalInteger(input, "Limit") ?? listMax;
  if (limit < 1) throw validation("Limit must be greater than or equal to 1");
  const start = optionalText(input, "ExclusiveStartTableName") ?? "";
  const names = [...context.state.tables.values()]
    .filter(({ region }) => region === context.region)
    .map(({ definition }) => definition.name)
    .filter((name) => name > start)
    .sort();
  const shown = names.slice(0, limit);
  const last = names.length > limit ? shown.at(-1) : undefined;
  return { TableNames: shown, ...(last !== undefined && { LastEvaluatedTableName: last }) };
}

const updatable = new Set([
  "TableName",
  "BillingMode",
  "ProvisionedThroughput",
  "DeletionProtectionEnabled",
  "StreamSpecification",
  "TableClass",
  "AttributeDefinitions",
]);

function updateTable(context: Context, input: Input): Table {
  const table = requireDescribed(context, requiredText(input, "TableName"));
  const given = Object.keys(input).filter((name) => input[name] !== undefined && input[name] !== null);
  const unknown = given.find((name) => !updatable.has(name));
  if (unknown !== undefined) throw notImplemented(`${unknown} of DynamoDB's UpdateTable`);
  if (given.length < 2) {
    throw validation(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or " +
        "SSESpecification or ReplicaUpdates is required",
    );
  }
  const { settings } = table;
  const billingMode = optionalText(input, "BillingMode");
  if (billingMode === "PAY_PER_REQUEST" || billingMode === "PROVISIONED") settings.billingMode = billingMode;
  const capacity = optionalRecord(input, "ProvisionedThroughput") ?? {};
  settings.readCapacity = optionalInteger(capacity, "ReadCapacityUnits") ?? settings.readCapacity;
  settings.writeCapacity = optionalInteger(capacity, "WriteCapacityUnits") ?? settings.writeCapacity;
  settings.tableClass = optionalText(input, "TableClass") ?? settings.tableClass;
  if (input["DeletionProtectionEnabled"] !== undefined) {
    settings.deletionProtection = flag(input, "DeletionProtectionEnabled");
  }
  if (input["StreamSpecification"] !== undefined) updateStream(context, table, input);
  return table;
}

function updateStream(context: Context, table: Table, input: Input): void {
  const view = parseStreamView(input);
  const isOpen = table.stream?.isOpen === true;
  if (view !== undefined && isOpen) throw validation("Table already has an enabled stream");
  if (view !== undefined) return openStream(context, table, view);
  if (!isOpen || table.stream === undefined) throw validation("Table has no stream to disable");
  if (table.group !== undefined) throw validation("The stream of a global table's replica cannot be disabled");
  table.stream.isOpen = false;
}

function describeTimeToLive({ settings: { ttlAttribute } }: Table): object {
  const told =
    ttlAttribute === undefined
      ? { TimeToLiveStatus: "DISABLED" }
      : { TimeToLiveStatus: "ENABLED", AttributeName: ttlAttribute };
  return { TimeToLiveDescription: told };
}

function updateTimeToLive(context: Context, input: Input): object {
  const table = requireDescribed(context, requiredText(input, "TableName"));
  const specification = requiredRecord(input, "TimeToLiveSpecification");
  const name = requiredText(specification, "AttributeName");
  const isEnabled = flag(specification, "Enabled");
  const current = table.settings.ttlAttribute;
  if (table.group?.consistency === "STRONG") {
    throw validation("Time to Live is not supported on global tables with multi-Region strong consistency");
  }
  if (isEnabled && current !== undefined) throw validation("TimeToLive is already enabled");
  if (!isEnabled && current === undefined) throw validation("TimeToLive is already disabled");
  if (!isEnabled && current !== name) throw validation("TimeToLive is active on a different AttributeName");
  for (const replica of table.group?.replicas ?? [table]) {
    replica.settings.ttlAttribute = isEnabled ? name : undefined;
    context.expiring.push(replica);
  }
  return { TimeToLiveSpecification: { Enabled: isEnabled, AttributeName: name } };
}

function describeBackups(context: Context, table: Table): object {
  const days = table.settings.recoveryDays;
  const window = days === undefined ? undefined : Math.max(table.createdAt, context.now - days * recoveryMs);
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription:
        window === undefined
          ? { PointInTimeRecoveryStatus: "DISABLED" }
          : {
              PointInTimeRecoveryStatus: "ENABLED",
              RecoveryPeriodInDays: days,
              EarliestRestorableDateTime: window / 1_000,
              LatestRestorableDateTime: context.now / 1_000,
            },
    },
  };
}

function listTags(context: Context, input: Input): object {
  const arn = requiredText(input, "ResourceArn");
  const place = parseTableArn(arn);
  const table = place === undefined ? undefined : context.state.tables.get(tableKey(place.region, place.name));
  if (table === undefined) throw notFound(`Requested resource not found: ResourcArn: ${arn} not found`);
  return { Tags: [...table.settings.tags].map(([Key, Value]) => ({ Key, Value })) };
}
