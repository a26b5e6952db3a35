import { describe, expect, it } from "vitest";
import type { CommitOutcome, LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import type { Ledger } from "../../../../functions/stores/ledger.ts";
import { createSegments } from "../../../../functions/stores/segments.ts";
import { tracedLedger } from "../../../../functions/stores/traced-ledger.ts";

const at = (span: string, flags = "01") => `00-5759e988bd862e3fe1be46a994272793-${span}-${flags}`;
const payment = { pk: "eu#pay#pay_eu_1", sk: "payment" };

function world(outcome: CommitOutcome | Error = { outcome: "committed" }) {
  const documents: Record<string, unknown>[] = [];
  const written: (readonly LedgerWrite[])[] = [];
  const inner = {
    async commit(writes: readonly LedgerWrite[]) {
      written.push(writes);
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  };
  const segments = createSegments(
    (text) => void documents.push(JSON.parse(text)),
    { now: () => 0 },
    () => 0.5,
  );
  // Nothing but commit is asked for here.
  const ledger = tracedLedger(inner as unknown as Ledger, "prod-ledger", segments);
  return { commit: (writes: readonly LedgerWrite[]) => ledger.commit(writes, () => true), documents, written };
}

const entry = (traceparent?: string): LedgerWrite => ({
  write: "put",
  key: payment,
  item: { kind: "payment", ...(traceparent && { traceparent }) },
});
const debit: LedgerWrite = { write: "update", key: { pk: "eu#acct#a", sk: "balance" }, require: [] };

describe("a change of a traced entry", () => {
  it("is a step of its trace, and the entry keeps the step's own place", async () => {
    const { commit, documents, written } = world();
    await commit([entry(at("53995c3f42cd8ad8")), debit]);
    expect(documents).toMatchObject([
      {
        name: "DynamoDB",
        parent_id: "53995c3f42cd8ad8",
        aws: { operation: "TransactWriteItems", table_name: "prod-ledger" },
        annotations: { cell: "eu", payment: "pay_eu_1" },
      },
    ]);
    expect(written).toEqual([[entry(at("8000000080000000")), debit]]);
  });

  it("that puts a copy in a decline's place keeps it likewise", async () => {
    const { commit, written } = world();
    const copy: LedgerWrite = {
      write: "update",
      key: payment,
      require: [],
      set: { traceparent: at("53995c3f42cd8ad8") },
    };
    await commit([copy]);
    expect(written).toEqual([[{ ...copy, set: { traceparent: at("8000000080000000") } }]]);
  });

  it.each([
    ["an unknown outcome", { outcome: "unknown" } as const],
    ["a fault", new Error("down")],
  ])("is told as failed after %s", async (_, outcome) => {
    const { commit, documents } = world(outcome);
    await commit([entry(at("53995c3f42cd8ad8"))]).catch(() => undefined);
    expect(documents).toMatchObject([{ fault: true }]);
  });

  it("is written as it is where nobody records its trace", async () => {
    const { commit, documents, written } = world();
    for (const writes of [[entry(), debit], [entry(at("53995c3f42cd8ad8", "00"))]]) {
      await commit(writes);
      expect(written.at(-1)).toBe(writes);
    }
    expect(documents).toEqual([]);
  });
});
