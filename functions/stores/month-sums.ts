import { UpdateItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { AccountId } from "../domain/ids.ts";
import { boundsOf, parseMonth, type Month } from "../domain/moments.ts";
import { invariant } from "../domain/result.ts";
import { accountPartition, monthKey, monthOf, timeText } from "../domain/view-keys.ts";
import type { Clock, Random } from "./clock.ts";
import { classify } from "./failures.ts";
import { encodeItem, encodeKey } from "./item-codec.ts";
import { reading } from "./reading.ts";
import { together } from "./together.ts";
import type { RowRange, ViewRow } from "./views.ts";

/** What summing reads and writes by. */
interface Means {
  readonly client: Pick<DynamoDBClient, "send">;
  readonly table: string;
  /** Of the generation that serves: what is read there is kept there. */
  readonly prefix: string;
  query(range: RowRange): Promise<readonly ViewRow[]>;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * So long after its end a month is no longer summed up by everybody for himself. Whatever the projector takes for
 * booked in a month that goes on is there by then; what it finds booked later takes the sum away again.
 */
const SETTLED_MS = 3_600_000n;
/** Sums kept at a time, the oldest first: an account of many years is through after a few questions. */
const KEPT_MAX = 24;

/** What a row says of a month: its sum, where nothing was booked since that was made, and how often something was. */
interface MonthRow {
  readonly amount: bigint | undefined;
  readonly late: bigint;
}

/** What was booked on an account before a month began, minor units. */
export async function sumBefore(account: AccountId, month: Month, means: Means): Promise<bigint> {
  const over = monthOf(BigInt(means.clock.now()) - SETTLED_MS);
  const end = month < over ? month : over;
  // Read before what they sum up: whatever is booked late meanwhile makes keeping fail.
  const rows = await monthRows(account, end, means);
  const first = rows.keys().next().value ?? (await firstMonth(account, end, means));
  const months = first === undefined ? [] : monthsUntil(first, end);
  const open = months.filter((one) => rows.get(one)?.amount === undefined);
  const summed = await sumsOf(account, open, means);
  const kept = open.slice(0, KEPT_MAX).map((one) => {
    return keep(account, one, { amount: summed.get(one) ?? 0n, late: rows.get(one)?.late ?? 0n }, means);
  });
  const rest = end < month ? await entriesBetween(account, end, month, means) : [];
  await together(kept);
  const amounts = [...rows.values()].map(({ amount = 0n }) => amount);
  return [...amounts, ...summed.values(), ...rest.map(amountOf)].reduce((sum, amount) => sum + amount, 0n);
}

async function monthRows(account: AccountId, end: Month, { prefix, query }: Means): Promise<Map<Month, MonthRow>> {
  const { pk, sk } = monthKey(account, end);
  const rows = await query({ pk: `${prefix}${pk}`, from: "month#", to: sk, only: ["amount", "late"] });
  return new Map(
    rows.flatMap(({ sk: name, item: { amount, late } }) => {
      const month = parseMonth(name.slice("month#".length));
      if (!month.ok || month.value >= end) return [];
      const sum = typeof amount === "bigint" ? amount : undefined;
      return [[month.value, { amount: sum, late: typeof late === "bigint" ? late : 0n }] as const];
    }),
  );
}

/** The month of an account's first entry; what is booked in an earlier one later leaves a row of that month. */
async function firstMonth(account: AccountId, end: Month, { prefix, query }: Means): Promise<Month | undefined> {
  const range = { from: "entry#", to: entriesFrom(end), limit: 1, only: [] };
  const [row] = await query({ pk: `${prefix}${accountPartition(account)}`, ...range });
  return row === undefined ? undefined : monthIn(row);
}

/** The sums of some months, those without entries left out; months that follow on each other are read together. */
async function sumsOf(account: AccountId, months: readonly Month[], means: Means): Promise<ReadonlyMap<Month, bigint>> {
  const sums = new Map<Month, bigint>();
  for (const [first, last] of runsOf(months)) {
    for (const row of await entriesBetween(account, first, monthOf(boundsOf(last).to), means)) {
      const month = monthIn(row);
      sums.set(month, (sums.get(month) ?? 0n) + amountOf(row));
    }
  }
  return sums;
}

function monthsUntil(first: Month, end: Month): readonly Month[] {
  const months: Month[] = [];
  for (let month = first; month < end; month = monthOf(boundsOf(month).to)) months.push(month);
  return months;
}

/** The first and the last of months that follow on each other. */
function runsOf(months: readonly Month[]): readonly (readonly [first: Month, last: Month])[] {
  const runs: [Month, Month][] = [];
  for (const month of months) {
    const run = runs.at(-1);
    if (run !== undefined && boundsOf(run[1]).to === boundsOf(month).from) run[1] = month;
    else runs.push([month, month]);
  }
  return runs;
}

function entriesBetween(
  account: AccountId,
  from: Month,
  to: Month,
  { prefix, query }: Means,
): Promise<readonly ViewRow[]> {
  const range = { from: entriesFrom(from), to: entriesFrom(to), only: ["amount"] };
  return query({ pk: `${prefix}${accountPartition(account)}`, ...range });
}

/** Keeps a sum unless something was booked in the month since its row was read. */
async function keep(
  account: AccountId,
  month: Month,
  { amount, late }: { readonly amount: bigint; readonly late: bigint },
  { client, table, prefix, clock, random }: Means,
): Promise<void> {
  const { pk, sk } = monthKey(account, month);
  const command = new UpdateItemCommand({
    TableName: table,
    Key: encodeKey({ pk: `${prefix}${pk}`, sk }),
    UpdateExpression: "SET amount = :amount",
    ConditionExpression: late === 0n ? "attribute_not_exists(late)" : "late = :late",
    ExpressionAttributeValues: encodeItem({ ":amount": amount, ...(late === 0n ? {} : { ":late": late }) }),
  });
  try {
    await reading((options) => client.send(command, options), clock, random);
  } catch (error) {
    // Whoever asks next sums it up again.
    if (classify(error) === "fault") throw error;
  }
}

function entriesFrom(month: Month): string {
  return `entry#${timeText(boundsOf(month).from)}`;
}

function monthIn({ sk }: ViewRow): Month {
  const month = parseMonth(sk.slice("entry#".length, "entry#2027-01".length));
  invariant(month.ok, "an entry's key has its time");
  return month.value;
}

function amountOf({ item: { amount } }: ViewRow): bigint {
  invariant(typeof amount === "bigint", "an entry has an amount");
  return amount;
}
