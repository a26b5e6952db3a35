import { isAtRest } from "../checkers/index.ts";
import { viewLedger } from "../checkers/ledger-view.ts";
import { replicasEqual } from "../checkers/replicas-equal.ts";
import { tailsIn, type Tail } from "../checkers/tail.ts";
import type { Moment } from "../../functions/pages/plot.ts";
import type { ConsumerName, DrillFault, Target } from "../targets/target.ts";
import { archivedBetween, type Archived } from "./archive-watch.ts";
import { missingElsewhere, stillMissing, type Missing } from "./catching-up.ts";
import { watchConsumer, type ConsumerWatch } from "./consumer-watch.ts";
import { medianOf, promptOf } from "./goodput.ts";
import { hearingOf, sentFrom, type Hearing } from "./hearing.ts";
import { payoutsSeen, type PayoutsSeen } from "./payout-watch.ts";
import { freshnessOf, type Freshness } from "./freshness.ts";
import { createLoad, usualLoad, type Load, type LoadPlan } from "./load.ts";
import { createLookout, type Lookout } from "./lookout.ts";
import { lostWith, type Unreplicated } from "./lost-with-region.ts";
import { createReportWatch, type ReportsSeen } from "./report-watch.ts";
import { createSampler, type Samples } from "./sampler.ts";
import { uploadsSeen, type UploadsSeen } from "./upload-watch.ts";
import { createTimekeeper, type Timekeeper } from "./timekeeper.ts";

/**
 * What a scenario does and waits for. Every moment that counts is marked; times are seconds of the drill, and undefined
 * is a moment that did not come in time.
 */
export interface Stage extends Acts, Waits {
  readonly cells: Target["cells"];
}

/** What a scenario does. */
interface Acts {
  /** Opens accounts, begins to pay, and lets that go on until it is steady. */
  begin(load?: Partial<LoadPlan>): Promise<void>;
  /** Lets the load go on. */
  pass(seconds: number): Promise<void>;
  /** Lets the load go on until a second of the drill, if that is still to come. */
  until(second: number): Promise<void>;
  /** Marks a moment for the plots. */
  mark(name: string): number;
  /** Brings a fault about. */
  inject(name: string, fault: DrillFault): Promise<Injected>;
  /** Moves a cell's homes away as an operator does. Throws where the platform refuses. */
  evacuate(cell: string): Promise<number>;
  /** Asks for a home to come back as an operator does. Throws where the platform refuses. */
  sendHome(home: string): Promise<number>;
  /** Keeps automation off a cell, or lets it act again. Throws where the platform refuses. */
  automation(cell: string, rule: "allow" | "forbid"): Promise<void>;
  /** How clients behave from now on. */
  behave(patience: LoadPlan["patience"]): void;
  /** Payments a second that were answered for good, accepted or rightly declined, between two seconds of the drill. */
  goodput(from: number, to: number): number;
  /** Which share of the payments asked for between two seconds of the drill was answered for good within 5 s. */
  prompt(from: number, to: number): number;
  /** What half of the payments took at most that were accepted between two seconds of the drill; milliseconds. */
  median(from: number, to: number): number;
  /** Watches a consumer of a cell from now on. Throws where the target lets nobody look. */
  watch(cell: string, consumer: ConsumerName): ConsumerWatch;
  /** How the payouts of a cell's accounts stand that were asked for between two seconds of the drill. */
  payouts(cell: string, from: number, to: number): Promise<PayoutsSeen>;
  /** What endpoints have heard of a cell's events between two seconds of the drill, and how much it has sent then. */
  heard(cell: string, from: number, to: number): Promise<Hearing & { readonly sent: number }>;
  /** How the files of a cell's accounts stand that were asked for between two seconds of the drill. */
  uploads(cell: string, from: number, to: number): Promise<UploadsSeen>;
  /** How a cell's reports about yesterday's month stand, and whether they are as they were at the first look. */
  reports(cell: string): Promise<ReportsSeen>;
  /** What has become, so far, of changes that came to a cell's archive between two seconds of the drill. */
  archived(cell: string, from: number, to: number): Promise<Archived>;
  /** Up to when a cell's listings are complete, and whether they say that they are behind. */
  freshness(cell: string): Promise<Freshness | undefined>;
}

