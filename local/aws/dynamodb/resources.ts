import { notImplemented } from "../../core/errors.ts";
import type { Created, InvokeModel, Properties, Registration, ResourceModel } from "../../core/resource.ts";
import type { Context } from "./context.ts";
import { addReplica, createTable, makeStrong, type ReplicaSettings } from "./create-table.ts";
import {
  flag,
  type Input,
  optionalInteger,
  optionalList,
  optionalRecord,
  optionalText,
  requiredText,
} from "./input.ts";
import { describeTable, tableOutputs } from "./resource-outputs.ts";
import { notFound, validation } from "./refusals.ts";
import { parseTableArn, type State, type Table, tableKey } from "./table.ts";
import { isRecord } from "./values.ts";

/** Runs one step of the service in a region: its changes reach streams and replicas. */
type Run = <Result>(region: string, step: (context: Context) => Result) => Result;

const tableInputs = new Set([
  "name",
  "region",
  "attributes",
  "hashKey",
  "rangeKey",
  "billingMode",
  "readCapacity",
  "writeCapacity",
  "globalSecondaryIndexes",
  "globalTableWitness",
  "replicas",
  "deletionProtectionEnabled",
  "pointInTimeRecovery",
  "serverSideEncryption",
  "streamEnabled",
  "streamViewType",
  "tableClass",
  "tags",
  "ttl",
  "warmThroughput",
]);
const replicaInputs = new Set([
  "globalTableArn",
  "region",
  "kmsKeyArn",
  "pointInTimeRecovery",
  "deletionProtectionEnabled",
  "tags",
  "tableClassOverride",
]);
const recoveryDaysDefault = 35;

/** The resource types of DynamoDB. */
export function dynamoDbResources(run: Run): readonly ResourceModel[] {
  return [
    {
      type: "aws:dynamodb/table:Table",
      standing: "modelled",
      create: (registration) => run(registration.region, (context) => createTableResource(context, registration)),
    },
    {
      type: "aws:dynamodb/tableReplica:TableReplica",
      standing: "modelled",
      create: (registration) => run(registration.region, (context) => createReplicaResource(context, registration)),
    },
  ];
}

/** The functions of DynamoDB that a program may call. */
export function dynamoDbInvokes(state: State): readonly InvokeModel[] {
  return [
    {
      token: "aws:dynamodb/getTable:getTable",
      invoke(args, region) {
        const name = requiredText(args, "name");
        const table = state.tables.get(tableKey(optionalText(args, "region") ?? region, name));
        if (table === undefined) throw notFound(`Requested resource not found: Table: ${name} not found`);
        return describeTable(table);
      },
    },
  ];
}

function refuseUnknown(type: string, inputs: Properties, known: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(inputs)) {
    const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (!known.has(name) && !isEmpty && name !== "tagsAll") throw notImplemented(`the input ${name} of ${type}`);
  }
}

function createTableResource(context: Context, registration: Registration): Created {
  const { inputs, type } = registration;
  refuseUnknown(type, inputs, tableInputs);
  // Pulumi's own name gets a suffix, here of the table's birth, so that two stacks do not collide.
  const name = optionalText(inputs, "name") ?? `${registration.name}-${context.now.toString(16).slice(-7)}`;
  const table = createTable(context, createRequest(name, inputs));
  applyOwnSettings(table, ownSettings(inputs, recoveryOf(inputs)));
  addReplicas(context, table, inputs);
  applyTtl(table, inputs);
  return { id: name, outputs: tableOutputs(table, inputs) };
}

/** The inputs as CreateTable would be asked. */
function createRequest(name: string, inputs: Properties): Input {
  const billingMode = optionalText(inputs, "billingMode") ?? "PROVISIONED";
  const indexes = records(inputs, "globalSecondaryIndexes");
  const encryption = optionalRecord(inputs, "serverSideEncryption");
  return {
    TableName: name,
    BillingMode: billingMode,
    ...(billingMode === "PROVISIONED" && { ProvisionedThroughput: provisioned(inputs) }),
    AttributeDefinitions: records(inputs, "attributes").map((attribute) => ({
      AttributeName: requiredText(attribute, "name"),
      AttributeType: requiredText(attribute, "type"),
    })),
    KeySchema: keySchema(inputs),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(indexRequest) }),
    ...(flag(inputs, "streamEnabled") && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: requiredText(inputs, "streamViewType") },
    }),
    ...(encryption !== undefined && {
      SSESpecification: { Enabled: flag(encryption, "enabled"), KMSMasterKeyId: optionalText(encryption, "kmsKeyArn") },
    }),
    TableClass: optionalText(inputs, "tableClass"),
  };
}

function provisioned(inputs: Properties): Input {
  return {
    ReadCapacityUnits: optionalInteger(inputs, "readCapacity") ?? 1,
    WriteCapacityUnits: optionalInteger(inputs, "writeCapacity") ?? 1,
  };
}

