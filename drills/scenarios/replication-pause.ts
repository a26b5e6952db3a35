import { atLeast, atMost, happens, since } from "../conduct/bounds.ts";
import { defined, type Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * Nothing replicates any more, unnoticed, and in the midst of that an operator evacuates a cell. The stand-in cannot
 * see what the home did last: that is the tail, and it can be long. It spends at most 80 % of what it knows, so that
 * what it does not know is covered as far as may be. A failback asked for too early ends where it began; after heal
 * it works.
 */
export const replicationPause: Drill = {
  name: "replication-pause",
  about: "nothing replicates for a minute, and an operator evacuates a cell in the midst of it",
  claim:
    "Replication stands still for a while, and an operator evacuates a cell in the midst of it. The stand-in " +
    "serves what it knows of; what it cannot know is listed as the tail. A failback that is asked for meanwhile " +
    "takes nothing away: the stand-in takes up again after 30 seconds. Once replication goes on, all of it is " +
    "absorbed, no account is overdrawn beyond its part of the tail, and the cell comes home.",
  faults: ["replicationPaused"],
  async play(stage) {
    const [moved] = stage.cells;
    await stage.begin();

    const fault = await stage.inject("replication stands still", { fault: "replicationPaused", cell: moved });
    await stage.pass(30);
    const asked = await stage.evacuate(moved);
    const evacuated = await stage.evacuated(moved, 10);
    const routed = await stage.routed(moved, 30);
    const paid = await stage.firstPayment(moved, asked, 60);
    await stage.pass(15);
    await stage.sendHome(moved);
    const inVain = await stage.takenUpAgain(moved, 60);
    await stage.pass(20);

    const healedAt = await fault.heal();
    const equal = await stage.replicasEqual(60);
    await stage.sendHome(moved);
    const home = await stage.home(moved, 90);
    const goodputAfterHeal = await goodputAfter(stage, healedAt, fault.at);
    const rested = await stage.rest(300);

    const rtoSeconds = since(asked, paid);
    return {
      ...defined({ rtoSeconds, routingSeconds: since(evacuated, routed) }),
      goodputAfterHeal,
      healedAt: home ?? healedAt,
      bounds: [
        atMost("command to first payment at the stand-in", rtoSeconds, 30),
        happens("a failback that cannot end is given up", inVain),
        atMost("heal to equal replicas", since(healedAt, equal), 10),
        happens("the home serves itself again", home),
        atLeast("goodput 40 to 60 s after heal", 100 * goodputAfterHeal, 95, "% of before"),
        happens("nothing is under way in the end", rested),
      ],
    };
  },
};
