import {
  BatchWriteItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type DynamoDBClient,
  type TransactWriteItem,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Item } from "../domain/ledger-write.ts";
import type { Month } from "../domain/moments.ts";
import type { EntryRow, ViewWrite } from "../domain/projections.ts";
import { listedEvent, monthKey, monthOf, tenantPartition, toldKey, type ViewKey } from "../domain/view-keys.ts";
import type { Clock, Random } from "./clock.ts";
import { classify } from "./failures.ts";
import { encodeKey, encodeKeyedItem } from "./item-codec.ts";
import { together } from "./together.ts";
import { rowsOf, type EventTold, type RowPut } from "./view-rows.ts";

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

/** DynamoDB's limit of a batch. */
const BATCH_ITEMS_MAX = 25;
/** Requests in flight at once. */
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

/** Says where rows of a generation stand. */
type Placing = (key: ViewKey) => ViewKey;

/**
 * A writer behind a DynamoDB client. `served` says whether anybody may read what it writes meanwhile: sums of months
 * that are over were made of what was there, and have to be made again.
 */
export function createViewWriter(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
  { served }: { readonly served: boolean },
): ViewWriter {
  const means: Means = { client, table, clock, random };
  return {
    async write(generation, writes) {
      const place: Placing = ({ pk, sk }) => ({ pk: `${generation}#${pk}`, sk });
      const { puts, events } = rowsOf(writes);
      const failed = await inLanes(chunks(puts, BATCH_ITEMS_MAX), (some) => putAll(some, place, means));
      const told = await inLanes(events, (event) => tell(event, place, means));
      // Only once its row is there: whoever sums up the month after this finds it.
      const reopened = served ? await inLanes(lateMonths(puts, clock.now()), (one) => reopen(one, place, means)) : [];
      return [...failed, ...told, ...reopened];
    },
  };
}

async function putAll(puts: readonly RowPut[], place: Placing, means: Means): Promise<readonly FailedWrite[]> {
  const { client, table, clock } = means;
  let left = puts.map((put) => ({ put, item: encodeKeyedItem(place(put.key), put.item) }));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await pause(attempt, means);
    const requests: WriteRequest[] = left.map(({ item }) => ({ PutRequest: { Item: item } }));
    try {
      const command = new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
      const { UnprocessedItems } = await client.send(command, { abortSignal: clock.deadline(ATTEMPT_MS) });
      const again = new Set((UnprocessedItems?.[table] ?? []).map(keyText));
      left = left.filter(({ item }) => again.has(keyText({ PutRequest: { Item: item } })));
      if (left.length === 0) return [];
    } catch (error) {
      if (classify(error) === "fault") return putApart(puts, place, error, means);
    }
  }
  return left.flatMap(({ put }) => failedOf(put, "busy"));
}

/** One of these is what DynamoDB will not have: the others are written without it. */
async function putApart(
  puts: readonly RowPut[],
  place: Placing,
  fault: unknown,
  means: Means,
): Promise<readonly FailedWrite[]> {
  if (!isRefusal(fault)) throw fault;
  const [only] = puts;
  if (only !== undefined && puts.length === 1) return failedOf(only, "refused");
  const half = Math.ceil(puts.length / 2);
  return [...(await putAll(puts.slice(0, half), place, means)), ...(await putAll(puts.slice(half), place, means))];
}

/** An event is listed as of the moment at which it is sent, so that no page that was read can come before it. */
function tell(told: EventTold, place: Placing, means: Means): Promise<readonly FailedWrite[]> {
  const { id, tenant, item, arrival } = told.event;
  return attempted(told, means, async (abortSignal) => {
    const { client, table, clock } = means;
    const at = arrival ?? clock.now();
    const listed = { pk: tenantPartition(tenant), sk: listedEvent(at, id) };
    const TransactItems = [
      putOnce(table, place(toldKey(id)), { arrival: BigInt(at) }),
      putOnce(table, place(listed), { ...item, id }),
    ];
    await client.send(new TransactWriteItemsCommand({ TransactItems }), { abortSignal });
  });
}

function putOnce(TableName: string, key: ViewKey, item: Item): TransactWriteItem {
  return { Put: { TableName, Item: encodeKeyedItem(key, item), ConditionExpression: "attribute_not_exists(pk)" } };
}

/** A month that was over when something was booked in it, and who asks for that. */
interface LateMonth extends Pick<RowPut, "of" | "name"> {
  readonly account: EntryRow["account"];
  readonly month: Month;
}

function lateMonths(puts: readonly RowPut[], now: number): readonly LateMonth[] {
  const current = monthOf(BigInt(now));
  const late = new Map<string, LateMonth>();
  for (const { entry, of } of puts) {
    if (entry === undefined) continue;
    const { account } = entry;
    const month = monthOf(entry.at);
    if (month >= current) continue;
    const name = `month ${month} of ${account}`;
    late.set(name, { account, month, name, of: [...(late.get(name)?.of ?? []), ...of] });
  }
  return [...late.values()];
}

/** Takes a month's sum away, and that of whoever is about to write one: it was made without this. */
function reopen(late: LateMonth, place: Placing, means: Means): Promise<readonly FailedWrite[]> {
  return attempted(late, means, async (abortSignal) => {
    const command = new UpdateItemCommand({
      TableName: means.table,
      Key: encodeKey(place(monthKey(late.account, late.month))),
      UpdateExpression: "ADD late :one REMOVE amount",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    await means.client.send(command, { abortSignal });
  });
}

/** Does what doing twice changes nothing more; what is refused by its own condition is done already. */
async function attempted(
  asked: Pick<RowPut, "of" | "name">,
  means: Means,
  once: (abortSignal: AbortSignal) => Promise<void>,
): Promise<readonly FailedWrite[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await pause(attempt, means);
    try {
      await once(means.clock.deadline(ATTEMPT_MS));
      return [];
    } catch (error) {
      const why = classify(error);
      if (why === "refused") return [];
      if (why !== "fault") continue;
      if (isRefusal(error)) return failedOf(asked, "refused");
      throw error;
    }
  }
  return failedOf(asked, "busy");
}

function pause(attempt: number, { clock, random }: Means): Promise<void> {
  return clock.sleep(random() * BACKOFF_BASE_MS * 2 ** attempt);
}

function chunks<One>(all: readonly One[], size: number): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** Works on all, so many at once. */
async function inLanes<One>(
  all: readonly One[],
  work: (one: One) => Promise<readonly FailedWrite[]>,
): Promise<readonly FailedWrite[]> {
  const lanes = Array.from({ length: Math.min(LANES, all.length) }, async (_, lane) => {
    const found: FailedWrite[] = [];
    for (let index = lane; index < all.length; index += LANES) {
      const one = all[index];
      if (one !== undefined) found.push(...(await work(one)));
    }
    return found;
  });
  return (await together(lanes)).flat();
}

function failedOf({ of, name }: Pick<RowPut, "of" | "name">, why: FailedWrite["why"]): readonly FailedWrite[] {
  return of.map((index) => ({ index, name, why }));
}

/** Whether DynamoDB says that the very item cannot be: it is over 400 KB, for one. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "ValidationException" || error.name === "TransactionCanceledException";
}

function keyText({ PutRequest }: WriteRequest): string {
  const { pk, sk } = PutRequest?.Item ?? {};
  return `${pk?.S}/${sk?.S}`;
}
