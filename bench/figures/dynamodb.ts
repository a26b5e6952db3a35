import { startDynamoDbLocal } from "../../local/judges/dynamodb-local.ts";
import { startMiniStack } from "../../local/judges/ministack.ts";
import { startLoad, startServed, type Load } from "../dynamodb/processes.ts";
import type { Bench, Figure, SkippedFigure } from "../figure.ts";
import { cpuSeconds } from "../proc.ts";
import { median, ratiosOf, spreadOf } from "../rounds.ts";

const ROUNDS = 5;
/** Until then the compilers are still at work, Java's above all. */
const WARM_UPS = 2;
const ROUND_MS = 3_000;
const CONCURRENCY = 16;
/** CPU times are read from Linux's /proc. */
const cpuTold = process.platform === "linux";

/** One implementation under the load of a client of its own. */
interface Contender {
  readonly name: string;
  readonly url: string;
  readonly load: Load;
  /** Transactions a second, round by round. */
  readonly rates: number[];
}

/** How fast the local DynamoDB is, against the implementations that people would use instead. */
export const dynamodb: Bench = {
  name: "dynamodb",
  about: "four-item transactions a second over HTTP, sixteen at a time, against MiniStack and DynamoDB Local",
  async run() {
    const served = await startServed();
    const judges = await Promise.all([startMiniStack(), startDynamoDbLocal()]);
    const running = judges.filter((judge) => "url" in judge);
    const contenders = [{ name: "local", url: served.url }, ...running].map(enter);
    try {
      for (const { load, url } of contenders) await load.ask({ order: "prepare", url });
      const cpuUs: number[] = [];
      for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
        for (const contender of contenders) await measure(contender, round >= 0, served.pid, cpuUs);
      }
      return figuresOf(contenders, judges, cpuUs);
    } finally {
      await Promise.all(contenders.map(({ load }) => load.end()));
      await Promise.all([served.end(), ...running.map((judge) => judge.stop())]);
    }
  },
};

function enter({ name, url }: { readonly name: string; readonly url: string }): Contender {
  return { name, url, load: startLoad(), rates: [] };
}

/** One after the other, so that nobody competes for the processors with anybody else. */
async function measure({ name, url, load, rates }: Contender, counts: boolean, pid: number, cpuUs: number[]) {
  const before = cpuTold ? cpuSeconds(pid) : 0;
  const { count, ms } = await load.ask({ order: "transact", url, concurrency: CONCURRENCY, ms: ROUND_MS });
  if (!counts) return;
  rates.push((count * 1_000) / ms);
  if (cpuTold && name === "local") cpuUs.push(((cpuSeconds(pid) - before) * 1e6) / count);
}

function figuresOf(
  contenders: readonly Contender[],
  judges: readonly ({ readonly name: string } | { readonly name: string; readonly skipped: string })[],
  cpuUs: readonly number[],
): readonly (Figure | SkippedFigure)[] {
  const local = contenders[0]?.rates ?? [];
  const details = cpuTold ? { serverCpuUs: median(cpuUs) } : {};
  return [
    { figure: "transactions", unit: "a second", ...spreadOf(local), details },
    ...judges.map((judge) => {
      const figure = `local / ${judge.name}`;
      if ("skipped" in judge) return { figure, skipped: judge.skipped };
      const rates = contenders.find(({ name }) => name === judge.name)?.rates ?? [];
      const pairs = local.map((a, round) => ({ a, b: rates[round] ?? 0 }));
      return { figure, unit: "ratio", bound: { min: 1 }, ...ratiosOf(pairs), details: rateDetails(local, rates) };
    }),
  ];
}

function rateDetails(local: readonly number[], theirs: readonly number[]): Readonly<Record<string, number>> {
  return { localPerSecond: median(local), theirsPerSecond: median(theirs) };
}
