import { atLeast, atMost, happens, none, since } from "../conduct/bounds.ts";
import { defined, type Drill } from "../conduct/drill.ts";
import { goodputAfter } from "../conduct/goodput.ts";

/**
 * Coming home is the dangerous part of an evacuation: two cells know of the same accounts. Under twice the usual load
 * the stand-in stops, the home takes in every entry that it counted, and only then serves; twice in a row.
 */
export const failbackUnderLoad: Drill = {
  name: "failback-under-load",
  about: "a cell is evacuated and comes home twice, under twice the usual load",
  claim:
    "Under twice the usual load a cell is evacuated and comes home, twice in a row. Each time its stand-in closes " +
    "all of its fences, the home absorbs until every tally equals its fence, and its accounts pause for at most 20 " +
    "seconds. Nothing is lost, charged twice or overdrawn.",
  faults: [],
  async play(stage) {
    const [moved] = stage.cells;
    await stage.begin({ perSecond: 20, accounts: 48 });

    const first = await stage.evacuate(moved);
    await stage.firstPayment(moved, first, 60);
    await stage.pass(15);
    const firstAsked = await stage.sendHome(moved);
    await stage.home(moved, 60);
    const firstPaid = await stage.firstPaymentAtHome(moved, firstAsked, 60);

    await stage.pass(10);
    const second = await stage.evacuate(moved);
    await stage.firstPayment(moved, second, 60);
    await stage.pass(15);
    const secondAsked = await stage.sendHome(moved);
    const secondHome = await stage.home(moved, 60);
    const secondPaid = await stage.firstPaymentAtHome(moved, secondAsked, 60);

    const goodputAfterHeal = await goodputAfter(stage, secondAsked, first);
    const rested = await stage.rest(300);
    return {
      ...defined({ rtoSeconds: since(secondAsked, secondPaid) }),
      goodputAfterHeal,
      healedAt: secondHome ?? secondAsked,
      bounds: [
        atMost("first failback to first payment at home", since(firstAsked, firstPaid), 20),
        atMost("second failback to first payment at home", since(secondAsked, secondPaid), 20),
        atLeast("goodput 40 to 60 s after it", 100 * goodputAfterHeal, 95, "% of before"),
        happens("nothing is under way in the end", rested),
      ],
      counted: ({ tail, overdrawn }) => [none("unreplicated tail", tail), none("accounts overdrawn", overdrawn)],
    };
  },
};
