import { archiveDown } from "./archive-down.ts";
import { atLeast, atMost, happens, holds, none, since, type Bound } from "../conduct/bounds.ts";
import type { ConsumerWatch } from "../conduct/consumer-watch.ts";
import { defined, type Drill } from "../conduct/drill.ts";
import type { LoadPlan } from "../conduct/load.ts";
import type { Stage } from "../conduct/stage.ts";
import type { ConsumerName, ConsumerState } from "../targets/target.ts";
import { reportsDown } from "./reports-down.ts";
import { uploadsDown } from "./uploads-down.ts";

/** A consumer that can be down: another one is one more row. */
export interface DownConsumer {
  /** The function whose every invocation fails. */
  readonly consumer: ConsumerName;
  readonly about: string;
  readonly claim: string;
  /** How long after heal it may take at most to have done all that waited, seconds, and why no longer. */
  readonly caughtUpWithin: number;
  readonly because: string;
  /** Within how many seconds an alarm rings; five minutes unless said otherwise. */
  readonly alarmWithin?: number;
  /** What is asked of the platform besides payments. */
  readonly load?: Partial<Pick<LoadPlan, "payoutsPerMinute" | "filesPerMinute">>;
  /** The moment in which it goes down, where that is not any. */
  readonly strikes?: { readonly at: string; readonly when: (state: ConsumerState) => boolean };
  /** Does nothing of what waited by itself: an operator redrives it as soon as it works again. */
  readonly byOperator?: true;
  /** What is looked at as soon as it is down, to be told from what is there later. */
  readonly atFirst?: (stage: Stage, hit: string) => Promise<unknown>;
  /** What is promised just before it works again, of the time since `downAt`, and what once it has caught up. */
  readonly during: Look;
  readonly after: Look;
}

type Look = (looked: {
  readonly stage: Stage;
  readonly watch: ConsumerWatch;
  readonly hit: string;
  readonly downAt: number;
  /** How long it has been down, or was. */
  readonly lasted: number;
}) => Promise<readonly Bound[]>;

const HOUR = 3_600;
/** A payment a second in all: an hour of them takes a minute to play, and waiting takes as long with any load. */
const LOAD = { perSecond: 0.5, accounts: 16 } as const;
/** For how long all goes well before, and again afterwards; seconds. */
const BEFORE = 120;
const AFTERWARDS = 120;

/** A queue's message goes aside once it was tried too often. */
const nothingGivenUp = (watch: ConsumerWatch): Bound =>
  none("messages given up while it is down", watch.state().deadLetters);

const nothingMore: Look = () => Promise.resolve([]);

/** What was sent before a function failed is heard so much later at the most; seconds. */
const IN_FLIGHT_SECONDS = 20;

/** The relay's sweep looks every minute at what has been due for a minute, and an inbox acts within seconds. */
const SWEPT_SECONDS = 150;

