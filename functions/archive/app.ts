import { countersignedText, follows } from "../domain/archive-roots.ts";
import type { CellName } from "../domain/ids.ts";
import type { ArchiveBucket } from "../stores/archive-bucket.ts";
import type { ArchiveLedger } from "../stores/archive-ledger.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import { faultFields, type Log } from "../stores/log.ts";
import type { Signer } from "../stores/signer.ts";
import { createSealing } from "./sealing.ts";

/** What the archive's keeper reads and writes. */
export interface Stores {
  readonly bucket: ArchiveBucket;
  readonly ledger: ArchiveLedger;
  readonly control: Pick<Control, "cells">;
  readonly signer: Signer;
  readonly log: Log;
}

/** Seals what has come to a cell's archive, and countersigns what other cells have sealed. */
export interface Archive {
  /** Does both as far as it can. Throws in the end where something was not as it has to be. */
  run(): Promise<void>;
  /** How many objects were sealed. */
  seal(): Promise<number>;
  /** How many roots of other cells were countersigned. Throws where one does not follow the one before. */
  countersign(): Promise<number>;
}

/** Makes the keeper of a cell's archive; running two at once seals nothing twice. */
export function createApp({ cell }: { readonly cell: CellName }, stores: Stores, clock: Clock): Archive {
  const { ledger, control, signer, log } = stores;
  const sealing = createSealing(cell, stores, clock);

  /** Signs, one after the other, the roots of another cell that have come here; a gap is waited for. */
  async function countersignFor(other: CellName): Promise<number> {
    let last: Parameters<typeof follows>[1] = await ledger.lastCountersignature(cell, other);
    let signed = 0;
    for (const root of await ledger.rootsFrom(other, (last?.sequence ?? 0) + 1)) {
      // Items replicate in no order: what comes before this one is on its way.
      if (root.sequence !== (last?.sequence ?? 0) + 1) break;
      if (!follows(root, last)) throw new Error(`Root ${root.sequence} of ${other} does not follow the one before.`);
      const { signature, key } = await signer.sign(countersignedText(root));
      await ledger.putCountersignature({ ...root, signer: cell, signature, key });
      last = root;
      signed += 1;
    }
    return signed;
  }

  async function countersign(): Promise<number> {
    const others = (await control.cells()).filter((other) => other !== cell);
    let signed = 0;
    for (const other of others) signed += await countersignFor(other);
    return signed;
  }

  return {
    seal: sealing.seal,
    countersign,
    async run() {
      const outcomes = await Promise.allSettled([sealing.seal(), countersign()]);
      const [sealed, countersigned] = outcomes.map((one) => (one.status === "fulfilled" ? one.value : undefined));
      log("info", "archived", { sealed, countersigned });
      for (const outcome of outcomes) {
        if (outcome.status === "fulfilled") continue;
        log("error", "the archive is not as it has to be", faultFields(outcome.reason));
        throw outcome.reason;
      }
    },
  };
}