/** What a scenario waits for, at most so many seconds. */
interface Waits {
  /** Until something holds that lasts for no longer than milliseconds. */
  moment(name: string, holds: () => boolean, within: number): Promise<number | undefined>;
  /** Until both signals say that a cell is down. */
  detected(cell: string, within: number): Promise<number | undefined>;
  /** Until a cell is no longer called well. */
  degraded(cell: string, within: number): Promise<number | undefined>;
  /** Until a cell beats and answers probes again: before that automation would evacuate it once more. */
  recovered(cell: string, within: number): Promise<number | undefined>;
  /** Until another cell owns a home. */
  evacuated(home: string, within: number): Promise<number | undefined>;
  /** Until the edge sends a home's requests to its owner. */
  routed(home: string, within: number): Promise<number | undefined>;
  /** Until another cell accepts a payment from an account of a home; one asked for after `since`. */
  firstPayment(home: string, since: number, within: number): Promise<number | undefined>;
  /** The same of a home that serves itself again. */
  firstPaymentAtHome(home: string, since: number, within: number): Promise<number | undefined>;
  /** Until every replica has what any had when the fault was healed. */
  replicasEqual(within: number): Promise<number | undefined>;
  /** Until a home serves itself. */
  home(home: string, within: number): Promise<number | undefined>;
  /** Until the stand-in of a home that was to come back serves it again, since it could not. */
  takenUpAgain(home: string, within: number): Promise<number | undefined>;
  /** Ends the load; until nothing is under way any more. */
  rest(within: number): Promise<number | undefined>;
}

/** A fault that is there: since when, and how it ends. */
export interface Injected {
  readonly at: number;
  /** Ends it, and gives the second at which it did. */
  heal(): Promise<number>;
}

/** What came of a drill, to be summed up. */
export interface Staged {
  readonly stage: Stage;
  readonly load: () => Load;
  readonly samples: Samples;
  readonly moments: readonly Moment[];
  /** What the stand-in of a region that was lost did not have then; undefined where none was lost. */
  readonly unreplicated: () => Unreplicated | undefined;
  /** Tails of takeovers that others have followed. */
  readonly earlierTails: readonly Tail[];
  /** The consumer that was watched. */
  readonly watched: () => ConsumerWatch | undefined;
  /** Seconds since the drill began. */
  elapsed(): number;
  /** Ends the sampling. */
  end(): Promise<void>;
}

/** How often the whole ledger is looked at. Milliseconds. */
const REST_LOOK_MS = 5_000;
/** How often somebody looks who waits for something short. Milliseconds. */
const MOMENT_LOOK_MS = 2;
/** How long the load runs before anything happens, and up to how much longer. Seconds. */
const WARM_UP_SECONDS = 20;
const VARIED_SECONDS = 5;

/** What acts and waits share. */
interface Backstage {
  readonly target: Target;
  readonly time: Timekeeper;
  readonly lookout: Lookout;
  readonly samples: Samples;
  readonly load: () => Load;
  /** The share of the usual load that is asked for. */
  readonly share: number;
  readonly earlierTails: Tail[];
  current: Load | undefined;
  lost: ReadonlyMap<string, Unreplicated>;
  standIn: string | undefined;
  missing: readonly Missing[];
  watched: ConsumerWatch | undefined;
}

/** A stage over a target, with a share of the usual load; `tell` hears of every moment as it is marked. */
export function createStage(target: Target, share: number, tell: (moment: Moment) => void): Staged {
  const time = createTimekeeper(target.clock, tell);
  const load = (): Load => {
    if (backstage.current === undefined) throw new Error("A drill begins before anything else.");
    return backstage.current;
  };
  const backstage: Backstage = {
    target,
    time,
    lookout: createLookout(target),
    samples: createSampler(target, time.elapsed, () => backstage.current?.payments ?? []),
    load,
    share,
    earlierTails: [],
    current: undefined,
    lost: new Map(),
    standIn: undefined,
    missing: [],
    watched: undefined,
  };
  const { samples, earlierTails } = backstage;
  return {
    stage: { cells: target.cells, ...actsOf(backstage), ...waitsOf(backstage) },
    load,
    samples,
    moments: time.moments,
    unreplicated: () => backstage.lost.get(backstage.standIn ?? ""),
    earlierTails,
    watched: () => backstage.watched,
    elapsed: time.elapsed,
    end: () => samples.end(),
  };
}