function keySchema(inputs: Input): readonly Input[] {
  const range = optionalText(inputs, "rangeKey");
  const hash = { AttributeName: requiredText(inputs, "hashKey"), KeyType: "HASH" };
  return range === undefined ? [hash] : [hash, { AttributeName: range, KeyType: "RANGE" }];
}

function indexRequest(index: Input): Input {
  for (const name of ["onDemandThroughput"]) {
    if (index[name] !== undefined) throw notImplemented(`${name} of a global secondary index`);
  }
  const elements = records(index, "keySchemas").map((element) => ({
    AttributeName: requiredText(element, "attributeName"),
    KeyType: requiredText(element, "keyType"),
  }));
  const nonKeyAttributes = optionalList(index, "nonKeyAttributes") ?? [];
  return {
    IndexName: requiredText(index, "name"),
    KeySchema: elements.length > 0 ? elements : keySchema(index),
    Projection: {
      ProjectionType: requiredText(index, "projectionType"),
      ...(nonKeyAttributes.length > 0 && { NonKeyAttributes: nonKeyAttributes }),
    },
  };
}

function recoveryOf(inputs: Properties): number | undefined {
  const recovery = optionalRecord(inputs, "pointInTimeRecovery") ?? {};
  if (!flag(recovery, "enabled")) return undefined;
  return optionalInteger(recovery, "recoveryPeriodInDays") ?? recoveryDaysDefault;
}

function ownSettings(inputs: Input, recoveryDays: number | undefined): ReplicaSettings {
  const tags = optionalRecord(inputs, "tagsAll") ?? optionalRecord(inputs, "tags") ?? {};
  return {
    deletionProtection: flag(inputs, "deletionProtectionEnabled"),
    recoveryDays,
    tags: new Map(Object.entries(tags).map(([name, value]) => [name, String(value)])),
    kmsKeyArn: optionalText(inputs, "kmsKeyArn"),
  };
}

function applyOwnSettings(table: Table, { deletionProtection, recoveryDays, tags }: ReplicaSettings): void {
  Object.assign(table.settings, { deletionProtection, recoveryDays, tags });
}

function addReplicas(context: Context, table: Table, inputs: Properties): void {
  const witness = optionalText(optionalRecord(inputs, "globalTableWitness") ?? {}, "regionName");
  const replicas = records(inputs, "replicas");
  const wanted = replicas.map((replica) => ({
    region: requiredText(replica, "regionName"),
    own: ownSettings(replica, flag(replica, "pointInTimeRecovery") ? recoveryDaysDefault : undefined),
    isStrong: optionalText(replica, "consistencyMode") === "STRONG",
  }));
  const strong = wanted.filter(({ isStrong }) => isStrong);
  if (strong.length > 0 && strong.length < wanted.length) {
    throw validation("All replicas of a global table must have the same consistency mode");
  }
  if (strong.length === 0 && witness !== undefined) {
    throw validation("A witness needs replicas with multi-Region strong consistency");
  }
  if (strong.length > 0) makeStrong(context, table, strong, witness);
  else for (const { region, own } of wanted) addReplica(context, table, region, own);
}

function applyTtl(table: Table, inputs: Properties): void {
  const ttl = optionalRecord(inputs, "ttl") ?? {};
  if (!flag(ttl, "enabled")) return;
  if (table.group?.consistency === "STRONG") {
    throw validation("Time to Live is not supported on global tables with multi-Region strong consistency");
  }
  for (const { settings } of table.group?.replicas ?? [table])
    settings.ttlAttribute = requiredText(ttl, "attributeName");
}

function createReplicaResource(context: Context, { inputs, type, region }: Registration): Created {
  refuseUnknown(type, inputs, replicaInputs);
  const founderArn = requiredText(inputs, "globalTableArn");
  const place = parseTableArn(founderArn);
  const founder = place === undefined ? undefined : context.state.tables.get(tableKey(place.region, place.name));
  if (place === undefined || founder === undefined) {
    throw notFound(`Requested resource not found: Table: ${founderArn} not found`);
  }
  const recoveryDays = flag(inputs, "pointInTimeRecovery") ? recoveryDaysDefault : undefined;
  const replica = addReplica(context, founder, region, ownSettings(inputs, recoveryDays));
  context.expiring.push(replica);
  const tags = Object.fromEntries(replica.settings.tags);
  return {
    id: `${place.name}:${place.region}`,
    outputs: {
      pointInTimeRecovery: false,
      ...inputs,
      arn: replica.arn,
      deletionProtectionEnabled: replica.settings.deletionProtection,
      kmsKeyArn: replica.settings.kmsKeyArn ?? "",
      region,
      tagsAll: tags,
    },
  };
}

function records(inputs: Input, member: string): readonly Input[] {
  return (optionalList(inputs, member) ?? []).filter(isRecord);
}
