import { notImplemented } from "../../core/errors.ts";
import type { Context } from "./context.ts";
import { type Input, optionalChoice, optionalList, optionalRecord, optionalText, requiredText } from "./input.ts";
import { validation } from "./refusals.ts";
import { addReplica, makeStrong, removeReplicas, type ReplicaSettings } from "./replicas.ts";
import type { Table } from "./table.ts";
import { isRecord } from "./values.ts";

/** ReplicaUpdates with what belongs to them: the consistency of a new global table and its witness. */
export function updateReplicas(context: Context, table: Table, input: Input): void {
  const updates = records(input, "ReplicaUpdates");
  if (updates.some((update) => update["Update"] !== undefined)) {
    throw notImplemented("the update of a replica by DynamoDB's UpdateTable");
  }
  const created = actionsOf(updates, "Create");
  const deleted = actionsOf(updates, "Delete").map((action) => requiredText(action, "RegionName"));
  const witnesses = records(input, "GlobalTableWitnessUpdates");
  const consistency = optionalChoice(input, "MultiRegionConsistency", ["EVENTUAL", "STRONG"]);
  if (created.length + deleted.length === 0) {
    throw validation("There are no actions specified in the Replica Update Action of the request.");
  }
  if (created.length > 0 && deleted.length > 0) {
    throw validation("Update table operation with more than one type of replica actions not allowed.");
  }
  if (deleted.length > 0) {
    const gone = actionsOf(witnesses, "Delete").map((action) => requiredText(action, "RegionName"));
    return removeReplicas(context, table, deleted, gone);
  }
  const regions = created.map((action) => ({ region: requiredText(action, "RegionName"), own: ownOf(action) }));
  const [witness] = actionsOf(witnesses, "Create").map((action) => requiredText(action, "RegionName"));
  if (consistency === "STRONG") return makeStrong(context, table, regions, witness);
  if (witness !== undefined) {
    throw validation(
      "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present.",
    );
  }
  const [first, second] = regions;
  if (second !== undefined) {
    throw validation("Update table operation with more than one create or delete replica actions not allowed");
  }
  if (first !== undefined) addReplica(context, table, first.region, first.own);
}

function records(input: Input, member: string): readonly Input[] {
  return (optionalList(input, member) ?? []).filter(isRecord);
}

function actionsOf(updates: readonly Input[], kind: "Create" | "Delete"): readonly Input[] {
  return updates.flatMap((update): readonly Input[] => {
    const action = optionalRecord(update, kind);
    return action === undefined ? [] : [action];
  });
}

/** What a replica never shares it begins without. */
function ownOf(action: Input): ReplicaSettings {
  for (const member of ["ProvisionedThroughputOverride", "OnDemandThroughputOverride", "GlobalSecondaryIndexes"]) {
    if (action[member] !== undefined) throw notImplemented(`${member} of a DynamoDB replica`);
  }
  return {
    deletionProtection: false,
    recoveryDays: undefined,
    tags: new Map(),
    kmsKeyArn: optionalText(action, "KMSMasterKeyId"),
    tableClassOverride: optionalText(action, "TableClassOverride"),
  };
}
