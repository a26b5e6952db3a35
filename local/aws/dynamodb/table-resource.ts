import type { Existing, Properties } from "../../core/resource.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import type { Context } from "./context.ts";
import { createTable } from "./create-table.ts";
import { type Input, optionalRecord } from "./input.ts";
import { addReplica, makeStrong, membersOf, removeReplicas, removeTable } from "./replicas.ts";
import { validation } from "./refusals.ts";
import { tableOutputs } from "./resource-outputs.ts";
import { type Table, tableKey } from "./table.ts";
import { createRequest, recordsOf, recoveryOf, replicasOf, type WantedReplica, witnessOf } from "./table-requests.ts";
import { updateTimeToLive } from "./table-settings.ts";

/** Makes the table of a resource, with its replicas. */
export function createTableResource(context: Context, inputs: Properties): { id: string; outputs: Properties } {
  return allOrNothing(context.state, () => {
    const table = createTable(context, createRequest(inputs));
    table.settings.recoveryDays = recoveryOf(inputs);
    const ttl = optionalRecord(inputs, "ttl") ?? {};
    if (ttl["enabled"] === true) updateTimeToLive(context, ttlRequest(table, ttl));
    addReplicas(context, table, replicasOf(inputs), witnessOf(inputs));
    return { id: table.definition.name, outputs: tableOutputs(table, inputs) };
  });
}

/** UpdateTimeToLive as the input `ttl` asks for it. */
export function ttlRequest({ definition: { name } }: Table, ttl: Input): Input {
  const specification = { Enabled: ttl["enabled"] === true, AttributeName: ttl["attributeName"] };
  return { TableName: name, TimeToLiveSpecification: specification };
}

/** Adds replicas as one resource declares them: all of one consistency. */
export function addReplicas(
  context: Context,
  table: Table,
  wanted: readonly WantedReplica[],
  witness: string | undefined,
): void {
  const strong = wanted.filter(({ isStrong }) => isStrong);
  if (strong.length > 0 && strong.length < wanted.length) {
    throw validation("All replicas of a global table must have the same consistency mode");
  }
  if (strong.length > 0) return makeStrong(context, table, strong, witness);
  if (witness !== undefined) {
    throw validation(
      "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present.",
    );
  }
  for (const { region, own } of wanted) addReplica(context, table, region, own);
}

/** The table of a resource. */
function findTable(context: Context, { id, region }: Pick<Existing, "id" | "region">): Table | undefined {
  return context.state.tables.get(tableKey(region, id));
}

/** The outputs of a table as it is; undefined where it is gone. */
export function readTableResource(context: Context, existing: Existing): Properties | undefined {
  const table = findTable(context, existing);
  return table === undefined ? undefined : tableOutputs(table, existing.inputs);
}

/** Deletes a table, after those of its replicas that its state knows. */
export function deleteTableResource(context: Context, existing: Existing): void {
  const table = findTable(context, existing);
  if (table === undefined) return;
  const known = new Set(recordsOf(existing.outputs, "replicas").map((replica) => replica["regionName"]));
  const regions = membersOf(table).flatMap(({ region }) =>
    region !== table.region && known.has(region) ? region : [],
  );
  allOrNothing(context.state, () => {
    dropReplicas(context, table, regions);
    removeTable(context, table);
  });
}

/** Removes replicas of a table: strongly consistent ones all at once with their witness, others one by one. */
export function dropReplicas(context: Context, table: Table, regions: readonly string[]): void {
  if (table.group?.consistency !== "STRONG") {
    for (const region of regions) removeReplicas(context, table, [region]);
  } else if (regions.length > 0) {
    const { witness } = table.group;
    removeReplicas(context, table, regions, witness === undefined ? [] : [witness]);
  }
}
