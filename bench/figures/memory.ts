import { itemBytes, parseItem } from "../../local/aws/dynamodb/values.ts";
import { paymentItem } from "../dynamodb/transactions.ts";
import { startLoad, startServed } from "../dynamodb/processes.ts";
import type { Bench, Figure } from "../figure.ts";
import { residentMb } from "../proc.ts";
import { median, spreadOf } from "../rounds.ts";

const ITEMS = 100_000;
const ROUNDS = 3;
const REPLICA = "us-east-1";

/**
 * What 100,000 items add to the memory of the local cloud's process: as the machine counts it, with all garbage that
 * storing them has left, and not as JavaScript counts it after a collection.
 */
export const memory: Bench = {
  name: "memory",
  about: "resident memory that 100,000 ledger items take of the local cloud, in one region and in two",
  async run() {
    if (process.platform !== "linux") return [{ figure: "100,000 items", skipped: "it is read from Linux's /proc" }];
    return [
      await measured("100,000 items with their stream"),
      await measured("the same as a global table of two regions", REPLICA),
    ];
  },
};

async function measured(figure: string, replica?: string): Promise<Figure> {
  const runs: { readonly emptyMb: number; readonly filledMb: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await fill(replica));
  const details = {
    processMb: median(runs.map((run) => run.filledMb)),
    emptyMb: median(runs.map((run) => run.emptyMb)),
    itemBytes: itemBytes(parseItem(paymentItem(ITEMS))),
  };
  const grown = spreadOf(runs.map((run) => run.filledMb - run.emptyMb));
  return { figure, unit: "MB", bound: { max: 200 }, ...grown, details };
}

/** A fresh process each time: memory that was once taken is seldom given back. */
async function fill(replica: string | undefined) {
  const served = await startServed();
  const load = startLoad();
  try {
    const { url } = served;
    const emptyMb = residentMb(served.pid);
    await load.ask({ order: "prepare", url, stream: true, ...(replica !== undefined && { replica }) });
    await load.ask({ order: "fill", url, items: ITEMS, ...(replica !== undefined && { replica }) });
    return { emptyMb, filledMb: residentMb(served.pid) };
  } finally {
    await load.end();
    await served.end();
  }
}
