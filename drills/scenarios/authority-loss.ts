import { atLeast, happens, neverHappens } from "../conduct/bounds.ts";
import type { Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * No cell can read who owns what. After eight seconds every lease has ended, and each home is alone with a fifth of
 * each account: it goes on spending that, and nothing else. Nobody takes anything over, since nobody could. When the
 * table answers again, all is as before.
 */
export const authorityLoss: Drill = {
  name: "authority-loss",
  about: "no cell reaches the authority table; homes go on with the share that they keep back",
  claim:
    "No cell reaches the authority table for a minute. No cell takes another's accounts over. Every home goes on " +
    "with payments out of the fifth of each account that it keeps back for this, and answers `limited` above that, " +
    "never with a decline that stands. Once the table answers again everything works as before, and nothing was " +
    "lost.",
  faults: ["authorityLost"],
  async play(stage) {
    const [one, other] = stage.cells;
    await stage.begin();

    const fault = await stage.inject("the authority table is out of reach", { fault: "authorityLost" });
    await stage.pass(60);
    const isolated = stage.goodput(fault.at + 15, fault.at + 55) / stage.goodput(fault.at - 15, fault.at);

    const healedAt = await fault.heal();
    const evacuated = await stage.evacuated(one, 20);
    const otherEvacuated = await stage.evacuated(other, 20);
    const goodputAfterHeal = await goodputAfter(stage, healedAt, fault.at);
    const rested = await stage.rest(300);
    return {
      goodputAfterHeal,
      healedAt,
      bounds: [
        neverHappens(`${one} is evacuated`, evacuated),
        neverHappens(`${other} is evacuated`, otherEvacuated),
        atLeast("goodput while isolated", 100 * isolated, 60, "% of before"),
        atLeast("goodput 40 to 60 s after heal", 100 * goodputAfterHeal, 95, "% of before"),
        happens("nothing is under way in the end", rested),
      ],
    };
  },
};