function actsOf(backstage: Backstage): Acts {
  const { target, time, lookout, samples, load, share, earlierTails } = backstage;
  const { clock, operator } = target;

  /** A stand-in's row tells of its last takeover alone, so what it says of this one is kept before the next. */
  async function command(what: string, give: () => Promise<string | undefined>): Promise<number> {
    earlierTails.push(...tailsIn(viewLedger(await target.ledger())));
    const why = await give();
    if (why !== undefined) throw new Error(`The platform refuses, ${what}: ${why}`);
    return time.mark(what);
  }

  return {
    mark: time.mark,
    async begin(plan = {}) {
      const whole = { ...usualLoad, ...plan };
      backstage.current = createLoad(target, { ...whole, perSecond: whole.perSecond * share });
      await load().prepare();
      time.mark("load begins");
      load().start();
      samples.begin();
      void lookout.keepLooking(samples.ended);
      // Whatever beats and probes by the clock is met at another moment of its own with every seed.
      await clock.sleep((WARM_UP_SECONDS + target.random() * VARIED_SECONDS) * 1_000);
    },
    pass: (seconds) => clock.sleep(seconds * 1_000),
    until: (second) => clock.sleep(Math.max(0, second - time.elapsed()) * 1_000),
    async inject(name, fault) {
      const running = await target.begin(fault);
      const at = time.mark(name);
      if (fault.fault === "regionLost") backstage.lost = await lostWith(fault.cell, target, load().payments);
      return {
        at,
        async heal() {
          backstage.missing = missingElsewhere(await target.ledger());
          await running.heal();
          return time.mark("fault healed");
        },
      };
    },
    evacuate: (cell) => command(`operator evacuates ${cell}`, () => operator.evacuate(cell)),
    sendHome: (home) => command(`operator sends ${home} home`, () => operator.failback(home)),
    async automation(cell, rule) {
      const what = rule === "forbid" ? `automation keeps off ${cell}` : `automation may act on ${cell}`;
      await command(what, () => operator.automation(cell, rule));
    },
    behave: (patience) => load().behave(patience),
    goodput(from, to) {
      const seconds = load().payments.flatMap(({ answered }) => (answered ? [time.secondOf(answered.at)] : []));
      return seconds.filter((second) => second >= from && second < to).length / (to - from);
    },
    prompt: (from, to) => promptOf(load().payments, (at) => time.secondOf(at) >= from && time.secondOf(at) < to),
    median: (from, to) => medianOf(load().payments, (at) => time.secondOf(at) >= from && time.secondOf(at) < to),
    watch(cell, consumer) {
      const watch = watchConsumer(cell, consumer, { target, time, payments: () => load().payments });
      backstage.watched = watch;
      void watch.keepLooking(samples.ended);
      return watch;
    },
    ...looksOf(backstage),
  };
}

/** What is looked up by the payments that were asked for. */
function looksOf({
  target,
  time,
  load,
}: Backstage): Pick<Acts, "payouts" | "heard" | "uploads" | "reports" | "archived" | "freshness"> {
  return {
    payouts(cell, from, to) {
      const isMeant = (home: string, second: number) => home === cell && second >= from && second < to;
      const meant = load().payouts.filter(({ home, askedAt }) => isMeant(home, time.secondOf(askedAt)));
      return payoutsSeen(meant, target);
    },
    async heard(cell, from, to) {
      if (target.webhooks === undefined) throw new Error(`Nobody hears of events on the target ${target.name}.`);
      const run = await target.webhooks();
      const [first, last] = [time.momentOf(from), time.momentOf(to)];
      return { ...hearingOf(run, cell, first, last), sent: sentFrom(run, cell, first, last) };
    },
    uploads(cell, from, to) {
      const isMeant = (second: number) => second >= from && second < to;
      const own = load().files.filter(({ home }) => home === cell);
      return uploadsSeen(own, ({ askedAt }) => isMeant(time.secondOf(askedAt)), target);
    },
    reports: createReportWatch(target),
    archived: (cell, from, to) => archivedBetween(cell, time.momentOf(from), time.momentOf(to), target),
    freshness: (cell) => freshnessOf(cell, load().payments, { target, time }),
  };
}