/** The consumers whose being down is rehearsed. */
export const downConsumers: readonly DownConsumer[] = [
  {
    consumer: "projector",
    about: "statements and listings of a cell stand still for an hour, say so, and catch up",
    claim:
      "Every invocation of a cell's projector fails for an hour. Payments go on as before. The cell's listings say " +
      "from when they are, and that they are behind; an alarm rings within five minutes. What Lambda gave up lies in " +
      "the dead-letter queue: an operator redrives it, and every statement has every entry once.",
    caughtUpWithin: 180,
    because: "a retry pauses for a minute at most, and each second then takes up to 500 changes of every shard",
    async during({ stage, hit, downAt }) {
      const shown = await stage.freshness(hit);
      return [
        holds("listings say that they are behind", shown?.stale === true),
        atMost("listings are complete up to the fault, apart by", apart(shown?.asOf, downAt), 15),
      ];
    },
    async after({ stage, hit }) {
      const shown = await stage.freshness(hit);
      const age = since(shown?.asOf, stage.mark("listings are read again"));
      return [
        holds("listings say that they are up to date", shown?.stale === false),
        atMost("age of what listings are complete up to", age, 15),
        holds("an account's entries are listed in the order of their booking", shown?.inOrder === true),
      ];
    },
  },
  {
    consumer: "relay",
    about: "nobody reads a cell's ledger stream for an hour; its inbox finds by itself what is due",
    claim:
      "Every invocation of a cell's relay fails for an hour. Payments inside of cells go on as before, and those " +
      `between cells arrive within ${SWEPT_SECONDS} seconds instead of one or two: the inbox's sweep finds them in ` +
      "the index of what is due. An alarm rings within five minutes; nothing is credited twice when the relay " +
      "hands on what the sweep has done.",
    caughtUpWithin: 60,
    because: "a retry pauses for seven seconds at most, and each batch then takes 100 changes of a shard",
    during: async ({ watch, downAt, lasted }) => [
      atMost(
        "a payment between cells is under way",
        watch.longestCrossing(downAt, downAt + lasted - SWEPT_SECONDS),
        SWEPT_SECONDS,
      ),
    ],
    after: nothingMore,
  },
  {
    consumer: "credit-inbox",
    about: "nothing crosses to or from a cell for an hour; all of it arrives afterwards",
    claim:
      "Every invocation of a cell's credit inbox fails for an hour: of its queue, and of its sweep. Payments between " +
      "cells are taken as before, and stay `processing`; the money is in clearing. An alarm rings within five " +
      "minutes. No message is given up. Afterwards every one of these payments completes, once.",
    caughtUpWithin: 240,
    because: "a message shows again three minutes after its last try at most, and the sweep comes every minute",
    during: async ({ watch, downAt, lasted }) => [
      atLeast(
        "the first payment that could not cross is under way",
        watch.longestCrossing(downAt, downAt + lasted),
        0.9 * lasted,
        "s",
      ),
      nothingGivenUp(watch),
    ],
    after: async ({ watch, downAt, lasted }) => [
      none("payments of that hour still under way", watch.stillCrossing(downAt, downAt + lasted)),
    ],
  },
  {
    consumer: "webhooks",
    about: "tenants' endpoints hear nothing from a cell for an hour, and then of every event, once",
    claim:
      "Every invocation of a cell's sender of webhooks fails for an hour: of what has to be told, of both lanes, and " +
      "of its sweep. Endpoints hear nothing from that cell, and all from the other one. An alarm rings within five " +
      "minutes. No message is given up. Afterwards every event of that hour comes to every endpoint that wants it, " +
      "once, and no endpoint is taken for a slow one.",
    caughtUpWithin: 240,
    because: "a message shows again three minutes after its last try at most, and each lane takes ten at once",
    load: { payoutsPerMinute: 20 },
    during: async ({ stage, watch, hit, downAt, lasted }) => [
      nothingGivenUp(watch),
      none(
        "messages sent while it is down",
        (await stage.heard(hit, downAt + IN_FLIGHT_SECONDS, downAt + lasted)).sent,
      ),
    ],
    async after({ stage, hit, downAt, lasted }) {
      const { wanted, missing, repeated, slow } = await stage.heard(hit, downAt, downAt + lasted);
      return [
        atLeast("events of that hour, counted for each endpoint that wants them", wanted, lasted / 4, "events"),
        none("of these never taken", missing),
        none("of these taken more than once", repeated),
        none("attempts of them in the lane of the slow", slow),
      ];
    },
  },
  {
    consumer: "payouts",
    about: "a cell does not reach its bank for an hour; its payouts are held, and end afterwards, once",
    claim:
      "Every invocation of a cell's bank connector fails for an hour: of its queue, of its state machine, and of the " +
      "bank's calls. Payouts are taken as before, and stay `processing`, all of their amount held. An alarm rings " +
      "within five minutes. No message is given up, and the machine parks nothing: it leaves what it has taken up " +
      "alone for a minute and tries again. Afterwards each of these payouts is settled or rejected, once, and nobody " +
      "has to resume any.",
    caughtUpWithin: 240,
    because: "a message shows again three minutes after its last try at most, and the machine tries every minute",
    load: { payoutsPerMinute: 6 },
    strikes: { at: "the machine has taken a payout up", when: ({ inMachine = 0 }) => inMachine > 0 },
    async during({ stage, watch, hit, downAt, lasted }) {
      const { taken, held } = await stage.payouts(hit, downAt, downAt + lasted);
      return [
        atLeast("payouts taken while it is down", taken, lasted / 20, "payouts"),
        nothingGivenUp(watch),
        none("of these neither processing nor held whole", taken - held),
        atLeast("payouts that the machine had taken up and keeps", watch.state().inMachine, 1, "payouts"),
      ];
    },
    async after({ stage, hit, downAt, lasted }) {
      const { taken, settled, rejected } = await stage.payouts(hit, downAt - BEFORE, downAt + lasted);
      return [
        none("payouts of that hour and just before that have not ended", taken - settled - rejected),
        atLeast("of these settled", settled, 1, "payouts"),
        atLeast("of these rejected, by the screening", rejected, 1, "payouts"),
      ];
    },
  },
  archiveDown,
  uploadsDown,
  reportsDown,
];

