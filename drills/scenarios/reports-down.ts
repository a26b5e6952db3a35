import { atLeast, holds, none } from "../conduct/bounds.ts";
import type { DownConsumer } from "./consumer-down.ts";

/** A report is kept as JSON, as CSV and as a page; there are five. */
const REPORTS = 5;
/** Every payment there is, is read for them; seconds. */
const MADE_SECONDS = 60;

/** Who makes a cell's reports every day, and on the first of a month the last ones of the month before. */
export const reportsDown: DownConsumer = {
  consumer: "reports",
  about:
    "a cell's reports of a month that has ended are not made; made an hour later they are what they would have been",
  claim:
    "Every invocation of the function fails for an hour that makes a cell's reports, across the day's start on the " +
    "first of a month. It is tried three times and given up, and an alarm rings within five minutes. Whoever asks " +
    "for a report is given it meanwhile. Afterwards an operator redrives the one dead letter, and every report of " +
    "the month that has ended is kept, complete, as it would have been.",
  caughtUpWithin: MADE_SECONDS,
  because: "an operator redrives what was given up, and one start makes them all",
  load: { payoutsPerMinute: 6 },
  strikes: { at: "the day's reports are due", when: ({ dueSeconds = Infinity }) => dueSeconds <= 5 },
  atFirst: (stage, hit) => stage.reports(hit),
  byOperator: true,
  async during({ stage, hit }) {
    const { asked, payments, changed, missing } = await stage.reports(hit);
    return [
      atLeast("reports of the month that has ended, given to who asks meanwhile", asked, REPORTS, "reports"),
      atLeast("payments that they count", payments, 50, "payments"),
      none("of these otherwise than when they were due", changed),
      holds("none of these is kept", missing === asked),
    ];
  },
  async after({ stage, hit }) {
    const { missing, different, complete } = await stage.reports(hit);
    return [
      none("reports of that month not kept", missing),
      none("kept otherwise than they would have been when they were due", different),
      atLeast("kept reports that say that they are complete", complete, REPORTS, "reports"),
    ];
  },
};
