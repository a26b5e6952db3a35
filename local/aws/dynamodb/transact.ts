import { AwsError } from "../../core/errors.ts";
import { fingerprint } from "./client-tokens.ts";
import { consumedCapacity, readUnits, type Consumption, unitsOf } from "./capacity.ts";
import { commit, consumed, type Context } from "./context.ts";
import { prepareRead, type Read, shown } from "./item-actions.ts";
import { capacityMode, type Input, optionalText, requiredRecord, requiredRecords } from "./input.ts";
import { constraintFailed, validation } from "./refusals.ts";
import type { Key } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Item } from "./values.ts";
import { countWrite, outcome, permits, prepareWrite, requirePut, type Write, type WriteKind } from "./write.ts";

const entriesMax = 100;
const bytesMax = 4 * 1024 * 1024;
const tokenCharactersMax = 36;
/** A transaction prepares and commits: each read and write counts twice. */
const costFactor = 2;

const kinds: Readonly<Record<string, WriteKind>> = {
  Put: "put",
  Update: "update",
  Delete: "delete",
  ConditionCheck: "check",
};

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

const fine: Reason = { Code: "None" };

interface Judged {
  readonly write: Write;
  readonly reason: Reason;
  readonly item: Item | undefined;
  readonly bytes: number;
  readonly bytesBefore: number;
}

/** TransactWriteItems: all of it or nothing, judged on this region's replica alone. */
export function transactWrite(context: Context, input: Input): object {
  const mode = capacityMode(input);
  const entries = requiredEntries(input);
  const writes = entries.map((entry) => prepareEntry(context, entry));
  requireApart(writes);
  for (const write of writes) if (write.kind === "put") requirePut(write);
  requireTransactional(writes.map(({ table }) => table));
  const token = optionalText(input, "ClientRequestToken");
  if (token !== undefined && isReplay(context, token, entries)) return replayReply(context, writes, mode);
  const judged = writes.map(judge);
  for (const { write, bytes, bytesBefore } of judged) countWrite(context, write, bytesBefore, bytes, costFactor);
  if (judged.some(({ reason }) => reason.Code !== "None")) throw cancelled(judged.map(({ reason }) => reason));
  requireBytes(judged.reduce((sum, { bytes }) => sum + bytes, 0));
  for (const { write, item, bytes } of judged) {
    if (write.kind !== "check") commit(context, write.table, write.key, item, bytes);
  }
  if (token !== undefined) context.state.tokens.remember(tokenKey(context, token), fingerprint(entries), context.now);
  return transactReply(context, writes, mode);
}

function requiredEntries(input: Input): readonly Input[] {
  const entries = requiredRecords(input, "TransactItems");
  if (entries.length === 0 || entries.length > entriesMax) {
    const bound = entries.length === 0 ? "greater than or equal to 1" : `less than or equal to ${entriesMax}`;
    const shownEntries = entries.length === 0 ? "'[]'" : `'[${entries.length} entries]'`;
    throw constraintFailed(shownEntries, "transactItems", `Member must have length ${bound}`);
  }
  return entries;
}

