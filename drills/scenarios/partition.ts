import { atLeast, atMost, happens, neverHappens, since } from "../conduct/bounds.ts";
import type { Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * Two regions cannot reach one another, and both have customers. Neither is down, so neither is evacuated: each goes
 * on serving its own accounts, payments to the other side wait in clearing, and all of it arrives after heal.
 */
export const partition: Drill = {
  name: "partition",
  about: "two regions do not reach one another while both take traffic",
  claim:
    "Two regions lose one another for a minute while both take traffic. Each goes on with its own accounts as " +
    "before; automation evacuates neither, since both are well. What is paid from one to the other waits in the " +
    "clearing rows and has arrived, and the rows are even, soon after they find one another again.",
  faults: ["partition"],
  async play(stage) {
    const [one, other] = stage.cells;
    await stage.begin();

    const fault = await stage.inject(`${one} and ${other} are apart`, { fault: "partition", cell: one, other });
    const evacuated = await stage.evacuated(one, 30);
    const otherEvacuated = await stage.evacuated(other, 30);
    const during = stage.goodput(fault.at + 5, fault.at + 55) / stage.goodput(fault.at - 15, fault.at);

    const healedAt = await fault.heal();
    const equal = await stage.replicasEqual(60);
    const goodputAfterHeal = await goodputAfter(stage, healedAt, fault.at);
    const rested = await stage.rest(300);

    return {
      goodputAfterHeal,
      healedAt,
      bounds: [
        neverHappens(`${one} is evacuated`, evacuated),
        neverHappens(`${other} is evacuated`, otherEvacuated),
        atLeast("goodput while they are apart", 100 * during, 95, "% of before"),
        atMost("heal to equal replicas", since(healedAt, equal), 10),
        atLeast("goodput 40 to 60 s after heal", 100 * goodputAfterHeal, 95, "% of before"),
        happens("nothing is under way in the end", rested),
      ],
    };
  },
};
