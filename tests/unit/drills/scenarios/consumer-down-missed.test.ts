import { describe, expect, it } from "vitest";
import { consumerDown, downConsumers } from "../../../../drills/scenarios/consumer-down.ts";
import { createLocalTarget } from "../../../../drills/targets/local.ts";
import type { Target } from "../../../../drills/targets/target.ts";
import { broken, missed, play, SEED } from "./playing.ts";

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