function prepareEntry(context: Context, entry: Input): Write {
  let name = "";
  let count = 0;
  for (const member in entry) {
    if (entry[member] === undefined || entry[member] === null) continue;
    count += 1;
    if (count === 1) name = member;
  }
  const kind = kinds[name];
  if (kind === undefined || count !== 1) {
    throw validation("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  return prepareWrite(context, kind, requiredRecord(entry, name));
}

function requireApart(entries: readonly { readonly table: Table; readonly key: Key }[]): void {
  entries.forEach(({ table, key }, index) => {
    for (let before = 0; before < index; before += 1) {
      const other = entries[before];
      // A hundred at the most, and most have six: comparing them costs less than one text for each.
      if (other?.table === table && other.key.hash === key.hash && other.key.sort === key.sort) {
        throw validation("Transaction request cannot include multiple operations on one item");
      }
    }
  });
}

function requireTransactional(tables: readonly Table[]): void {
  if (tables.some(({ group }) => group?.consistency === "STRONG")) {
    throw validation(
      "Transactional operations are not supported on global tables configured for multi-Region strong consistency",
    );
  }
}

function requireBytes(bytes: number): void {
  if (bytes > bytesMax) throw validation("Collection size of items in the transaction exceeds the 4 MB limit");
}

function judge(write: Write): Judged {
  const row = write.table.storage.find(write.key);
  const bytesBefore = row?.bytes ?? 0;
  const unchanged = { write, item: row?.item, bytes: bytesBefore, bytesBefore };
  if (!permits(write, row)) {
    const item = write.returnsOldOnFailure && row !== undefined ? { Item: row.item } : {};
    const reason = { Code: "ConditionalCheckFailed", Message: "The conditional request failed", ...item };
    return { ...unchanged, reason };
  }
  try {
    const { item, bytes } = outcome(write, row);
    return { write, item, bytes, bytesBefore, reason: fine };
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    return { ...unchanged, reason: { Code: "ValidationError", Message: fault.message } };
  }
}

function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

function isReplay(context: Context, token: string, entries: readonly Input[]): boolean {
  if (token.length < 1 || token.length > tokenCharactersMax) {
    const bound = token === "" ? "greater than or equal to 1" : `less than or equal to ${tokenCharactersMax}`;
    throw constraintFailed(`'${token}'`, "clientRequestToken", `Member must have length ${bound}`);
  }
  const known = context.state.tokens.find(tokenKey(context, token), context.now);
  if (known === undefined) return false;
  if (known === fingerprint(entries)) return true;
  throw new AwsError(
    "IdempotentParameterMismatchException",
    "The request uses the same client token as a previous, but non-identical request. " +
      "Do not reuse a client token with different requests, unless the requests are identical",
  );
}

function tokenKey(context: Context, token: string): string {
  return `${context.region}/${token}`;
}

/** A repeated token costs what reading the items costs. */
function replayReply(context: Context, writes: readonly Write[], mode: string | undefined): object {
  for (const { table, key } of writes) {
    const bytes = table.storage.find(key)?.bytes ?? 0;
    consumed(context, table).table.read += costFactor * readUnits(bytes, true);
  }
  return transactReply(context, writes, mode);
}

function transactReply(
  context: Context,
  entries: readonly { readonly table: Table; readonly tableName: string }[],
  mode: string | undefined,
): object {
  if (mode === undefined || mode === "NONE") return {};
  const asked = new Map(entries.map(({ table, tableName }) => [table.definition.name, tableName]));
  const all = tableCapacities(context.consumption, asked, mode);
  return all.length === 0 ? {} : { ConsumedCapacity: all };
}

function tableCapacities(
  consumption: Consumption,
  asked: ReadonlyMap<string, string>,
  mode: string | undefined,
): readonly object[] {
  return [...asked].flatMap(([name, tableName]) => {
    const told = consumedCapacity(mode, tableName, unitsOf(consumption, name), true);
    return told === undefined ? [] : [told];
  });
}

/** TransactGetItems: all items as of one moment. */
export function transactGet(context: Context, input: Input): object {
  const mode = capacityMode(input);
  const reads = requiredEntries(input).map((entry) => prepareRead(context, requiredRecord(entry, "Get")));
  requireApart(reads);
  requireTransactional(reads.map(({ table }) => table));
  const responses = reads.map((read) => transactedItem(context, read));
  return { Responses: responses, ...transactReply(context, reads, mode) };
}

function transactedItem(context: Context, { table, key, paths }: Read): object {
  const row = table.storage.find(key);
  consumed(context, table).table.read += costFactor * readUnits(row?.bytes ?? 0, true);
  return row === undefined ? {} : { Item: shown(row.item, paths) };
}
