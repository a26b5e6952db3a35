import { itemBytes, parseItem } from "../../local/aws/dynamodb/values.ts";
import { paymentItem } from "../dynamodb/transactions.ts";
import { startLoad, startServed } from "../dynamodb/processes.ts";
import type { Bench, Figure } from "../figure.ts";
import { residentMb } from "../proc.ts";
import { median, spreadOf } from "../rounds.ts";

const ITEMS = 100_000;
const ROUNDS = 3;
const REPLICA = "us-east-1";

/** What the local cloud's process holds in memory, as the machine counts it and not as JavaScript does. */
export const memory: Bench = {
  name: "memory",
  about: "resident memory of the local cloud with 100,000 ledger items, in one region and in two",
  async run() {
    return [
      await measured("100,000 items with their stream", undefined, { max: 200 }),
      await measured("the same as a global table of two regions", REPLICA),
    ];
  },
};

async function measured(figure: string, replica?: string, bound?: Figure["bound"]): Promise<Figure> {
  const runs: { readonly emptyMb: number; readonly filledMb: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await fill(replica));
  const emptyMb = median(runs.map((run) => run.emptyMb));
  const grownMb = median(runs.map((run) => run.filledMb - run.emptyMb));
  const details = { emptyMb, grownMb, itemBytes: itemBytes(parseItem(paymentItem(ITEMS))) };
  const spread = spreadOf(runs.map((run) => run.filledMb));
  return { figure, unit: "MB resident", ...(bound && { bound }), ...spread, details };
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
