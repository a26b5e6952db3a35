import { atLeast, atMost, happens, since } from "../conduct/bounds.ts";
import { defined, type Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * A region is gone in the middle of its work, with everything that it had not replicated. Probes and beats say so
 * within 15 seconds, automation gives its accounts to the other cell within two more, and 30 seconds after the loss
 * the first of them pays again. Nobody is charged twice. What the lost region had acknowledged and no other one had
 * is listed payment by payment, comes back with the region, and is the most by which any account ends below its
 * limit.
 */
export const regionLoss: Drill = {
  name: "region-loss",
  about: "a region is gone, with what it had not replicated; automation evacuates it",
  claim:
    "A region is lost with everything it had not replicated. Automation notices within 15 seconds, moves its " +
    "accounts within 2 more, and 30 seconds after the loss they pay again. What was lost for the time being is " +
    "listed payment by payment and comes back with the region; nobody is charged twice, and no account is " +
    "overdrawn beyond its part of that list.",
  faults: ["regionLost"],
  async play(stage) {
    const [lost] = stage.cells;
    await stage.begin();

    const fault = await stage.inject(`${lost} is lost`, { fault: "regionLost", cell: lost });
    const detected = await stage.detected(lost, 60);
    const evacuated = await stage.evacuated(lost, 60);
    const routed = await stage.routed(lost, 60);
    const paid = await stage.firstPayment(lost, fault.at, 90);
    await stage.pass(30);

    const healedAt = await fault.heal();
    const equal = await stage.replicasEqual(60);
    const recovered = await stage.recovered(lost, 60);
    await stage.sendHome(lost);
    const home = await stage.home(lost, 60);
    const goodputAfterHeal = await goodputAfter(stage, healedAt, fault.at);
    const rested = await stage.rest(300);

    const detectionSeconds = since(fault.at, detected);
    const rtoSeconds = since(fault.at, paid);
    const routingSeconds = since(evacuated, routed);
    return {
      ...defined({ detectionSeconds, rtoSeconds, routingSeconds }),
      goodputAfterHeal,
      healedAt,
      bounds: [
        atMost("loss to detection", detectionSeconds, 15),
        atMost("detection to change of authority", since(detected, evacuated), 2),
        atMost("loss to first payment", rtoSeconds, 30),
        atMost("heal to equal replicas", since(healedAt, equal), 10),
        atLeast("goodput 40 to 60 s after heal", 100 * goodputAfterHeal, 95, "% of before"),
        happens("the cell beats and answers again", recovered),
        happens("the home serves itself again", home),
        happens("nothing is under way in the end", rested),
      ],
    };
  },
};
