import { notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import {
  flag,
  type Input,
  optionalInteger,
  optionalList,
  optionalRecord,
  optionalText,
  requiredText,
} from "./input.ts";
import type { ReplicaSettings } from "./replicas.ts";
import { recoveryDaysDefault } from "./table-settings.ts";
import { isRecord } from "./values.ts";

/** The inputs of `aws.dynamodb.Table` as CreateTable would be asked. */
export function createRequest(inputs: Properties): Input {
  const billing = billingOf(inputs);
  const indexes = recordsOf(inputs, "globalSecondaryIndexes");
  return {
    TableName: requiredText(inputs, "name"),
    ...billing,
    AttributeDefinitions: attributesOf(inputs),
    KeySchema: keySchema(inputs),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map((index) => indexRequest(index, inputs)) }),
    ...(flag(inputs, "streamEnabled") && { StreamSpecification: streamOf(inputs) }),
    SSESpecification: encryptionOf(inputs),
    TableClass: optionalText(inputs, "tableClass"),
    DeletionProtectionEnabled: flag(inputs, "deletionProtectionEnabled"),
    Tags: Object.entries(optionalRecord(inputs, "tags") ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** BillingMode with its capacity. */
function billingOf(inputs: Properties): Input {
  const isOnDemand = optionalText(inputs, "billingMode") === "PAY_PER_REQUEST";
  if (isOnDemand) return { BillingMode: "PAY_PER_REQUEST" };
  return { BillingMode: "PROVISIONED", ProvisionedThroughput: capacityOf(inputs) };
}

/** ProvisionedThroughput of a table or an index. */
export function capacityOf(owner: Properties): Input {
  return {
    ReadCapacityUnits: optionalInteger(owner, "readCapacity"),
    WriteCapacityUnits: optionalInteger(owner, "writeCapacity"),
  };
}

/** AttributeDefinitions. */
export function attributesOf(inputs: Properties): readonly Input[] {
  return recordsOf(inputs, "attributes").map((attribute) => ({
    AttributeName: requiredText(attribute, "name"),
    AttributeType: requiredText(attribute, "type"),
  }));
}

/** StreamSpecification of a stream that is on. */
export function streamOf(inputs: Properties): Input {
  return { StreamEnabled: true, StreamViewType: requiredText(inputs, "streamViewType") };
}

/** SSESpecification. */
export function encryptionOf(inputs: Properties): Input {
  const encryption = optionalRecord(inputs, "serverSideEncryption") ?? {};
  if (!flag(encryption, "enabled")) return { Enabled: false };
  return { Enabled: true, KMSMasterKeyId: optionalText(encryption, "kmsKeyArn") };
}

function keySchema(inputs: Input): readonly Input[] {
  const range = optionalText(inputs, "rangeKey") ?? "";
  const hash = { AttributeName: requiredText(inputs, "hashKey"), KeyType: "HASH" };
  return range === "" ? [hash] : [hash, { AttributeName: range, KeyType: "RANGE" }];
}

/** One global secondary index of a request. */
export function indexRequest(index: Input, inputs: Properties): Input {
  for (const name of ["onDemandThroughput", "warmThroughput"]) {
    if (index[name] !== undefined) throw notImplemented(`${name} of a global secondary index`);
  }
  const elements = recordsOf(index, "keySchemas").map((element) => ({
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
    ...(optionalText(inputs, "billingMode") !== "PAY_PER_REQUEST" && { ProvisionedThroughput: capacityOf(index) }),
  };
}

/** For how many days the table can be restored; undefined where it cannot. */
export function recoveryOf(inputs: Properties): number | undefined {
  const recovery = optionalRecord(inputs, "pointInTimeRecovery") ?? {};
  if (!flag(recovery, "enabled")) return undefined;
  return optionalInteger(recovery, "recoveryPeriodInDays") ?? recoveryDaysDefault;
}

/** One of the `replicas` of a table. */
export interface WantedReplica {
  readonly region: string;
  readonly own: ReplicaSettings;
  readonly isStrong: boolean;
}

/** The `replicas` of a table. */
export function replicasOf(inputs: Properties): readonly WantedReplica[] {
  return recordsOf(inputs, "replicas").map((replica) => ({
    region: requiredText(replica, "regionName"),
    isStrong: optionalText(replica, "consistencyMode") === "STRONG",
    own: {
      deletionProtection: flag(replica, "deletionProtectionEnabled"),
      recoveryDays: flag(replica, "pointInTimeRecovery") ? recoveryDaysDefault : undefined,
      tags: flag(replica, "propagateTags") ? tagsOf(inputs) : new Map(),
      kmsKeyArn: optionalText(replica, "kmsKeyArn"),
      tableClassOverride: undefined,
    },
  }));
}

/** The region of `globalTableWitness`. */
export function witnessOf(inputs: Properties): string | undefined {
  return optionalText(optionalRecord(inputs, "globalTableWitness") ?? {}, "regionName");
}

/** The tags of a resource. */
export function tagsOf(inputs: Properties): ReadonlyMap<string, string> {
  const tags = optionalRecord(inputs, "tags") ?? {};
  return new Map(Object.entries(tags).map(([name, value]) => [name, String(value)]));
}

/** The blocks of a list. */
export function recordsOf(inputs: Input, member: string): readonly Input[] {
  return (optionalList(inputs, member) ?? []).filter(isRecord);
}
