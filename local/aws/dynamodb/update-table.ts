import { notImplemented } from "../../core/errors.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import type { Context } from "./context.ts";
import {
  billingModes,
  noCapacityOnDemand,
  openStream,
  parseEncryption,
  parseStreamView,
  requireDescribed,
} from "./create-table.ts";
import { flag, type Input, optionalChoice, optionalList, optionalRecord, optionalText, requiredText } from "./input.ts";
import { invalidParameter, validation } from "./refusals.ts";
import { membersOf } from "./replicas.ts";
import { parseCapacity } from "./table-definition.ts";
import type { Table } from "./table.ts";
import { updateIndexes } from "./update-indexes.ts";
import { updateReplicas } from "./update-replicas.ts";
import { isRecord } from "./values.ts";

/** What one request may change; the replica updates have companions. */
const operations = [
  "ProvisionedThroughput",
  "BillingMode",
  "StreamSpecification",
  "GlobalSecondaryIndexUpdates",
  "SSESpecification",
  "ReplicaUpdates",
  "GlobalTableWitnessUpdates",
  "MultiRegionConsistency",
  "DeletionProtectionEnabled",
  "TableClass",
];
const replicaMembers = ["ReplicaUpdates", "GlobalTableWitnessUpdates", "MultiRegionConsistency"];
const alone: Readonly<Record<string, string>> = {
  SSESpecification: "Server-Side Encryption",
  TableClass: "TableClass",
  DeletionProtectionEnabled: "DeletionProtection",
};
const tableClasses = ["STANDARD", "STANDARD_INFREQUENT_ACCESS"];

/** UpdateTable: everything that the request asks for, or nothing. */
export function updateTable(context: Context, input: Input): Table {
  const table = requireDescribed(context, requiredText(input, "TableName"));
  const given = Object.keys(input).filter((name) => input[name] !== undefined && input[name] !== null);
  const unknown = given.find(
    (name) => !operations.includes(name) && name !== "TableName" && name !== "AttributeDefinitions",
  );
  if (unknown !== undefined) throw notImplemented(`${unknown} of DynamoDB's UpdateTable`);
  const asked = given.filter((name) => operations.includes(name));
  requireCombination(asked, input);
  allOrNothing(context.state, () => {
    if (asked.includes("BillingMode") || asked.includes("ProvisionedThroughput")) updateBilling(table, input);
    if (asked.includes("GlobalSecondaryIndexUpdates")) updateIndexes(table, input);
    requireIndexCapacity(table);
    if (asked.includes("StreamSpecification")) updateStream(context, table, input);
    if (asked.includes("SSESpecification")) updateEncryption(table, optionalRecord(input, "SSESpecification") ?? {});
    if (asked.includes("TableClass")) updateClass(table, optionalText(input, "TableClass") ?? "");
    if (asked.includes("DeletionProtectionEnabled")) {
      table.settings.deletionProtection = flag(input, "DeletionProtectionEnabled");
    }
    if (asked.some((name) => replicaMembers.includes(name))) updateReplicas(context, table, input);
  });
  return table;
}

function requireCombination(asked: readonly string[], input: Input): void {
  if (asked.length === 0) {
    throw validation(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, " +
        "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, " +
        "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required",
    );
  }
  for (const [name, what] of Object.entries(alone)) {
    if (asked.includes(name) && asked.length > 1) {
      throw invalidParameter(`${what} modification must be the only operation in the request`);
    }
  }
  if (asked.includes("ReplicaUpdates") && asked.some((name) => !replicaMembers.includes(name))) {
    throw invalidParameter("Replica modification must be the only operation in the request");
  }
  const rebuilds = (optionalList(input, "GlobalSecondaryIndexUpdates") ?? [])
    .filter(isRecord)
    .some((update) => update["Create"] !== undefined || update["Delete"] !== undefined);
  const streams = asked.includes("StreamSpecification");
  const capacity = asked.includes("ProvisionedThroughput");
  if (streams && capacity) throw invalidParameter("You cannot modify stream status while updating table IOPS");
  if (rebuilds && capacity) throw invalidParameter("You cannot create or delete index while updating table IOPS");
  if (rebuilds && streams) throw invalidParameter("You cannot create or delete index while changing stream status");
}

