import { atLeast, atMost, happens, since } from "../conduct/bounds.ts";
import { defined, type Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * While one cell serves another's accounts, the edge loses the store that says so, and sends every request to the
 * home in its account id. The home answers 421 with the cell that serves now; clients ask there. Authority is with
 * the cells: what the edge believes only costs a detour.
 */
export const edgeStoreLoss: Drill = {
  name: "edge-store-loss",
  about: "the edge forgets who serves an evacuated cell; cells send callers on by themselves",
  claim:
    "A cell is evacuated, and then the edge loses the store that tells it so. Its requests go to the home of the " +
    "account again, which names the cell that serves it now, and clients that follow keep paying as before. No " +
    "payment is taken by the wrong cell, and nobody is charged twice.",
  faults: ["edgeStoreLost"],
  async play(stage) {
    const [moved] = stage.cells;
    await stage.begin();

    const asked = await stage.evacuate(moved);
    const evacuated = await stage.evacuated(moved, 10);
    const routed = await stage.routed(moved, 30);
    const paid = await stage.firstPayment(moved, asked, 60);
    await stage.pass(25);

    const fault = await stage.inject("the edge's store is gone", { fault: "edgeStoreLost" });
    await stage.pass(30);
    const during = stage.goodput(fault.at + 5, fault.at + 30) / stage.goodput(fault.at - 15, fault.at);
    const healedAt = await fault.heal();

    await stage.pass(5);
    await stage.sendHome(moved);
    const home = await stage.home(moved, 60);
    const goodputAfterHeal = await goodputAfter(stage, healedAt, asked);
    const rested = await stage.rest(300);
    const rtoSeconds = since(asked, paid);
    return {
      ...defined({ rtoSeconds, routingSeconds: since(evacuated, routed) }),
      goodputAfterHeal,
      healedAt: home ?? healedAt,
      bounds: [
        atMost("command to first payment at the stand-in", rtoSeconds, 20),
        atLeast("goodput without the store", 100 * during, 95, "% of before"),
        happens("the home serves itself again", home),
        atLeast("goodput 40 to 60 s after heal", 100 * goodputAfterHeal, 95, "% of before"),
        happens("nothing is under way in the end", rested),
      ],
    };
  },
};
