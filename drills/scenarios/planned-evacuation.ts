import { atLeast, atMost, happens, none, since } from "../conduct/bounds.ts";
import { defined, type Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * An operator moves a healthy cell's accounts away and back, as before maintenance. Nothing is broken, so nothing is
 * unreplicated: there is no tail and no overdraft, and the accounts pause for the guard alone.
 */
export const plannedEvacuation: Drill = {
  name: "planned-evacuation",
  about: "an operator moves a healthy cell's accounts away and back",
  claim:
    "An operator moves the accounts of a healthy cell to the other one and brings them home again, under load. " +
    "They pause for the guard of ten seconds and no longer than 20; nothing is unreplicated, nobody is overdrawn, " +
    "nobody is charged twice, and 20 seconds after the home was asked for it serves itself.",
  faults: [],
  async play(stage) {
    const [moved] = stage.cells;
    await stage.begin();

    const asked = await stage.evacuate(moved);
    const evacuated = await stage.evacuated(moved, 10);
    const routed = await stage.routed(moved, 30);
    const paid = await stage.firstPayment(moved, asked, 60);
    await stage.pass(20);

    const back = await stage.sendHome(moved);
    const home = await stage.home(moved, 60);
    const goodputAfterHeal = await goodputAfter(stage, back, asked);
    const rested = await stage.rest(300);

    const rtoSeconds = since(asked, paid);
    return {
      ...defined({ rtoSeconds, routingSeconds: since(evacuated, routed) }),
      goodputAfterHeal,
      healedAt: home ?? back,
      bounds: [
        atMost("command to first payment at the stand-in", rtoSeconds, 20),
        atMost("failback", since(back, home), 20),
        atLeast("goodput 40 to 60 s after it", 100 * goodputAfterHeal, 95, "% of before"),
        happens("nothing is under way in the end", rested),
      ],
      counted: ({ tail, overdrawn }) => [none("unreplicated tail", tail), none("accounts overdrawn", overdrawn)],
    };
  },
};
