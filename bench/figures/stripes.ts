import { counted, type Bench } from "../figure.ts";
import { payHotAccount } from "../hot-account/world.ts";

const STRIPES = 16;
/** Half as much again as the stripes can take: 16 times 500 payments a second. */
const LOAD = { perSecond: 12_000, warmUpSeconds: 3, seconds: 2 };

/** What stripes are for: how many payments a second one payee can be given. */
export const stripes: Bench = {
  name: "stripes",
  about: "payments a second to one account with 16 stripes against one without, at 1,000 write units a second an item",
  async run() {
    const plain = await payHotAccount({ ...LOAD, stripes: 0 });
    const striped = await payHotAccount({ ...LOAD, stripes: STRIPES });
    const details = {
      offeredPerSecond: LOAD.perSecond,
      acceptedPerSecond: striped.acceptedPerSecond,
      plainPerSecond: plain.acceptedPerSecond,
      refused: striped.refused,
      plainRefused: plain.refused,
    };
    return [
      {
        figure: "accepted with stripes / without",
        unit: "ratio",
        bound: { min: 8 },
        ...counted(striped.acceptedPerSecond / plain.acceptedPerSecond),
        details,
      },
      {
        figure: "swept into the balance, less what was accepted",
        unit: "minor units",
        bound: { exactly: 0 },
        ...counted(Math.abs(striped.posted - striped.accepted) + Math.abs(plain.posted - plain.accepted)),
        details: { accepted: striped.accepted, posted: striped.posted, plainPosted: plain.posted },
      },
    ];
  },
};
