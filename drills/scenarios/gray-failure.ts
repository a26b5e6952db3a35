import { atLeast, atMost, happens, neverHappens, since } from "../conduct/bounds.ts";
import { defined, type Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * A tenth of what a cell asks of its database fails, and a tenth of its answers: too little to be down, too much to
 * be well. Retries with the same key carry the customers through. The signs call the cell degraded, which is for an
 * operator to judge; automation does not move it, because half a fault must not set off a whole evacuation.
 */
export const grayFailure: Drill = {
  name: "gray-failure",
  about: "a tenth of a cell's calls fails; an operator judges and evacuates",
  claim:
    "A tenth of a cell's calls fails, of its database and of its API. Within five minutes the cell is called " +
    "degraded, but not down, and automation leaves it alone. Clients' retries keep payments going without charging " +
    "anybody twice. An operator moves the cell's accounts away, and brings them home after the repair.",
  faults: ["gray"],
  async play(stage) {
    const [sick] = stage.cells;
    await stage.begin();

    const fault = await stage.inject(`a tenth of ${sick}'s calls fails`, {
      fault: "gray",
      cell: sick,
      share: 0.1,
    });
    const detected = await stage.degraded(sick, 300);
    const evacuatedAlone = await stage.evacuated(sick, 30);
    const until = stage.mark("operator has seen enough");
    const during = stage.goodput(fault.at + 5, until) / stage.goodput(fault.at - 15, fault.at);
    if (evacuatedAlone === undefined) await stage.evacuate(sick);
    const paid = await stage.firstPayment(sick, until, 60);

    const healedAt = await fault.heal();
    const recovered = await stage.recovered(sick, 60);
    await stage.sendHome(sick);
    const home = await stage.home(sick, 60);
    const goodputAfterHeal = await goodputAfter(stage, healedAt, fault.at);
    const rested = await stage.rest(300);

    const detectionSeconds = since(fault.at, detected);
    return {
      ...defined({ detectionSeconds, rtoSeconds: since(until, paid) }),
      goodputAfterHeal,
      healedAt: home ?? healedAt,
      bounds: [
        atMost("fault to degraded", detectionSeconds, 300),
        neverHappens("automation evacuates it", evacuatedAlone),
        atLeast("goodput while it fails", 100 * during, 90, "% of before"),
        happens("the cell beats and answers again", recovered),
        happens("the home serves itself again", home),
        atLeast("goodput 40 to 60 s after heal", 100 * goodputAfterHeal, 95, "% of before"),
        happens("nothing is under way in the end", rested),
      ],
    };
  },
};
