import { ScanCommand, type DynamoDBClient, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import { fromItem } from "../domain/entries.ts";
import { homeOf, type CellName } from "../domain/ids.ts";
import { paymentPartition, payoutOutcomeKey } from "../domain/keys.ts";
import type { Item } from "../domain/ledger-write.ts";
import { assemblePayment, type PaymentView } from "../domain/payment-view.ts";
import { endFrom, isPayout } from "../domain/payouts.ts";
import { viewsFreshness } from "../domain/projection-lag.ts";
import type { KnownPayment } from "../domain/reports/report.ts";
import { REPORTED_ATTRIBUTES, vaultRecordOf } from "../domain/reports/vault-records.ts";
import { listedIn, listedTenants, paymentsPartition, type Listed } from "../domain/view-keys.ts";
import type { Clock, Random } from "./clock.ts";
import { CANARY_TENANT } from "./control.ts";
import { decodeItem } from "./item-codec.ts";
import type { Ledger } from "./ledger.ts";
import { reading } from "./reading.ts";
import { together } from "./together.ts";
import type { GenerationStore } from "./view-generations.ts";
import type { Views } from "./views.ts";

/** What a vault has for reports. */
export type VaultRecord = NonNullable<ReturnType<typeof vaultRecordOf>>;

/** What reports are made from; everything is read page by page and kept by nobody. */
export interface ReportSource {
  /** Every payment that the views know; of these homes' payouts also how they ended. */
  payments(endsOf: readonly CellName[]): AsyncIterable<KnownPayment>;
  /** Looks and screenings, of every vault that is read here. */
  vault(): AsyncIterable<VaultRecord>;
  /** Up to when the views are complete, milliseconds since the epoch. */
  asOf(): Promise<number>;
}

/** Where reports' sources are. */
export interface ReportTables {
  readonly client: Pick<DynamoDBClient, "send">;
  readonly viewsTable: string;
  readonly generations: Pick<GenerationStore, "current">;
  readonly views: Pick<Views, "marks">;
  readonly ledger: Pick<Ledger, "getMany" | "partition">;
  /** Every cell that may have written about a payment. */
  readonly cells: () => Promise<readonly CellName[]>;
  readonly vaults: readonly { readonly client: Pick<DynamoDBClient, "send">; readonly table: string }[];
}

/** The sources of reports: one cell's views, its replica of the ledger, and the vaults of the cells covered. */
export function createReportSource(tables: ReportTables, clock: Clock, random: Random): ReportSource {
  const { client, viewsTable, generations, views, vaults } = tables;
  const { written, withEnds } = paymentsIn(tables);

  async function* scan(from: Pick<DynamoDBClient, "send">, input: ScanCommandInput): AsyncGenerator<readonly Item[]> {
    let start: ScanCommandInput["ExclusiveStartKey"];
    do {
      const command = new ScanCommand(start === undefined ? input : { ...input, ExclusiveStartKey: start });
      const page = await reading((options) => from.send(command, options), clock, random);
      yield (page.Items ?? []).map(decodeItem);
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }

  return {
    async *payments(endsOf) {
      const { serving } = await generations.current();
      const prefix = `${serving}#`;
      const input = {
        TableName: viewsTable,
        ConsistentRead: true,
        FilterExpression: "begins_with(pk, :tenants) AND begins_with(sk, :payments)",
        ExpressionAttributeValues: { ":tenants": { S: prefix + listedTenants }, ":payments": { S: "pay#" } },
        ProjectionExpression: "pk, sk",
      };
      for await (const rows of scan(client, input)) {
        for await (const payments of written(rows.flatMap((row) => listedRow(row, prefix)))) {
          yield* await withEnds(payments, endsOf);
        }
      }
    },
    async *vault() {
      for (const { client: from, table } of vaults) {
        const names = Object.fromEntries(REPORTED_ATTRIBUTES.map((name) => [`#${name}`, name]));
        const input = {
          TableName: table,
          ConsistentRead: true,
          Select: "SPECIFIC_ATTRIBUTES" as const,
          // Whom payouts pay stays where it is.
          ProjectionExpression: Object.keys(names).join(", "),
          ExpressionAttributeNames: names,
        };
        for await (const items of scan(from, input)) yield* items.flatMap(recordIn);
      }
    },
    asOf: async () => viewsFreshness(await views.marks(), clock.now()).asOf,
  };
}

/** Payments as the ledger has them. */
function paymentsIn({ ledger, cells }: Pick<ReportTables, "ledger" | "cells">) {
  async function withEnds(
    payments: readonly KnownPayment[],
    homes: readonly CellName[],
  ): Promise<readonly KnownPayment[]> {
    const ended = payments.filter(({ id, view }) => homes.includes(homeOf(id)) && isPayout(view.payment));
    if (ended.length === 0) return payments;
    const items = await ledger.getMany(ended.map(({ id }) => payoutOutcomeKey(homeOf(id), id)));
    const ends = new Map(ended.map(({ id }, index) => [id, endFrom(items[index])]));
    return payments.map((payment) => {
      const end = ends.get(payment.id);
      return end === undefined ? payment : { ...payment, end };
    });
  }

  /** What every cell has written about payments that a page of the views lists, so many of them at once. */
  async function* written(rows: readonly ListedRow[]): AsyncGenerator<readonly KnownPayment[]> {
    const writers = await cells();
    for (let start = 0; start < rows.length; start += TOGETHER) {
      const known = await together(
        rows.slice(start, start + TOGETHER).map(async ({ partition, at, payment }) => {
          const items = await together(writers.map((cell) => ledger.partition(paymentPartition(cell, payment))));
          const entries = new Map(writers.map((cell, index) => [cell, (items[index] ?? []).map(entryOf)]));
          const view = assemblePayment(payment, entries);
          return isReported(view, partition, at) ? [{ id: payment, entries, view }] : [];
        }),
      );
      yield known.flat();
    }
  }

  return { written, withEnds };
}

/** Payments are read so many at once. */
const TOGETHER = 20;

function entryOf({ item }: { readonly item: Item }) {
  return fromItem(item);
}

/** A payment as a tenant's listing has it. */
interface ListedRow extends Listed {
  readonly partition: string;
}

function listedRow({ pk, sk, ...item }: Item, prefix: string): readonly ListedRow[] {
  if (typeof pk !== "string" || typeof sk !== "string") return [];
  const listed = listedIn({ sk, item });
  return listed === undefined ? [] : [{ ...listed, partition: pk.slice(prefix.length) }];
}

/** A payment is listed for its payee's tenant, too, and where two cells took it at different times: it counts once. */
function isReported(view: PaymentView | undefined, partition: string, listedAt: bigint): view is PaymentView {
  if (view === undefined) return false;
  const { id, tenant, at } = view.payment;
  // What a cell pays itself to see whether it can is nobody's money.
  return tenant !== CANARY_TENANT && at === listedAt && partition === paymentsPartition(tenant, id);
}

function recordIn({ pk, sk, ...item }: Item): readonly VaultRecord[] {
  if (typeof pk !== "string" || typeof sk !== "string") return [];
  const record = vaultRecordOf({ pk, sk }, item);
  return record === undefined ? [] : [record];
}