/** The drill of a consumer that is down for so many seconds, an hour unless said otherwise. */
export function consumerDown(row: DownConsumer, lasts = HOUR): Drill {
  const { consumer, about, claim, caughtUpWithin, because } = row;
  return {
    name: `${consumer}-down`,
    about,
    claim,
    faults: ["consumerDown"],
    watches: consumer,
    async play(stage) {
      const [hit] = stage.cells;
      await stage.begin({ ...LOAD, ...row.load });
      const watch = stage.watch(hit, consumer);
      await stage.pass(BEFORE);

      const { strikes } = row;
      if (strikes) await stage.moment(strikes.at, () => strikes.when(watch.state()), BEFORE);
      const fault = await stage.inject(`${hit}'s ${consumer} fails`, { fault: "consumerDown", cell: hit, consumer });
      await row.atFirst?.(stage, hit);
      const looked = { stage, watch, hit, downAt: fault.at, lasted: lasts };
      await stage.until(fault.at + lasts);
      const during = await row.during(looked);
      const waiting = watch.state();
      const healedAt = await fault.heal();
      const caughtUp = row.byOperator ? undefined : await watch.caughtUp(2 * caughtUpWithin);
      const redriven = await watch.redrive();
      const done = redriven === 0 ? caughtUp : await watch.caughtUp(caughtUpWithin);
      await stage.pass(AFTERWARDS);
      const left = watch.state();
      const after = await row.after(looked);
      const rested = await stage.rest(600);

      const before = { goodput: stage.goodput(fault.at - BEFORE, fault.at), median: stage.median(0, fault.at) };
      const goodputAfterHeal = stage.goodput(healedAt, healedAt + BEFORE) / before.goodput;
      const caughtUpSeconds = since(healedAt, done);
      const [first] = watch.alarms().toSorted((one, other) => one.rangAt - other.rangAt);
      const detectionSeconds = since(fault.at, first?.rangAt);
      return {
        ...defined({ detectionSeconds, caughtUpSeconds }),
        goodputAfterHeal,
        healedAt,
        bounds: [
          atLeast("payments answered within 5 s while it is down", 100 * stage.prompt(fault.at, healedAt), 98, "%"),
          atMost("p50 while it is down", percent(stage.median(fault.at, healedAt), before.median), 110, "% of before"),
          atMost(`first alarm, ${first?.name ?? "none"}`, detectionSeconds, row.alarmWithin ?? 300),
          atLeast("the oldest that waits at heal", waiting.oldestSeconds, 0.9 * lasts, "s"),
          atMost(
            "of the time for which its source keeps it",
            percent(waiting.oldestSeconds, watch.keptSeconds),
            5,
            "%",
          ),
          ...during,
          atMost(`caught up with ${waiting.waiting} after heal, since ${because}`, caughtUpSeconds, caughtUpWithin),
          none(`dead letters, of ${redriven} that were redriven`, left.deadLetters),
          ...after,
          atLeast(
            "payments answered within 5 s while it catches up",
            100 * stage.prompt(healedAt, healedAt + AFTERWARDS),
            98,
            "%",
          ),
          happens("nothing is under way in the end", rested),
        ],
      };
    },
  };
}

/** One for each consumer. */
export const consumerDrills: readonly Drill[] = downConsumers.map((row) => consumerDown(row));

function percent(measured: number, of: number): number {
  return (100 * measured) / of;
}

function apart(one: number | undefined, other: number): number | undefined {
  return one === undefined ? undefined : Math.abs(one - other);
}
