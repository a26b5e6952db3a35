import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Drill } from "../../../../drills/conduct/drill.ts";
import type { Measurement } from "../../../../drills/report/measurement.ts";
import { reportPage } from "../../../../drills/report/page.ts";
import { consumerDown, downConsumers } from "../../../../drills/scenarios/consumer-down.ts";
import { createLocalTarget } from "../../../../drills/targets/local.ts";
import type { Target } from "../../../../drills/targets/target.ts";
import { broken, missed, play, SEED } from "./playing.ts";

/** Ten minutes show the same as an hour. */
const TEN_MINUTES = 600;

interface Expected {
  readonly alarms: readonly string[];
  readonly promised: readonly string[];
  /** Invariants that are looked at besides those of payments and views. */
  readonly checked?: readonly string[];
}

/** What an operator sees, consumer by consumer; and what of the consumer's own is promised. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  "projector-down": {
    alarms: ["prod-eu-projector-errors", "prod-eu-projector-iterator-age", "prod-eu-projector-dlq-not-empty"],
    promised: ["listings say that they are behind", "an account's entries are listed in the order of their booking"],
  },
  "relay-down": {
    alarms: ["prod-eu-relay-dlq-not-empty", "prod-eu-relay-errors", "prod-eu-relay-iterator-age"],
    promised: ["a payment between cells is under way"],
  },
  "credit-inbox-down": {
    alarms: ["prod-eu-credit-inbox-errors", "prod-eu-credit-inbox-behind"],
    promised: [
      "the first payment that could not cross is under way",
      "messages given up while it is down",
      "payments of that hour still under way",
    ],
  },
  "webhooks-down": {
    alarms: ["prod-eu-webhooks-errors", "prod-eu-webhooks-behind"],
    promised: ["messages sent while it is down", "of these never taken", "of these taken more than once"],
    checked: ["webhooks/events-arrive", "webhooks/tells-what-happened", "webhooks/pauses-are-kept"],
  },
  "payouts-down": {
    alarms: ["prod-eu-bank-connector-errors", "prod-eu-payouts-behind"],
    promised: [
      "of these neither processing nor held whole",
      "payouts that the machine had taken up and keeps",
      "payouts of that hour and just before that have not ended",
    ],
    checked: ["payouts-leave-once", "payouts-end-as-banks-say", "payouts-stopped-are-listed"],
  },
  "archive-down": {
    alarms: ["prod-eu-archive-dlq-not-empty"],
    promised: [
      "manifests sealed while it is down",
      "changes of that hour that nothing has sealed",
      "what has sealed them is countersigned by the other cell",
    ],
    checked: ["archive-chain-whole", "archive-has-every-change", "archive-rebuilds-ledger", "archive-countersigned"],
  },
  "uploads-down": {
    alarms: ["prod-eu-batch-runner-errors", "prod-eu-payment-files-behind"],
    promised: [
      "of these not said to be awaited",
      "files of that hour not paid to the end",
      "of these not paid exactly once, as the file says",
    ],
  },
  "reports-down": {
    alarms: ["prod-eu-reports-dlq-not-empty"],
    promised: [
      "of these otherwise than when they were due",
      "reports of that month not kept",
      "kept otherwise than they would have been when they were due",
    ],
  },
};

describe.each<Drill>(downConsumers.map((row) => consumerDown(row, TEN_MINUTES)))("$name: $claim", (drill) => {
  let target: Target;
  let measured: Measurement;
  beforeAll(async () => {
    target = await createLocalTarget({ seed: SEED, cells: 2, ...(drill.watches && { watched: drill.watches }) });
    measured = await play(drill, target);
  }, 180_000);
  afterAll(() => target.close());

  it("keeps every bound", () => {
    expect(missed(measured)).toEqual([]);
    expect(measured.bounds.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...(EXPECTED[drill.name]?.promised ?? [])]),
    );
  });

  it("breaks no invariant, of views neither", () => {
    expect(broken(measured)).toEqual([]);
    const checked = ["views-match-journal", ...(EXPECTED[drill.name]?.checked ?? [])];
    expect(measured.verdicts.map(({ name }) => name)).toEqual(expect.arrayContaining(checked));
    expect(measured.figures).toMatchObject({ lost: 0, doubleCharged: 0, reversed: 0 });
  });

  it("is told of by the alarms that the program declares", () => {
    const rung = (measured.alarms ?? []).map(({ name }) => name);
    expect(rung.toSorted()).toEqual((EXPECTED[drill.name]?.alarms ?? []).toSorted());
    for (const { overAt = 0 } of measured.alarms ?? []) expect(overAt).toBeGreaterThan(TEN_MINUTES);
  });

  it("shows in its report how far behind the consumer was, and which alarms rang", () => {
    const page = reportPage(measured);
    expect(page).toContain(">Passed<");
    expect(page).not.toMatch(/NaN|undefined/);
    for (const title of ["Behind", "Backlog", "Payments between cells under way", "Alarms"]) {
      expect(page).toContain(title);
    }
    const [behind] = measured.timeline.consumer?.behind ?? [];
    expect(Math.max(...(behind?.points ?? []).map(([, seconds]) => seconds))).toBeGreaterThan(0.9 * TEN_MINUTES);
    for (const { name } of measured.alarms ?? []) expect(page).toContain(name);
  });
});
