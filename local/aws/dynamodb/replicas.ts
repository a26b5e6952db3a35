import { addTable, openStream, awsManagedKey } from "./create-table.ts";
import type { Context } from "./context.ts";
import { invalidParameter, validation } from "./refusals.ts";
import { type GlobalTable, type State, type Table, tableKey, type TableSettings } from "./table.ts";

/** What of its own a new replica gets; the rest is synchronised with the others. */
export type ReplicaSettings = Pick<
  TableSettings,
  "deletionProtection" | "recoveryDays" | "tags" | "kmsKeyArn" | "tableClassOverride"
>;

const dayMs = 24 * 60 * 60_000;
const strongMembers = 3;

/** The replicas of a table, itself included. */
export function membersOf(table: Table): readonly Table[] {
  return table.group?.replicas ?? [table];
}

/** Adds an asynchronous replica with all items that any replica has so far. */
export function addReplica(context: Context, source: Table, region: string, own: ReplicaSettings): Table {
  if (source.group?.consistency === "STRONG") {
    throw validation("Cannot add replicas to a global table with strong MultiRegionConsistency");
  }
  requirePlace(context, source, [region]);
  requireKeys(source, [own]);
  const group: GlobalTable = source.group ?? {
    consistency: "EVENTUAL",
    replicas: [source],
    witness: undefined,
    inFlight: 0,
  };
  // DynamoDB replicates by the stream: it opens one where there is none.
  if (source.stream?.isOpen !== true) openStream(context, source, "NEW_AND_OLD_IMAGES");
  const settings = { ...source.settings, ...own };
  const replica = addTable(context, region, { definition: source.definition, settings, source: source.region });
  source.group = group;
  replica.group = group;
  for (const member of group.replicas) backfill(member, replica);
  group.replicas.push(replica);
  openStream(context, replica, source.stream?.view ?? "NEW_AND_OLD_IMAGES");
  context.expiring.push(replica);
  return replica;
}

function backfill(source: Table, target: Table): void {
  for (const { rows } of source.storage.primary.partitionsFrom(0)) {
    for (const row of rows) {
      const known = target.storage.version(row);
      if (known === undefined || isNewer(row.stored, known)) target.storage.write(row, row.stored, row.stored);
    }
  }
}

/** Whether a version wins over another: the later one, of one moment the region that comes later in the alphabet. */
export function isNewer(
  one: { readonly at: number; readonly by: string },
  other: { readonly at: number; readonly by: string },
): boolean {
  return one.at === other.at ? one.by > other.by : one.at > other.at;
}

/** Makes an empty table strongly consistent over further regions: two more, or one and a witness. */
export function makeStrong(
  context: Context,
  founder: Table,
  regions: readonly { readonly region: string; readonly own: ReplicaSettings }[],
  witness: string | undefined,
): void {
  if (founder.group !== undefined) {
    throw validation("MultiRegionConsistency parameter is unsupported on existing global table");
  }
  if (1 + regions.length + (witness === undefined ? 0 : 1) !== strongMembers) {
    throw validation("Unsupported table replica count for global tables with MultiRegionConsistency set to STRONG");
  }
  if (witness === founder.region || regions.some(({ region }) => region === witness)) {
    throw validation("Cannot add a witness in the same region as an existing replica");
  }
  if (founder.settings.ttlAttribute !== undefined) {
    throw validation("Time to Live is not supported with multi-Region strong consistency");
  }
  if (founder.storage.count() > 0) throw validation("The table must be empty to use multi-Region strong consistency");
  requirePlace(
    context,
    founder,
    regions.map(({ region }) => region),
  );
  requireKeys(
    founder,
    regions.map(({ own }) => own),
  );
  const group: GlobalTable = { consistency: "STRONG", replicas: [founder], witness, inFlight: 0 };
  founder.group = group;
  for (const { region, own } of regions) {
    const settings = { ...founder.settings, ...own };
    const replica = addTable(context, region, { definition: founder.definition, settings, shared: founder.storage });
    replica.group = group;
    group.replicas.push(replica);
    if (founder.stream?.isOpen === true) openStream(context, replica, founder.stream.view);
  }
}

