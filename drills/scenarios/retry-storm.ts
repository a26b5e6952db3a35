import { atLeast, happens, neverHappens } from "../conduct/bounds.ts";
import { impatient } from "../conduct/client.ts";
import type { Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * A cell's database is gone for half a minute, and its clients do what one asks them not to: each of them tries again
 * twenty times a second, ever more of them. When the database is back, the storm must drain by itself: a platform
 * that works off retries more slowly than they come would stay down although nothing is broken any more.
 */
export const retryStorm: Drill = {
  name: "retry-storm",
  about: "clients that never pause storm a cell after its database was gone",
  claim:
    "The database of a cell fails for half a minute, while an operator keeps automation off it, and impatient " +
    "clients try again at once, over and over. When it is back, the storm drains by itself within a minute, " +
    "without an evacuation; every key was charged at most once, and the other cell's customers noticed nothing.",
  faults: ["databaseDown"],
  async play(stage) {
    const [hit] = stage.cells;
    await stage.begin();
    await stage.automation(hit, "forbid");
    stage.behave(impatient);
    await stage.pass(15);

    const fault = await stage.inject(`${hit}'s database fails`, { fault: "databaseDown", cell: hit });
    await stage.pass(30);
    const healedAt = await fault.heal();
    const goodputAfterHeal = await goodputAfter(stage, healedAt, fault.at);
    const evacuated = await stage.evacuated(hit, 1);
    const rested = await stage.rest(300);
    return {
      goodputAfterHeal,
      healedAt,
      bounds: [
        neverHappens("automation evacuates it", evacuated),
        atLeast("goodput 40 to 60 s after heal", 100 * goodputAfterHeal, 95, "% of before"),
        happens("nothing is under way in the end", rested),
      ],
    };
  },
};
