import {
  BatchWriteItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type CancellationReason,
  type DynamoDBClient,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { ViewWrite } from "../domain/projections.ts";
import type { ViewKey } from "../domain/view-keys.ts";
import type { Clock, Random } from "./clock.ts";
import { classify } from "./failures.ts";
import { encodeKeyedItem } from "./item-codec.ts";
import { together } from "./together.ts";
import { itemsOf, ownItems, sharedRow, unitsOf, type Placing, type Unit, type UnitItem } from "./view-units.ts";

/** A write that could not be done: by its place in the batch, and why. */
export interface FailedWrite {
  readonly index: number;
  readonly name: string;
  /** busy: the table sheds load, or its replies were lost; again later. refused: never, as it is. */
  readonly why: "busy" | "refused";
}

/** Writes the views, in as few requests as DynamoDB's limits let it. */
export interface ViewWriter {
  /**
   * Writes what a batch asks for into one generation; what is there already stays as it is. Whatever becomes of those
   * that failed, everything else of the batch is written. `listing` and `opened` are the caller's to look up.
   */
  write(generation: bigint, writes: readonly ViewWrite[]): Promise<readonly FailedWrite[]>;
}

/** DynamoDB's limits: items of a transaction, and of a batch. */
const TRANSACTION_ITEMS_MAX = 100;
const BATCH_ITEMS_MAX = 25;
/** An expression has 4 KB, and a part of a payment takes 130 bytes of it. */
const PARTS_MAX = 20;
/** Transactions in flight at once; what shares a row goes one after the other. */
const LANES = 4;
const ATTEMPTS = 8;
const BACKOFF_BASE_MS = 8;

/** What writing goes by. */
interface Means {
  readonly client: Pick<DynamoDBClient, "send">;
  readonly table: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** A writer behind a DynamoDB client. */
export function createViewWriter(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): ViewWriter {
  const means: Means = { client, table, clock, random };
  return {
    async write(generation, writes) {
      const place: Placing = ({ pk, sk }) => ({ pk: `${generation}#${pk}`, sk });
      const transactions = inLanes(unitsOf(writes)).map((lane) =>
        inTurn(packed(lane), (units) => commit(units, place, means)),
      );
      const batches = lanesOf(chunks(putsOf(writes), BATCH_ITEMS_MAX)).map((lane) =>
        inTurn(lane, (puts) => putAll(puts, place, means)),
      );
      return (await together([...transactions, ...batches])).flat();
    },
  };
}

/** Writes units together, those that are there already left out; a unit that can never be written, alone. */
async function commit(units: readonly Unit[], place: Placing, means: Means): Promise<readonly FailedWrite[]> {
  const { client, table, clock } = means;
  let left = units;
  for (let attempt = 0; left.length > 0;) {
    if (attempt === ATTEMPTS) return left.flatMap((unit) => failed(unit, "busy"));
    const items = itemsOf(left, table, place, clock.now());
    try {
      const command = new TransactWriteItemsCommand({ TransactItems: items.map(({ item }) => item) });
      await client.send(command, { abortSignal: clock.deadline(ATTEMPT_MS) });
      return [];
    } catch (error) {
      const why = classify(error);
      if (why === "fault") return commitApart(left, place, error, means);
      const through = why === "refused" ? throughBy(items, error) : new Set<Unit>();
      left = left.filter((unit) => !through.has(unit));
      if (through.size > 0) continue;
      attempt += 1;
      await pause(attempt, means);
    }
  }
  return [];
}

/** One of these is what DynamoDB will not have: the others are written without it. */
async function commitApart(
  units: readonly Unit[],
  place: Placing,
  fault: unknown,
  means: Means,
): Promise<readonly FailedWrite[]> {
  if (!isRefusal(fault)) throw fault;
  const [only] = units;
  if (only !== undefined && units.length === 1) return failed(only, "refused");
  const half = Math.ceil(units.length / 2);
  return inTurn([units.slice(0, half), units.slice(half)], (part) => commit(part, place, means));
}

async function putAll(puts: readonly Put[], place: Placing, means: Means): Promise<readonly FailedWrite[]> {
  const { client, table, clock } = means;
  let left = puts.map((put) => ({ put, item: encodeKeyedItem(place(put.key), put.item) }));
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === ATTEMPTS) return left.flatMap(({ put }) => failed(put, "busy"));
    if (attempt > 0) await pause(attempt, means);
    const requests: WriteRequest[] = left.map(({ item }) => ({ PutRequest: { Item: item } }));
    try {
      const command = new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
      const { UnprocessedItems } = await client.send(command, { abortSignal: clock.deadline(ATTEMPT_MS) });
      const again = new Set((UnprocessedItems?.[table] ?? []).map(keyText));
      left = left.filter(({ item }) => again.has(keyText({ PutRequest: { Item: item } })));
    } catch (error) {
      if (classify(error) === "fault") throw error;
    }
  }
  return [];
}

