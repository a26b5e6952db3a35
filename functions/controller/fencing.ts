import { closeFence, isAbsorbed, openFence, sealFence, type Takeover } from "../domain/fences.ts";
import { FENCE_SHARDS, fenceKey, tallyKey } from "../domain/keys.ts";
import type { LedgerWrite } from "../domain/ledger-write.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { LedgerRows } from "../stores/ledger-rows.ts";
import { together } from "../stores/together.ts";

/** The fence rows of takeovers, as controllers of both sides see to them; each call goes on where the last ended. */
export interface Fencing {
  /** Opens every row that is not there yet; a closed one stays closed. True once all are there. */
  open(takeover: Takeover, mayAttempt: () => boolean): Promise<boolean>;
  /** Closes every row, those too that were never opened. True once all are closed. */
  close(takeover: Takeover, mayAttempt: () => boolean): Promise<boolean>;
  /** Closes the rows that are open still, of an epoch that is over whoever served it. True once none is. */
  retire(takeover: Takeover, mayAttempt: () => boolean): Promise<boolean>;
  /** As the home has it: whether all rows are closed and all that they counted is absorbed. */
  absorbed(takeover: Takeover): Promise<boolean>;
}

/** Rows in one transaction: all are under way at once, and few enough that payments seldom stand in its way. */
const BATCH = 32;
const SHARDS = Array.from({ length: FENCE_SHARDS }, (_, shard) => shard);

/** What is done stays done, so it is remembered: an open or a closed row is not looked at again. */
export function createFencing(ledger: Pick<Ledger, "commit">, ledgerRows: LedgerRows): Fencing {
  const opened = new Set<string>();
  const closed = new Set<string>();
  const pending = new Map<string, readonly number[]>();

  async function statesOf({ standIn, home, epoch }: Takeover): Promise<readonly unknown[]> {
    const rows = await ledgerRows.getMany(SHARDS.map((shard) => fenceKey(standIn, home, epoch, shard)));
    return rows.map((row) => row?.["state"]);
  }

  return {
    async open(takeover, mayAttempt) {
      if (opened.has(nameOf(takeover))) return true;
      const states = await statesOf(takeover);
      const missing = SHARDS.filter((shard) => states[shard] === undefined);
      const done = await writeAll(
        ledger,
        missing.map((shard) => openFence(takeover, shard)),
        mayAttempt,
      );
      if (done) opened.add(nameOf(takeover));
      return done;
    },
    async close(takeover, mayAttempt) {
      if (closed.has(nameOf(takeover))) return true;
      const states = await statesOf(takeover);
      const left = SHARDS.filter((shard) => states[shard] !== "closed");
      const writes = left.map((shard) =>
        states[shard] === undefined ? sealFence(takeover, shard) : closeFence(takeover, shard),
      );
      await writeAll(ledger, writes, mayAttempt);
      // A row that was opened between the reading and the sealing is found open the next time.
      if (left.length === 0) closed.add(nameOf(takeover));
      return left.length === 0;
    },
    async retire(takeover, mayAttempt) {
      if (closed.has(nameOf(takeover))) return true;
      const states = await statesOf(takeover);
      const left = SHARDS.filter((shard) => states[shard] === "open");
      const writes = left.map((shard) => closeFence(takeover, shard));
      if (await writeAll(ledger, writes, mayAttempt)) closed.add(nameOf(takeover));
      return closed.has(nameOf(takeover));
    },
    async absorbed(takeover) {
      const { standIn, home, epoch } = takeover;
      const shards = pending.get(nameOf(takeover)) ?? SHARDS;
      const fences = shards.map((shard) => fenceKey(standIn, home, epoch, shard));
      const tallies = shards.map((shard) => tallyKey(home, standIn, epoch, shard));
      const rows = await ledgerRows.getMany([...fences, ...tallies]);
      const left = shards.filter((_, index) => !isAbsorbed(rows[index], rows[shards.length + index]));
      pending.set(nameOf(takeover), left);
      return left.length === 0;
    },
  };
}

type Commit = Pick<Ledger, "commit">;

/** Whether every write found what it wanted, or somebody who had been there before. */
async function writeAll(ledger: Commit, writes: readonly LedgerWrite[], mayAttempt: () => boolean): Promise<boolean> {
  const settled = await together(batchesOf(writes).map((batch) => writeBatch(ledger, batch, mayAttempt)));
  return settled.every(Boolean);
}

/** Rows have nothing to do with one another: what stands in the way of one must not keep the others back. */
async function writeBatch(ledger: Commit, writes: readonly LedgerWrite[], mayAttempt: () => boolean): Promise<boolean> {
  const result = await ledger.commit(writes, mayAttempt);
  if (result.outcome === "committed") return true;
  if (result.outcome === "refused") {
    const refused = new Set(result.refusals.map(({ index }) => index));
    const others = writes.filter((_, index) => !refused.has(index));
    return others.length === 0 || writeBatch(ledger, others, mayAttempt);
  }
  // Whether one whose fate is unknown was written is seen the next time.
  if (result.outcome !== "contention" || writes.length === 1) return false;
  let all = true;
  for (const write of writes) all = (await writeBatch(ledger, [write], mayAttempt)) && all;
  return all;
}

function batchesOf(writes: readonly LedgerWrite[]): readonly (readonly LedgerWrite[])[] {
  const starts = Array.from({ length: Math.ceil(writes.length / BATCH) }, (_, index) => index * BATCH);
  return starts.map((start) => writes.slice(start, start + BATCH));
}

function nameOf({ standIn, home, epoch }: Takeover): string {
  return `${standIn}#${home}#${epoch}`;
}
