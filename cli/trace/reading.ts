import { paymentPartition } from "../../functions/domain/keys.ts";
import { fromItem, type Entry, type PaymentEntry } from "../../functions/domain/entries.ts";
import { homeOf, parseCellName, type CellName, type PaymentId } from "../../functions/domain/ids.ts";
import { parseTraceparent, xrayTraceId } from "../../functions/domain/traces.ts";
import { createLedger, type KeyedItem } from "../../functions/stores/ledger.ts";
import { UserError } from "../../local/core/errors.ts";
import type { Aws } from "../aws.ts";
import type { CliContext } from "../context.ts";
import type { CellPlace, Deployment } from "../deployment.ts";
import type { Send } from "../doctor/signed-request.ts";
import { stepsOf, type RegionalDocument, type TraceStep } from "./steps.ts";

/** What a payment's traces are read with. */
export interface TraceReading {
  readonly aws: Pick<Aws, "dynamodb">;
  readonly send: Send;
  readonly deployment: Deployment;
  readonly context: Pick<CliContext, "clock" | "random">;
}

/** One trace of a payment: that of the request, or of one about it. */
export interface PaymentTrace {
  /** In X-Ray's form. */
  readonly id: string;
  /** What of the journal was written in it, by its keys. */
  readonly wrote: readonly string[];
  readonly steps: readonly TraceStep[];
  /** Some steps are missing: a region's X-Ray had more of them than it keeps of one trace. */
  readonly isCut: boolean;
}

/** A payment with everything that was recorded of its way. */
export interface TracedPayment {
  readonly payment: PaymentEntry;
  readonly traces: readonly PaymentTrace[];
  /** Regions whose X-Ray did not answer, and why. */
  readonly silent: readonly { readonly region: string; readonly why: string }[];
}

/**
 * Reads a payment's traces: the journal names them, and every cell's X-Ray has the steps that were done there. Throws
 * `UserError` where no cell knows the payment.
 */
export async function readTraces(id: PaymentId, reading: TraceReading): Promise<TracedPayment> {
  const entries = await journalOf(id, reading);
  const payments = entries.flatMap(({ entry }) => (entry.kind === "payment" ? [entry] : []));
  const payment = payments.find(({ origin }) => origin === undefined) ?? payments[0];
  if (payment === undefined) throw new UserError(`No cell knows a payment ${id}.`);
  const wrote = new Map<string, string[]>();
  for (const { entry, key } of entries) {
    const place = parseTraceparent(entry.traceparent);
    if (place === undefined) continue;
    const trace = xrayTraceId(place.trace);
    wrote.set(trace, [...(wrote.get(trace) ?? []), `${key.pk} ${key.sk}`]);
  }
  const documents = new Map<string, RegionalDocument[]>([...wrote.keys()].map((trace) => [trace, []]));
  const cut = new Set<string>();
  const silent: { readonly region: string; readonly why: string }[] = [];
  for (const { region } of reading.deployment.cells) {
    try {
      for (const { Id, Segments = [], LimitExceeded } of await tracesIn(region, [...wrote.keys()], reading.send)) {
        for (const { Document: document } of Segments) documents.get(Id)?.push({ region, document });
        if (LimitExceeded === true) cut.add(Id);
      }
    } catch (fault) {
      silent.push({ region, why: fault instanceof Error ? fault.message : String(fault) });
    }
  }
  const traces = [...wrote].map(([trace, keys]) => ({
    id: trace,
    wrote: keys,
    steps: stepsOf(documents.get(trace) ?? []),
    isCut: cut.has(trace),
  }));
  return { payment, traces: traces.toSorted((one, other) => beginOf(one) - beginOf(other)), silent };
}

interface JournalEntry extends Pick<KeyedItem, "key"> {
  readonly entry: Entry;
}

/** Everything that any cell has written about the payment, as the first region that answers has it. */
async function journalOf(id: PaymentId, { aws, deployment, context }: TraceReading): Promise<readonly JournalEntry[]> {
  const home = homeOf(id);
  const nearest = deployment.cells.toSorted((one, other) => Number(other.name === home) - Number(one.name === home));
  let last: unknown;
  for (const { region } of nearest) {
    const ledger = createLedger(aws.dynamodb(region), deployment.ledgerTable, context.clock, context.random);
    try {
      const files = await Promise.all(
        cellsOf(deployment.cells).map((cell) => ledger.partition(paymentPartition(cell, id))),
      );
      return files
        .flat()
        .flatMap(({ key, item }) => (Array.isArray(item["postings"]) ? [{ key, entry: fromItem(item) }] : []));
    } catch (fault) {
      last = fault;
    }
  }
  throw last;
}

function cellsOf(places: readonly CellPlace[]): readonly CellName[] {
  return places.flatMap(({ name }) => {
    const cell = parseCellName(name);
    return cell.ok ? [cell.value] : [];
  });
}

/** X-Ray gives no more at once. */
const TRACES_AT_ONCE = 5;

interface RegionalTrace {
  readonly Id: string;
  readonly LimitExceeded?: boolean;
  readonly Segments?: readonly { readonly Document: string }[];
}

interface Reply {
  readonly Traces?: readonly RegionalTrace[];
  readonly NextToken?: string | null;
}

/** What a region has of these traces, one of them in several pages if need be; of the others it has nothing. */
async function tracesIn(region: string, ids: readonly string[], send: Send): Promise<readonly RegionalTrace[]> {
  const found: RegionalTrace[] = [];
  for (let start = 0; start < ids.length; start += TRACES_AT_ONCE) {
    const TraceIds = ids.slice(start, start + TRACES_AT_ONCE);
    let token: string | undefined;
    do {
      const text = await send({
        service: "xray",
        region,
        host: `xray.${region}.amazonaws.com`,
        method: "POST",
        path: "/Traces",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ TraceIds, ...(token !== undefined && { NextToken: token }) }),
      });
      // X-Ray's own answer. https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html
      const { Traces = [], NextToken } = JSON.parse(text) as Reply;
      found.push(...Traces);
      token = NextToken ?? undefined;
    } while (token !== undefined);
  }
  return found;
}

function beginOf({ steps }: PaymentTrace): number {
  return steps[0]?.startedAt ?? Infinity;
}
