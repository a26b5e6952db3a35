import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conduct, type Drill } from "../../../../drills/conduct/drill.ts";
import type { Measurement } from "../../../../drills/report/measurement.ts";
import { reportPage } from "../../../../drills/report/page.ts";
import { consumerDown, downConsumers } from "../../../../drills/scenarios/consumer-down.ts";
import { createLocalTarget } from "../../../../drills/targets/local.ts";
import type { Target } from "../../../../drills/targets/target.ts";

const SEED = 5;
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

const play = (drill: Drill, target: Target) => conduct(drill, target, { seed: SEED, commit: "test", tell: () => {} });
const missed = ({ bounds }: Measurement) => bounds.filter(({ kept }) => !kept).map(({ name }) => name);
const broken = ({ verdicts }: Measurement) => verdicts.filter(({ faults }) => faults.length > 0);

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

describe("a drill of a consumer that is down", () => {
  const [projector, , ...others] = downConsumers;
  const FIVE_MINUTES = 300;

  async function playOn(row: (typeof downConsumers)[number] | undefined, spoil: (target: Target) => Target) {
    if (row === undefined) throw new Error("There is no such consumer.");
    const target = await createLocalTarget({ seed: SEED, cells: 2, watched: row.consumer });
    try {
      return await play(consumerDown(row, FIVE_MINUTES), spoil(target));
    } finally {
      await target.close();
    }
  }

  it("fails where nobody redrives what was given up", async () => {
    const measured = await playOn(projector, (target) => {
      if (target.consumers === undefined) throw new Error("Nobody looks at consumers.");
      return { ...target, consumers: { ...target.consumers, redrive: () => Promise.resolve() } };
    });
    expect(missed(measured)).toEqual([expect.stringMatching(/^dead letters, of \d+ that were redriven/)]);
  }, 180_000);

  it.each(others)(
    "fails where $consumer comes up again too late",
    async (row) => {
      const LATE_MS = 300_000;
      const measured = await playOn(row, (target) => ({
        ...target,
        async begin(fault) {
          const running = await target.begin(fault);
          return { heal: async () => void target.clock.sleep(LATE_MS).then(running.heal) };
        },
      }));
      expect(missed(measured)).toContainEqual(expect.stringMatching(/^caught up with/));
    },
    180_000,
  );

  it("fails where a receiver has not taken what was told, or twice", async () => {
    const row = others.find(({ consumer }) => consumer === "webhooks");
    const measured = await playOn(row, ({ webhooks, ...target }) => ({
      ...target,
      async webhooks() {
        if (webhooks === undefined) throw new Error("Nobody hears of events.");
        const run = await webhooks();
        const heard = run.sent.filter(({ from, url }) => from === "eu" && url === "https://hooks-1.example/events");
        // The first one after the silence is lost, and all others come twice.
        const after = heard.findIndex(
          ({ at }, index) => at - (heard[index - 1]?.at ?? at) > (FIVE_MINUTES / 2) * 1_000,
        );
        const [lost, ...twice] = heard.slice(after);
        if (after < 0) return run;
        return { ...run, sent: [...run.sent.filter((sent) => sent !== lost), ...twice] };
      },
    }));
    expect(missed(measured)).toEqual(["of these never taken", "of these taken more than once"]);
  }, 180_000);

  it("fails where an archive lacks an object of that time", async () => {
    const row = others.find(({ consumer }) => consumer === "archive");
    const measured = await playOn(row, ({ archives, ...target }) => ({
      ...target,
      async archives() {
        if (archives === undefined) throw new Error("There are no archives.");
        const run = await archives();
        const lacking = run.archives.map((archive) => {
          const { cell, objects } = archive;
          return cell === "eu" ? { ...archive, objects: objects.filter((_, index) => index !== 4) } : archive;
        });
        return { ...run, archives: lacking };
      },
    }));
    expect(missed(measured)).toEqual(["changes of that hour that nothing has sealed"]);
    const lacks = ["archive-chain-whole", "archive-has-every-change", "archive-rebuilds-ledger"];
    expect(broken(measured).map(({ name }) => name)).toEqual(lacks);
  }, 180_000);

  it("fails where a line of a file names another payment than its own", async () => {
    const row = others.find(({ consumer }) => consumer === "uploads");
    const measured = await playOn(row, (target) => {
      let spoilt: string | undefined;
      return {
        ...target,
        async send(call, timeoutMs) {
          const answer = await target.send(call, timeoutMs);
          if (answer === undefined || !call.path.endsWith("/lines") || (spoilt ??= call.path) !== call.path)
            return answer;
          return { ...answer, body: { ...answer.body, data: [{ status: "completed", payment: "pay_eu_0" }] } };
        },
      };
    });
    expect(missed(measured)).toContain("payments from the files' accounts that no line names");
  }, 180_000);

  it("fails where a report is kept otherwise than it would have been", async () => {
    const row = others.find(({ consumer }) => consumer === "reports");
    const measured = await playOn(row, ({ reports, ...target }) => ({
      ...target,
      async reports(cell, month) {
        if (reports === undefined) throw new Error("Nobody makes reports.");
        const { asked, kept } = await reports(cell, month);
        const [[key = "", text = ""] = []] = asked;
        return { asked, kept: new Map([...kept, [key, text.replace(/\d/, "x")]]) };
      },
    }));
    expect(missed(measured)).toEqual([
      "none of these is kept",
      "kept otherwise than they would have been when they were due",
    ]);
  }, 180_000);

  it("is refused where nobody can look at consumers", async () => {
    const target = await createLocalTarget({ seed: SEED, cells: 2 });
    const refused = play(consumerDown(projector ?? expect.fail()), target);
    await expect(refused).rejects.toThrow("cannot bring consumerDown about");
    await target.close();
  });
});
