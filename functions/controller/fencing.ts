import { closeFence, isAbsorbed, openFence, sealFence, type Takeover } from "../domain/fences.ts";
import { FENCE_SHARDS, fenceKey, tallyKey } from "../domain/keys.ts";
import type { LedgerWrite } from "../domain/ledger-write.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { LedgerRows } from "../stores/ledger-rows.ts";

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

/** Writes under way at once. */
const PARALLEL = 16;
const SHARDS = Array.from({ length: FENCE_SHARDS }, (_, shard) => shard);

/** What is done stays done, so it is remembered: an open or a closed row is not looked at again. */
export function createFencing(ledger: Pick<Ledger, "commit">, ledgerRows: LedgerRows): Fencing {
  const opened = new Set<string>();
  const closed = new Set<string>();
  const pending = new Map<string, readonly number[]>();

  /** Whether every write found what it wanted, or somebody who had been there before. */
  async function writeAll(writes: readonly LedgerWrite[], mayAttempt: () => boolean): Promise<boolean> {
    const queue = [...writes];
    let settled = 0;
    const worker = async () => {
      for (let write = queue.shift(); write !== undefined && mayAttempt(); write = queue.shift()) {
        const { outcome } = await ledger.commit([write], mayAttempt);
        if (outcome === "committed" || outcome === "refused") settled += 1;
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return settled === writes.length;
  }

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
      await writeAll(writes, mayAttempt);
      // A row that was opened between the reading and the sealing is found open the next time.
      if (left.length === 0) closed.add(nameOf(takeover));
      return left.length === 0;
    },
    async retire(takeover, mayAttempt) {
      if (closed.has(nameOf(takeover))) return true;
      const states = await statesOf(takeover);
      const left = SHARDS.filter((shard) => states[shard] === "open");
      const writes = left.map((shard) => closeFence(takeover, shard));
      if (await writeAll(writes, mayAttempt)) closed.add(nameOf(takeover));
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

function nameOf({ standIn, home, epoch }: Takeover): string {
  return `${standIn}#${home}#${epoch}`;
}
