import { streamReaders, visibilitySeconds } from "../../infra/plan/event-sources.ts";
import { functionPlan, inboxReceivesMax } from "../../infra/plan/functions.ts";
import type { Backlog } from "../simulation/backlog.ts";
import { queueUrl } from "../simulation/cell.ts";
import type { Cell } from "../simulation/cells.ts";
import type { Environments } from "../simulation/environments.ts";
import type { Pace } from "../simulation/pace.ts";
import type { World } from "../simulation/world.ts";
import { deployedCell } from "./deployed-cell.ts";
import type { ConsumerName, Consumers, RunningFault } from "./target.ts";

/** How events come to the consumers of a deployed cell. */
export function deployedPace(cell: string): Pace {
  const { functions } = deployedCell(cell);
  const { relay, projector } = streamReaders;
  const { timeoutSeconds } = functionPlan(functions, "credit-inbox");
  return {
    sweepMs: 60_000,
    queue: { receivesMax: inboxReceivesMax, visibilityMs: visibilitySeconds(timeoutSeconds) * 1_000 },
    retriesMax: { relay: relay.maximumRetryAttempts, projector: projector.maximumRetryAttempts },
    halves: relay.bisectBatchOnFunctionError && projector.bisectBatchOnFunctionError,
  };
}

/** A consumer of a simulated cell. */
interface Consumer {
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
    async redrive() {
      const { end } = await functions.inbox.invoke((inbox) => inbox.sweep());
      if (end === "done") feed.forget();
    },
  }),
  "credit-inbox": ({ name, functions }, { queues }) => ({
    environments: functions.inbox,
    backlog: () => queues.backlog(queueUrl(name)),
    redrive: async () => queues.redriveTwice(),
  }),
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
      const { environments, backlog } = of(cell, name);
      const { waiting, since, toldSince, deadLetters } = backlog();
      const ages = { oldestSeconds: secondsSince(since), toldSeconds: secondsSince(toldSince) };
      return { ...environments.tally(), waiting, deadLetters, ...ages };
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