function updateBilling(table: Table, input: Input): void {
  const { settings, definition } = table;
  const billingMode = optionalChoice(input, "BillingMode", billingModes) ?? settings.billingMode;
  const throughput = optionalRecord(input, "ProvisionedThroughput");
  const members = membersOf(table);
  if (billingMode === "PAY_PER_REQUEST") {
    if (throughput !== undefined) throw noCapacityOnDemand();
    for (const member of members) Object.assign(member.settings, { billingMode, readCapacity: 0, writeCapacity: 0 });
    definition.indexes = definition.indexes.map((index) => ({ ...index, readCapacity: 0, writeCapacity: 0 }));
    return;
  }
  if (throughput === undefined) {
    throw invalidParameter("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }
  const wanted = parseCapacity(throughput);
  if (settings.readCapacity === wanted.readCapacity && settings.writeCapacity === wanted.writeCapacity) {
    throw validation(unchanged(wanted.readCapacity, wanted.writeCapacity));
  }
  for (const member of members) Object.assign(member.settings, { billingMode, ...wanted });
}

function unchanged(read: number, write: number): string {
  return (
    "The provisioned throughput for the table will not change. The requested value equals the current value. " +
    `Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. ` +
    `Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. ` +
    "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
  );
}

/** A table that turns to provisioned capacity has to say its indexes' too. */
function requireIndexCapacity({ settings, definition }: Table): void {
  if (settings.billingMode !== "PROVISIONED") return;
  const without = definition.indexes.find(({ readCapacity }) => readCapacity === 0);
  if (without === undefined) return;
  throw invalidParameter(`ProvisionedThroughput must be specified for index: ${without.name}`);
}

function updateStream(context: Context, table: Table, input: Input): void {
  const specification = optionalRecord(input, "StreamSpecification") ?? {};
  const isWanted = flag(specification, "StreamEnabled");
  const type = optionalText(specification, "StreamViewType");
  if (isWanted && type === undefined) {
    throw invalidParameter("If stream is being enabled then UpdateViewType is required");
  }
  if (!isWanted && type !== undefined) {
    throw invalidParameter("If stream is being disabled, then UpdateViewType must not be specified");
  }
  const view = parseStreamView(input);
  const { name } = table.definition;
  const isOpen = table.stream?.isOpen === true;
  if (view !== undefined && isOpen) throw validation(`Table already has an enabled stream: TableName: ${name}`);
  if (view !== undefined) return openStream(context, table, view);
  if (!isOpen || table.stream === undefined) throw validation(`Table has no stream to disable: TableName: ${name}`);
  if (table.group?.consistency === "EVENTUAL" && membersOf(table).length > 1) {
    throw invalidParameter("Disabling Stream is not allowed for a Global Table replica.");
  }
  table.stream.isOpen = false;
}

function updateEncryption(table: Table, specification: Input): void {
  const wanted = parseEncryption(specification);
  const { kmsKeyArn } = table.settings;
  if (wanted === undefined && kmsKeyArn === undefined) throw invalidParameter("Table is already encrypted by default");
  if (wanted === kmsKeyArn) {
    throw invalidParameter(
      "Table is already encrypted with given KMSMasterKeyId. " +
        "Use KMSMasterKeyId parameter if you want to change Master Key",
    );
  }
  // Which key it is stays each replica's own; whether there is one is common to all.
  for (const member of membersOf(table)) {
    if (member === table || wanted === undefined) member.settings.kmsKeyArn = wanted;
  }
}

function updateClass(table: Table, tableClass: string): void {
  if (!tableClasses.includes(tableClass)) {
    throw validation(
      "Invalid table-class parameter provided. Please try again with a valid table-class value: " +
        `[${tableClasses.join(", ")}].`,
    );
  }
  for (const { settings } of membersOf(table)) settings.tableClass = tableClass;
}
