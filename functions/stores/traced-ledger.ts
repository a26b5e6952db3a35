import type { Item, LedgerWrite } from "../domain/ledger-write.ts";
import type { Ledger } from "./ledger.ts";
import type { Segments, Span } from "./segments.ts";

/**
 * A ledger whose every change of a traced entry is a step of that trace. Stored is the step's own place, so that
 * whoever reads the entry from the stream goes on below it.
 */
export function tracedLedger(ledger: Ledger, table: string, segments: Segments): Ledger {
  return {
    ...ledger,
    async commit(asked, mayAttempt) {
      const { writes, span } = tracedWrites(table, asked, segments);
      try {
        const outcome = await ledger.commit(writes, mayAttempt);
        span?.close(outcome.outcome === "unknown" ? "failed" : "done");
        return outcome;
      } catch (fault) {
        span?.close("failed");
        throw fault;
      }
    },
  };
}

interface TracedWrites {
  readonly writes: readonly LedgerWrite[];
  readonly span: Span | undefined;
}

function tracedWrites(table: string, writes: readonly LedgerWrite[], segments: Segments): TracedWrites {
  const first = writes.find((write) => placeIn(write) !== undefined);
  if (first === undefined) return { writes, span: undefined };
  const [cell = "", kind, payment = ""] = first.key.pk.split("#");
  const span = segments.open(placeIn(first), {
    name: "DynamoDB",
    as: "subsegment",
    aws: { operation: "TransactWriteItems", table_name: table },
    annotations: { cell, ...(kind === "pay" && { payment }) },
  });
  if (span === undefined) return { writes, span };
  return { writes: writes.map((write) => below(write, span.traceparent)), span };
}

/** Its tenant is told of it in the trace of what happened. */
function isEvent({ write, key: { pk } }: LedgerWrite): boolean {
  return write === "put" && pk.split("#")[1] === "event";
}

function placeIn(write: LedgerWrite): string | undefined {
  const place = itemOf(write)?.["traceparent"];
  return typeof place === "string" ? place : undefined;
}

function itemOf(write: LedgerWrite): Item | undefined {
  if (write.write === "check") return undefined;
  return write.write === "put" ? write.item : write.set;
}

function below(write: LedgerWrite, traceparent: string): LedgerWrite {
  if (write.write === "check" || (placeIn(write) === undefined && !isEvent(write))) return write;
  if (write.write === "put") return { ...write, item: { ...write.item, traceparent } };
  return { ...write, set: { ...write.set, traceparent } };
}