function pause(attempt: number, { clock, random }: Means): Promise<void> {
  return clock.sleep(random() * BACKOFF_BASE_MS * 2 ** attempt);
}

interface Put extends Pick<Unit, "of" | "name"> {
  readonly key: ViewKey;
  readonly item: Extract<ViewWrite, { readonly write: "put" }>["item"];
}

function putsOf(writes: readonly ViewWrite[]): readonly Put[] {
  const puts = new Map<string, Put>();
  for (const [index, write] of writes.entries()) {
    if (write.write !== "put") continue;
    const name = `row ${write.key.pk} ${write.key.sk}`;
    puts.set(name, { key: write.key, item: write.item, name, of: [...(puts.get(name)?.of ?? []), index] });
  }
  return [...puts.values()];
}

/** Units in lanes that share no row: two transactions at once on one row would only hinder each other. */
function inLanes(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const lanes: Unit[][] = Array.from({ length: LANES }, () => []);
  const sorted = units.toSorted((one, other) => ((sharedRow(one) ?? "") < (sharedRow(other) ?? "") ? -1 : 1));
  for (const unit of sorted) lanes[laneOf(sharedRow(unit) ?? unit.name)]?.push(unit);
  return lanes.filter((lane) => lane.length > 0);
}

function laneOf(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum = (sum * 31 + text.charCodeAt(index)) >>> 0;
  return sum % LANES;
}

/** Units in as few transactions as they fit into. */
function packed(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const transactions: Unit[][] = [];
  let current: Unit[] = [];
  let shared = new Map<string, number>();
  let size = 0;
  for (const unit of units) {
    const row = sharedRow(unit);
    const sharers = row === undefined ? 0 : (shared.get(row) ?? 0);
    const more = ownItems(unit) + (row !== undefined && sharers === 0 ? 1 : 0);
    if (size + more > TRANSACTION_ITEMS_MAX || (unit.unit === "part" && sharers === PARTS_MAX)) {
      transactions.push(current);
      [current, shared, size] = [[], new Map(), 0];
    }
    if (row !== undefined) shared.set(row, (shared.get(row) ?? 0) + 1);
    size += ownItems(unit) + (row !== undefined && shared.get(row) === 1 ? 1 : 0);
    current.push(unit);
  }
  return current.length === 0 ? transactions : [...transactions, current];
}

function lanesOf<One>(all: readonly One[]): readonly (readonly One[])[] {
  return Array.from({ length: LANES }, (_, lane) => all.filter((_, index) => index % LANES === lane));
}

function chunks<One>(all: readonly One[], size: number): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

async function inTurn<One>(
  all: readonly One[],
  work: (one: One) => Promise<readonly FailedWrite[]>,
): Promise<readonly FailedWrite[]> {
  const found: FailedWrite[] = [];
  for (const one of all) found.push(...(await work(one)));
  return found;
}

function failed({ of, name }: Pick<Unit, "of" | "name">, why: FailedWrite["why"]): readonly FailedWrite[] {
  return of.map((index) => ({ index, name, why }));
}

/** The units that a cancelled transaction has found written already. */
function throughBy(items: readonly UnitItem[], error: unknown): ReadonlySet<Unit> {
  const reasons: readonly CancellationReason[] =
    error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  return new Set(
    reasons.flatMap(({ Code, Item }, index) =>
      Code === "ConditionalCheckFailed" ? (items[index]?.through(Item) ?? []) : [],
    ),
  );
}

/** Whether DynamoDB says that the very item cannot be: it grew over 400 KB, for one. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "ValidationException" || error.name === "TransactionCanceledException";
}

function keyText({ PutRequest }: WriteRequest): string {
  const { pk, sk } = PutRequest?.Item ?? {};
  return `${pk?.S}/${sk?.S}`;
}
