import type { Measurement } from "../../../../drills/report/measurement.ts";

/** A drill of a minute that went well, with a tail of two payments. */
export function measured(changes: Partial<Measurement> = {}): Measurement {
  const seconds = 60;
  const over = (name: string, value: (second: number) => number) => ({
    name,
    points: Array.from({ length: seconds }, (_, second) => [second, value(second)] as const),
  });
  return {
    drill: "region-loss",
    claim: "A region is lost and nobody is charged twice.",
    target: "local",
    seed: 7,
    commit: "0123abc",
    cells: ["eu", "us"],
    seconds,
    payments: { asked: 1_200, accepted: 1_190, declined: 10 },
    moments: [
      { name: "region lost", at: 20 },
      { name: "detected", at: 33.2 },
      { name: "evacuated", at: 33.5 },
    ],
    timeline: {
      traffic: [over("eu", (second) => (second < 20 ? 10 : 0)), over("us", (second) => (second < 45 ? 10 : 20))],
      errors: [over("no answer", (second) => (second > 20 && second < 34 ? 30 : 0))],
      latency: [over("p50", () => 20), over("p99", (second) => (second > 40 ? 25_000 : 80))],
      lag: [over("eu to us", (second) => (second > 20 && second < 50 ? second - 20 : 0.2))],
      clearing: [over("eu owes us", (second) => 4 * second), over("eu and us together", (second) => second % 3)],
    },
    figures: {
      detectionSeconds: 13.2,
      routingSeconds: 3,
      rtoSeconds: 25.25,
      tail: 2,
      lost: 0,
      doubleCharged: 0,
      overdrawn: 1,
      reversed: 1,
      goodputAfterHeal: 0.995,
    },
    tail: [
      {
        payment: "pay_eu_1",
        account: "acc_eu_1",
        amount: 1_250n,
        currency: "EUR",
        at: 19.9,
        cell: "eu",
        fate: "came back",
      },
      { payment: "pay_eu_2", account: "acc_eu_2", amount: 5n, currency: "JPY", at: 19.95, cell: "eu", fate: "lost" },
    ],
    overdrafts: [{ account: "acc_eu_1", currency: "EUR", below: 300n, tail: 1_250n }],
    reversals: [{ payment: "pay_eu_3", account: "acc_eu_1", amount: 77n, currency: "EUR", origin: "us" }],
    verdicts: [{ name: "one-writer", claim: "No item has two writers.", faults: [] }],
    bounds: [{ name: "detection", wanted: "at most 15 s", measured: "13.2 s", kept: true }],
    ...changes,
  };
}
