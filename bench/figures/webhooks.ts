import { counted, type Bench } from "../figure.ts";
import { latenciesOf, type HooksLoad } from "../webhooks/world.ts";

const LOAD: HooksLoad = { endpoints: 200, hanging: 0, deliveries: 10_000, perSecond: 100, warmUpMs: 20_000 };
const SHARE = 0.05;

/** Webhooks in virtual time: the functions' own code over the local queues, fed as the program's mappings say. */
export const webhooks: Bench = {
  name: "webhooks",
  about: "10,000 deliveries, 5 % of endpoints hanging: how much longer the others wait than where none hangs",
  async run() {
    const without = sorted(await latenciesOf(LOAD, 1));
    const beside = sorted(await latenciesOf({ ...LOAD, hanging: LOAD.endpoints * SHARE }, 1));
    const [calm, hurt] = [quantile(without, 0.99), quantile(beside, 0.99)];
    const details = {
      p99Ms: hurt,
      p99WithoutMs: calm,
      p50Ms: quantile(beside, 0.5),
      p50WithoutMs: quantile(without, 0.5),
      maxMs: beside.at(-1) ?? Number.NaN,
      deliveries: beside.length,
    };
    const figure = "p99 of deliveries beside hanging endpoints";
    return [{ figure, unit: "times that without", bound: { max: 1.2 }, ...counted(hurt / calm), details }];
  },
};

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other);
}

function quantile(values: readonly number[], share: number): number {
  return values[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}