function requirePlace(context: Context, { definition: { name }, region, settings }: Table, regions: readonly string[]) {
  if (regions.includes(region)) throw localRegion();
  if (settings.billingMode === "PROVISIONED") {
    throw validation("Table write capacity should either be Pay-Per-Request or AutoScaled.");
  }
  if (regions.every((other) => !context.state.tables.has(tableKey(other, name)))) return;
  throw validation(
    `Failed to create a the new replica of table with name: ‘${name}’ because one or more replicas already existed ` +
      "as tables.",
  );
}

/** A table under the customer's key has nothing but replicas under such keys. */
function requireKeys({ settings: { kmsKeyArn } }: Table, all: readonly ReplicaSettings[]): void {
  const isCustomers = kmsKeyArn !== undefined && kmsKeyArn !== awsManagedKey;
  if (isCustomers && all.some((own) => own.kmsKeyArn === undefined)) {
    throw invalidParameter("KMSMasterKeyId must be specified for each replica.");
  }
  if (!isCustomers && all.some((own) => own.kmsKeyArn !== undefined)) {
    throw invalidParameter("All replica keys must either be Customer Managed CMK or AWS Managed CMK.");
  }
}

function localRegion(): Error {
  return validation(
    "Cannot add or delete the local region through ReplicaUpdates. " +
      "Use CreateTable, DeleteTable, or UpdateTable as required.",
  );
}

/** Removes replicas of a table, as UpdateTable does; of a strongly consistent one all at once, with its witness. */
export function removeReplicas(
  context: Context,
  table: Table,
  regions: readonly string[],
  witnesses: readonly string[] = [],
): void {
  if (regions.includes(table.region)) throw localRegion();
  const members = membersOf(table).filter(({ region }) => regions.includes(region));
  const strangers = regions.filter((region) => !members.some((member) => member.region === region));
  if (strangers.length > 0) {
    throw validation(
      "Update global table operation failed because one or more replicas were not part of the global table. " +
        `Please retry the request without these replicas: [${strangers.join(", ")}].`,
    );
  }
  if (table.group?.consistency === "STRONG") requireWhole(table, members.length, witnesses);
  else if (regions.length > 1) {
    throw validation("Update table operation with more than one create or delete replica actions not allowed");
  }
  for (const member of members) {
    if (member.settings.deletionProtection) {
      throw validation(
        `Cannot delete table ${member.definition.name} in region ${member.region} because it has deletion protection ` +
          "enabled. Disable deletion protection first.",
      );
    }
    requireNoSource(context, member);
  }
  for (const member of members) detach(context.state, member);
  if (table.group?.consistency === "STRONG") table.group = undefined;
}

function requireWhole({ group }: Table, removed: number, witnesses: readonly string[]): void {
  if (removed < (group?.replicas.length ?? 0) - 1) throw oneOfStrong();
  if (group?.witness !== undefined && !witnesses.includes(group.witness)) {
    throw validation("Update table delete operation does not include all witnesses.");
  }
}

function oneOfStrong(): Error {
  return validation(
    "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to STRONG.",
  );
}

function requireNoSource({ now }: Context, table: Table): void {
  const isSource = membersOf(table).some(({ source, createdAt }) => source === table.region && now - createdAt < dayMs);
  if (!isSource) return;
  throw validation(
    "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table " +
      "in the last 24 hours.",
  );
}

/** DeleteTable: removes a table with its items; its stream can still be read. */
export function removeTable(context: Context, table: Table): void {
  if (table.settings.deletionProtection) {
    throw validation(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
  }
  if (table.group?.consistency === "STRONG") throw oneOfStrong();
  requireNoSource(context, table);
  detach(context.state, table);
}

function detach(state: State, table: Table): void {
  state.tables.delete(tableKey(table.region, table.definition.name));
  if (table.stream !== undefined) table.stream.isOpen = false;
  const replicas = table.group?.replicas ?? [];
  const at = replicas.indexOf(table);
  if (at >= 0) replicas.splice(at, 1);
  table.group = undefined;
  // Nobody expires its items any more.
  table.settings.ttlAttribute = undefined;
}
