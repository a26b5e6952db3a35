import { retryDelaysMs } from "../../local/aws/lambda/async-invocation.ts";
import { patientReceivesMax, streamReaders, visibilitySeconds } from "../../infra/plan/event-sources.ts";
import { functionPlan, inboxReceivesMax } from "../../infra/plan/functions.ts";
import { earliest, type Backlog } from "../simulation/backlog.ts";
import { payoutsQueueUrl, queueUrl } from "../simulation/cell.ts";
import type { Cell } from "../simulation/cells.ts";
import type { Environments } from "../simulation/environments.ts";
import type { Pace } from "../simulation/pace.ts";
import type { World } from "../simulation/world.ts";
import { deployedCell } from "./deployed-cell.ts";
import type { ConsumerName, Consumers, RunningFault } from "./target.ts";

/** A small part of the thousand that an account has: no function of payouts has any set aside, nor a limit. */
const ENVIRONMENTS = 50;

/** How events come to the consumers of a deployed cell. */
export function deployedPace(cell: string): Pace {
  const { functions } = deployedCell(cell);
  const { relay, projector } = streamReaders;
  const { timeoutSeconds } = functionPlan(functions, "credit-inbox");
  const webhooks = functionPlan(functions, "webhooks");
  return {
    sweepMs: 60_000,
    queue: { receivesMax: inboxReceivesMax, visibilityMs: visibilitySeconds(timeoutSeconds) * 1_000 },
    patientQueues: {
      receivesMax: patientReceivesMax,
      visibilityMs: visibilitySeconds(webhooks.timeoutSeconds) * 1_000,
    },
    deliveriesSweepMs: 60_000,
    payoutsSweepMs: 3_600_000,
    payoutEnvironments: ENVIRONMENTS,
    startRetriesMs: retryDelaysMs,
    retriesMax: { relay: relay.maximumRetryAttempts, projector: projector.maximumRetryAttempts },
    halves: relay.bisectBatchOnFunctionError && projector.bisectBatchOnFunctionError,
  };
}

/** A consumer of a simulated cell. */
interface Consumer {
  /** Of payouts that wait, those that the state machine has taken up. */
  inMachine?(): number;
  /** Until its schedule starts it next, milliseconds. */
  dueMs?(): number;
  readonly environments: Pick<Environments<unknown>, "breakDown" | "tally">;
  backlog(): Backlog;
  /** Does what `cells dlq redrive` does for its dead letters. */
  redrive(): Promise<void>;
}

type Of = (cell: Cell, world: World) => Consumer;

const CONSUMERS: Readonly<Record<ConsumerName, Of>> = {
  projector: ({ name, functions, journal }) => {
    if (journal === undefined) throw new Error(`The cell ${name} builds no views here.`);
    return {
      environments: functions.projector,
      backlog: journal.backlog,
      redrive: async () => journal.redriveTwice(),
    };
  },
  relay: ({ functions, feed }) => ({
    environments: functions.relay,
    backlog: feed.backlog,
    redrive: async () => feed.redriveTwice(),
  }),
  "credit-inbox": ({ name, functions }, { queues }) => ({
    environments: functions.inbox,
    backlog: () => queues.backlog(queueUrl(name)),
    redrive: async () => queues.redriveTwice(),
  }),
  webhooks: ({ name, webhooks }, { queues }) => {
    if (webhooks === undefined) throw new Error(`Nobody hears of events of the cell ${name} here.`);
    return {
      environments: webhooks.dispatcher,
      backlog: webhooks.backlog,
      redrive: async () => queues.redriveTwice(),
    };
  },
  payouts: ({ name, payouts }, { queues, rails }) => {
    if (payouts === undefined || rails === undefined) throw new Error(`Nobody pays out of the cell ${name} here.`);
    const { machines } = rails;
    return {
      environments: payouts.connector,
      backlog() {
        const [queued, running] = [queues.backlog(payoutsQueueUrl(name)), machines.runningSince(name)];
        const since = earliest([...running, queued.since ?? Number.POSITIVE_INFINITY]);
        const waits = queued.waiting + running.length;
        return { ...queued, waiting: waits, since: waits === 0 ? undefined : since };
      },
      inMachine: () => machines.runningSince(name).length,
      redrive: async () => queues.redriveTwice(),
    };
  },
  uploads: ({ name, uploads }, { queues }) => {
    if (uploads === undefined) throw new Error(`Nobody uploads files to the cell ${name} here.`);
    return {
      environments: uploads.runner,
      backlog: uploads.backlog,
      redrive: async () => queues.redriveTwice(),
    };
  },
  reports: ({ name, reports }, { reporting }) => {
    if (reports === undefined || reporting === undefined) throw new Error(`The cell ${name} makes no reports here.`);
    return { environments: reports, ...reporting };
  },
  archive: ({ name, archive }, { archiving }) => {
    if (archive === undefined || archiving === undefined) throw new Error(`The cell ${name} has no archive here.`);
    return {
      environments: archive,
      backlog: () => archiving.backlog(name),
      redrive: () => archiving.redrive(name),
    };
  },
};

/** The consumers of simulated cells, and how one of them goes down. */
export function createConsumers(world: World): Consumers & {
  breakDown(cell: string, consumer: ConsumerName): RunningFault;
} {
  const { kernel, cells } = world;
  const of = (cell: string, consumer: ConsumerName): Consumer => {
    const found = cells.find(({ name }) => name === cell);
    if (found === undefined) throw new Error(`There is no cell ${cell}.`);
    return CONSUMERS[consumer](found, world);
  };
  const secondsSince = (moment: number | undefined) => (moment === undefined ? 0 : (kernel.now() - moment) / 1_000);
  return {
    state(cell, name) {
      const { environments, backlog, inMachine, dueMs } = of(cell, name);
      const { waiting, since, toldSince, deadLetters } = backlog();
      const ages = { oldestSeconds: secondsSince(since), toldSeconds: secondsSince(toldSince) };
      const more = { ...(inMachine && { inMachine: inMachine() }), ...(dueMs && { dueSeconds: dueMs() / 1_000 }) };
      return { ...environments.tally(), waiting, deadLetters, ...ages, ...more };
    },
    redrive: (cell, name) => of(cell, name).redrive(),
    breakDown(cell, name) {
      const { environments } = of(cell, name);
      environments.breakDown(true);
      return {
        async heal() {
          environments.breakDown(false);
        },
      };
    },
  };
}
