import { ScanCommand, type DynamoDBClient, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import { homeOf, parsePaymentId, type PaymentId } from "../domain/ids.ts";
import { payoutOutcomeKey } from "../domain/keys.ts";
import type { Item } from "../domain/ledger-write.ts";
import { assemblePayment } from "../domain/payment-view.ts";
import { endFrom, isPayout } from "../domain/payouts.ts";
import { viewsFreshness } from "../domain/projection-lag.ts";
import type { KnownPayment } from "../domain/reports/report.ts";
import { REPORTED_ATTRIBUTES, vaultRecordOf } from "../domain/reports/vault-records.ts";
import { paymentViewKey } from "../domain/view-keys.ts";
import type { Clock, Random } from "./clock.ts";
import { CANARY_TENANT } from "./control.ts";
import { decodeItem } from "./item-codec.ts";
import type { LedgerRows } from "./ledger-rows.ts";
import { reading } from "./reading.ts";
import type { GenerationStore } from "./view-generations.ts";
import { entriesIn, type Views } from "./views.ts";

/** What a vault has for reports. */
export type VaultRecord = NonNullable<ReturnType<typeof vaultRecordOf>>;

/** What reports are made from; everything is read page by page and kept by nobody. */
export interface ReportSource {
  /** Every payment that the views know; with `ends`, also how payouts ended. */
  payments(ends: boolean): AsyncIterable<KnownPayment>;
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
  readonly ledger: LedgerRows;
  readonly vaults: readonly { readonly client: Pick<DynamoDBClient, "send">; readonly table: string }[];
}

/** The sources of reports: one cell's views, its replica of the ledger, and the vaults of the cells covered. */
export function createReportSource(tables: ReportTables, clock: Clock, random: Random): ReportSource {
  const { client, viewsTable, generations, views, ledger, vaults } = tables;

  async function* scan(from: Pick<DynamoDBClient, "send">, input: ScanCommandInput): AsyncGenerator<readonly Item[]> {
    let start: ScanCommandInput["ExclusiveStartKey"];
    do {
      const command = new ScanCommand(start === undefined ? input : { ...input, ExclusiveStartKey: start });
      const page = await reading((options) => from.send(command, options), clock, random);
      yield (page.Items ?? []).map(decodeItem);
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }

  async function withEnds(payments: readonly KnownPayment[]): Promise<readonly KnownPayment[]> {
    const ended = payments.filter(({ view }) => view !== undefined && isPayout(view.payment));
    if (ended.length === 0) return payments;
    const items = await ledger.getMany(ended.map(({ id }) => payoutOutcomeKey(homeOf(id), id)));
    const ends = new Map(ended.map(({ id }, index) => [id, endFrom(items[index])]));
    return payments.map((payment) => {
      const end = ends.get(payment.id);
      return end === undefined ? payment : { ...payment, end };
    });
  }

  return {
    async *payments(ends) {
      const { serving } = await generations.current();
      const prefix = `${serving}#pay#`;
      const input = {
        TableName: viewsTable,
        ConsistentRead: true,
        FilterExpression: "begins_with(pk, :payments)",
        ExpressionAttributeValues: { ":payments": { S: prefix } },
      };
      for await (const rows of scan(client, input)) {
        const payments = rows.flatMap((row) => paymentIn(row, prefix));
        yield* ends ? await withEnds(payments) : payments;
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

function paymentIn({ pk, sk, ...row }: Item, prefix: string): readonly KnownPayment[] {
  const id = parsePaymentId(typeof pk === "string" ? pk.slice(prefix.length) : "");
  if (!id.ok || sk !== SORT) return [];
  const entries = entriesIn(row);
  const view = assemblePayment(id.value, entries);
  // What a cell pays itself to see whether it can is nobody's money.
  return view?.payment.tenant === CANARY_TENANT ? [] : [{ id: id.value, entries, view }];
}

// Written by the projector alone, under a key whose sort is the same for all.
const SORT = paymentViewKey("pay_" as PaymentId).sk;

function recordIn({ pk, sk, ...item }: Item): readonly VaultRecord[] {
  if (typeof pk !== "string" || typeof sk !== "string") return [];
  const record = vaultRecordOf({ pk, sk }, item);
  return record === undefined ? [] : [record];
}
