import type { ConsumerSeries, RungAlarm } from "../report/measurement.ts";
import type { ConsumerName, ConsumerState, Target } from "../targets/target.ts";
import { alarmsOf, createMinutes, rungIn } from "./alarm-watch.ts";
import { createCrossings, type Crossings } from "./crossings.ts";
import type { AskedPayment } from "./load.ts";
import { keptFor } from "./retention.ts";
import type { Timekeeper } from "./timekeeper.ts";

/** Somebody who watches one consumer of a cell all the while. */
export interface ConsumerWatch {
  /** Looks at it until `over` says so. */
  keepLooking(over: () => boolean): Promise<void>;
  state(): ConsumerState;
  /** The alarms that the program gives this consumer and that rang so far. */
  alarms(): readonly RungAlarm[];
  /** Until nothing has been waiting for longer than a few seconds, or, for one started seldom, since this was asked. */
  caughtUp(within: number): Promise<number | undefined>;
  /** Has done again what was given up, as an operator does, until none is left; how much that was. */
  redrive(): Promise<number>;
  /** The longest that a payment which was asked for between two seconds was on its way from or to the cell. */
  readonly longestCrossing: Crossings["longest"];
  /** How many of those are still on their way. */
  readonly stillCrossing: Crossings["left"];
  /** For how long what it has not done is kept for it. */
  readonly keptSeconds: number;
  readonly series: ConsumerSeries;
}

/** What a watch is kept with. */
export interface WatchMeans {
  readonly target: Target;
  readonly time: Timekeeper;
  readonly payments: () => readonly AskedPayment[];
}

const LOOK_MS = 5_000;
/** Payments on their way are many while nobody works on them: they are looked up less often. */
const LOOKS_TO_CROSSINGS = 3;

/** What is younger than this is on its way rather than behind; seconds. */
const ON_ITS_WAY = 5;

/** Queues hand out what these do; the others read a stream, or look for themselves. */
const QUEUED: ReadonlySet<ConsumerName> = new Set(["credit-inbox", "webhooks", "payouts", "uploads"]);

/** A schedule starts it every few minutes, or once a day: what comes meanwhile waits, and always has. */
function isStartedSeldom(consumer: ConsumerName): boolean {
  return consumer === "archive" || consumer === "reports";
}

/** A watch over a consumer. Throws where the target lets nobody look. */
export function watchConsumer(cell: string, consumer: ConsumerName, means: WatchMeans): ConsumerWatch {
  const { target, time, payments } = means;
  const { clock, consumers } = target;
  if (consumers === undefined) throw new Error(`The target ${target.name} lets nobody look at consumers.`);
  const alarms = alarmsOf(cell, consumer);
  const { minutes, see } = createMinutes(QUEUED.has(consumer));
  const crossings = createCrossings({ target, time, payments }, cell);
  type Points = [second: number, value: number][];
  const waiting: Points = [];
  const deadLetters: Points = [];
  const oldest: Points = [];
  const underWay: Points = [];
  const state = () => consumers.state(cell, consumer);

  return {
    state,
    alarms: () => rungIn(alarms, minutes),
    caughtUp(within) {
      const asked = time.elapsed();
      const onItsWay = () => (isStartedSeldom(consumer) ? time.elapsed() - asked : ON_ITS_WAY);
      return time.waitFor(async () => state().oldestSeconds <= onItsWay(), within, `${consumer} has caught up`);
    },
    async redrive() {
      const { deadLetters: given } = state();
      if (given > 0) {
        time.mark(`operator redrives ${given} dead letters of ${consumer}`);
        await consumers.redrive(cell, consumer);
      }
      return given;
    },
    longestCrossing: crossings.longest,
    stillCrossing: crossings.left,
    keptSeconds: keptFor(cell, consumer),
    async keepLooking(over) {
      for (let looks = 0; !over(); looks += 1) {
        const second = Math.floor(time.elapsed());
        const now = state();
        see(now, clock.now(), second);
        waiting.push([second, now.waiting]);
        deadLetters.push([second, now.deadLetters]);
        oldest.push([second, now.oldestSeconds]);
        if (looks % LOOKS_TO_CROSSINGS === 0) underWay.push([second, await crossings.look()]);
        await clock.sleep(LOOK_MS);
      }
    },
    series: {
      backlog: [
        { name: `waiting for ${consumer}`, points: waiting },
        { name: "dead letters", points: deadLetters },
      ],
      behind: [{ name: consumer, points: oldest }],
      underWay: [{ name: `from or to ${cell}`, points: underWay }],
    },
  };
}
