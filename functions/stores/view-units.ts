import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { PaymentId } from "../domain/ids.ts";
import type { Item } from "../domain/ledger-write.ts";
import type { EntryRow, ViewWrite } from "../domain/projections.ts";
import {
  entryKey,
  listedEvent,
  monthKey,
  monthOf,
  paymentViewKey,
  tenantPartition,
  toldKey,
  type ViewKey,
} from "../domain/view-keys.ts";
import { decodeItem, encodeItem, encodeKeyedItem } from "./item-codec.ts";

/** What of a batch is written together or not at all, and which of the batch's writes ask for it. */
export type Unit = { readonly of: readonly number[]; readonly name: string } & (
  | { readonly unit: "entry"; readonly row: EntryRow }
  | {
      readonly unit: "part";
      readonly payment: PaymentId;
      readonly part: string;
      readonly image: Item;
      readonly us: bigint;
    }
  | { readonly unit: "event"; readonly write: Extract<ViewWrite, { readonly write: "event" }> }
);

/** One item of a transaction, and the units that stand or fall with it. */
export interface UnitItem {
  readonly units: readonly Unit[];
  readonly item: TransactWriteItem;
  /** Which of its units are through already, by the item that refused them. */
  readonly through: (old: Readonly<Record<string, AttributeValue>> | undefined) => readonly Unit[];
}

/** Names of items of a transaction that units share: a month, or a payment. */
export function sharedRow(unit: Unit): string | undefined {
  if (unit.unit === "entry") return `${unit.row.account}/${monthOf(unit.row.at)}`;
  return unit.unit === "part" ? unit.payment : undefined;
}

/** How many items a unit has of its own; those that it shares come on top, once. */
export function ownItems({ unit }: Unit): number {
  return { entry: 1, part: 0, event: 2 }[unit];
}

/** The units of a batch, each once: of the same payment's part, the newest version. */
export function unitsOf(writes: readonly ViewWrite[]): readonly Unit[] {
  const units = new Map<string, Unit>();
  for (const [index, write] of writes.entries()) {
    const unit = unitOf(write, index);
    if (unit === undefined) continue;
    const known = units.get(unit.name);
    const newer = known?.unit === "part" && unit.unit === "part" && unit.us < known.us ? known : unit;
    units.set(unit.name, { ...newer, of: [...(known?.of ?? []), index] });
  }
  return [...units.values()];
}

function unitOf(write: ViewWrite, index: number): Unit | undefined {
  const of = [index];
  switch (write.write) {
    case "entry":
      return { unit: "entry", name: `entry ${write.row.id}`, of, row: write.row };
    case "part": {
      const { payment, part, image, us } = write;
      return { unit: "part", name: `part ${part} of ${payment}`, of, payment, part, image, us };
    }
    case "event":
      return { unit: "event", name: `event ${write.id}`, of, write };
    case "put":
    case "listing":
    case "opened":
      return undefined;
  }
}

/** Says where rows of a generation stand. */
export type Placing = (key: ViewKey) => ViewKey;

/** The items of one transaction that writes units, each row once; `now` is when they are sent. */
export function itemsOf(units: readonly Unit[], table: string, place: Placing, now: number): readonly UnitItem[] {
  const entries = units.filter((unit) => unit.unit === "entry");
  const parts = units.filter((unit) => unit.unit === "part");
  return [
    ...entries.map((unit) =>
      putOnce(unit, table, place(entryKey(unit.row.account, unit.row.at, unit.row.id)), rowOf(unit.row)),
    ),
    ...grouped(entries).map((of) => countMonth(of, table, place)),
    ...grouped(parts).map((of) => mergeParts(of, table, place)),
    ...units.flatMap((unit) => (unit.unit === "event" ? tellEvent(unit, table, place, now) : [])),
  ];
}

function grouped<Kind extends Unit>(units: readonly Kind[]): readonly (readonly [Kind, ...Kind[]])[] {
  const groups = new Map<string, [Kind, ...Kind[]]>();
  for (const unit of units) {
    const row = sharedRow(unit) ?? "";
    const group = groups.get(row);
    if (group === undefined) groups.set(row, [unit]);
    else group.push(unit);
  }
  return [...groups.values()];
}

function rowOf(row: EntryRow): Item {
  const { account: _, operation, counterparty, ...fields } = row;
  return { ...fields, ...(operation && { operation }), ...(counterparty && { counterparty }) };
}

function putOnce(unit: Unit, TableName: string, key: ViewKey, row: Item): UnitItem {
  const Put = { TableName, Item: encodeKeyedItem(key, row), ConditionExpression: "attribute_not_exists(pk)" };
  return { units: [unit], item: { Put }, through: () => [unit] };
}

/** Nothing is demanded of a month: what is counted is counted because its row was put. */
function countMonth(
  units: readonly [Extract<Unit, { unit: "entry" }>, ...Extract<Unit, { unit: "entry" }>[]],
  TableName: string,
  place: Placing,
): UnitItem {
  const [{ row }] = units;
  const Update = {
    TableName,
    Key: encodeItem({ ...place(monthKey(row.account, monthOf(row.at))) }),
    UpdateExpression: "ADD amount :amount, entries :entries",
    ExpressionAttributeValues: encodeItem({
      ":amount": units.reduce((sum, unit) => sum + unit.row.amount, 0n),
      ":entries": BigInt(units.length),
    }),
  };
  return { units: [], item: { Update }, through: () => [] };
}

/** Every part only over an older version of itself; the row as it is tells which ones are too old. */
function mergeParts(
  units: readonly [Extract<Unit, { unit: "part" }>, ...Extract<Unit, { unit: "part" }>[]],
  TableName: string,
  place: Placing,
): UnitItem {
  const [{ payment }] = units;
  const each = (text: (index: number) => string, between: string) => units.map((_, index) => text(index)).join(between);
  const values = units.map(({ image, us }, index) => ({ [`:v${index}`]: { us, image }, [`:u${index}`]: us }));
  const Update: NonNullable<TransactWriteItem["Update"]> = {
    TableName,
    Key: encodeItem({ ...place(paymentViewKey(payment)) }),
    UpdateExpression: `SET ${each((index) => `#p${index} = :v${index}`, ", ")}`,
    ConditionExpression: each((index) => `(attribute_not_exists(#p${index}) OR #p${index}.us < :u${index})`, " AND "),
    ExpressionAttributeNames: Object.fromEntries(units.map(({ part }, index) => [`#p${index}`, part])),
    ExpressionAttributeValues: encodeItem(Object.assign({}, ...values)),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
  const through = (old: Readonly<Record<string, AttributeValue>> | undefined) => {
    const row = old === undefined ? {} : decodeItem(old);
    return units.filter(({ part, us }) => {
      const there = row[part];
      return typeof there === "object" && "us" in there && typeof there.us === "bigint" && there.us >= us;
    });
  };
  return { units, item: { Update }, through };
}

/** An event is listed as of the moment at which it is sent, so that no page that was read can come before it. */
function tellEvent(unit: Extract<Unit, { unit: "event" }>, TableName: string, place: Placing, now: number) {
  const { id, tenant, item, arrival = now } = unit.write;
  const listed = { pk: tenantPartition(tenant), sk: listedEvent(arrival, id) };
  const told = putOnce(unit, TableName, place(toldKey(id)), { arrival: BigInt(arrival) });
  return [told, { ...putOnce(unit, TableName, place(listed), { ...item, id }), through: () => [] }];
}