function waitsOf(backstage: Backstage): Waits {
  const { target, time, lookout, load } = backstage;
  const { waitFor, secondOf } = time;
  const verdict = async (cell: string) => (await lookout.health(cell))?.verdict ?? "unknown";
  const accepted = (home: string, since: number, atHome: boolean) =>
    load().payments.some(
      (payment) =>
        payment.home === home &&
        payment.answered?.status === 201 &&
        !payment.answered.replayed &&
        (payment.answered.cell === home) === atHome &&
        secondOf(payment.askedAt) > since,
    );

  return {
    moment: (name, holds, within) => waitFor(async () => holds(), within, name, MOMENT_LOOK_MS),
    detected: (cell, within) =>
      waitFor(async () => (await verdict(cell)) === "down", within, `both signals say that ${cell} is down`),
    degraded: (cell, within) =>
      waitFor(async () => ["degraded", "down"].includes(await verdict(cell)), within, `${cell} is called degraded`),
    recovered: (cell, within) => waitFor(() => lookout.isWell(cell), within, `${cell} beats and answers again`),
    evacuated: (home, within) =>
      waitFor(
        async () => {
          backstage.standIn = await lookout.ownerOf(home);
          return backstage.standIn !== undefined && backstage.standIn !== home;
        },
        within,
        `another cell owns ${home}`,
      ),
    routed: (home, within) =>
      waitFor(
        async () => (await target.route(home)) === (await lookout.ownerOf(home)),
        within,
        `the edge sends ${home}'s requests there`,
      ),
    firstPayment: (home, since, within) =>
      waitFor(async () => accepted(home, since, false), within, `first payment of ${home}'s accounts elsewhere`),
    firstPaymentAtHome: (home, since, within) =>
      waitFor(async () => accepted(home, since, true), within, `first payment of ${home}'s accounts at home`),
    replicasEqual: (within) =>
      waitFor(
        async () => {
          backstage.missing = await stillMissing(backstage.missing, target);
          return backstage.missing.length === 0;
        },
        within,
        "replicas have caught up",
      ),
    home: (home, within) =>
      waitFor(async () => (await lookout.ownerOf(home)) === home, within, `${home} serves itself`),
    async takenUpAgain(home, within) {
      const before = await lookout.authorityOf(home);
      const takenUp = async () => {
        const now = await lookout.authorityOf(home);
        return now?.mode === "normal" && now.owner === before?.owner && now.epoch > before.epoch;
      };
      return waitFor(takenUp, within, `${before?.owner} takes ${home} up again`);
    },
    rest: restOf(backstage),
  };
}

function restOf(backstage: Backstage): Waits["rest"] {
  const { target, time, load } = backstage;
  const { waitFor } = time;
  return async (within) => {
    time.mark("load ends");
    await load().finish();
    time.mark("every client has its answer");
    const quiet = async () => isAtRest(viewLedger(await target.ledger()));
    const rested = await waitFor(quiet, within, "nothing is under way any more", REST_LOOK_MS);
    if (rested === undefined) return undefined;
    const { watched } = backstage;
    const idle = async () => watched?.state().waiting === 0;
    if (watched && (await waitFor(idle, within, "nothing waits for it")) === undefined) return undefined;
    await target.still();
    return waitFor(() => areEqual(target), within, "all replicas hold the same");
  };
}

async function areEqual(target: Target): Promise<boolean> {
  return replicasEqual.check(viewLedger(await target.ledger())).length === 0;
}
