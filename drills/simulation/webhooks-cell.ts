import { createControl } from "../../functions/stores/control.ts";
import { createDataKeys } from "../../functions/stores/data-keys.ts";
import { createDeliveries } from "../../functions/stores/deliveries.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import type { Lane } from "../../functions/domain/webhook-schedule.ts";
import { createLedger } from "../../functions/stores/ledger.ts";
import { createGenerations } from "../../functions/stores/view-generations.ts";
import { createViews } from "../../functions/stores/views.ts";
import { createEndpoints, createWebhookSecrets } from "../../functions/stores/webhook-endpoints.ts";
import { createDeliveryQueues, createToldQueue } from "../../functions/stores/webhook-queues.ts";
import { createApp, type Dispatcher, type Message } from "../../functions/webhooks/app.ts";
import { earliest, type Backlog } from "./backlog.ts";
import type { Container } from "./containers.ts";
import { createEnvironments, type Environments } from "./environments.ts";
import { WEBHOOKS_KEY } from "./key-management.ts";
import type { SimulationParts } from "./parts.ts";
import type { QueueSettings } from "./queue.ts";
import type { Receivers } from "./receivers.ts";
import type { Clients } from "./seams.ts";
import { controlTable, deliveriesTable, LEDGER_TABLE, viewsTable } from "./tables.ts";

/** Who sends a cell's webhooks. */
export interface WebhooksCell {
  readonly dispatcher: Environments<Dispatcher>;
  /** While it is held, nobody takes messages out of its queues; what comes waits there. */
  hold(held: boolean): void;
  /** Hands out again what is due, as the scheduler has it done every minute. */
  sweep(): Promise<void>;
  /** What waits in all of its queues; what is called the oldest is the oldest of what has to be told. */
  backlog(): Backlog;
}

/** As the program sets them; tries and visibility shortened, as those of all queues here, unless the pace says more. */
const MOST = 8;
const TIMEOUT_MS = 30_000;
const FAST_QUEUES = 4;
const TOLD: QueueSettings = { visibilityMs: 8_000, receivesMax: 4, apart: true };
const FAST: QueueSettings = { visibilityMs: 8_000, receivesMax: 4, apart: true };
const SLOW: QueueSettings = { visibilityMs: 40_000, batch: 100, concurrent: 2, apart: true };

const log = () => undefined;

/** The queue of what a cell has to tell. */
export function toldQueueUrl(cell: string): string {
  return `https://sqs.simulated/111122223333/prod-${cell}-webhooks`;
}

function laneUrls(cell: string): Readonly<Record<Lane, readonly string[]>> {
  const fast = Array.from({ length: FAST_QUEUES }, (_, index) => `${toldQueueUrl(cell)}-fast-${index + 1}`);
  return { fast, slow: [`${toldQueueUrl(cell)}-slow`] };
}

/** Stands the dispatcher of a cell up behind its queues. */
export function createWebhooksCell(
  { name, region }: { readonly name: CellName; readonly region: string },
  receivers: Receivers,
  parts: SimulationParts,
): WebhooksCell {
  const { queues, weather, kernel } = parts;
  const dispatcher = createEnvironments({
    kernel,
    log: parts.log,
    most: MOST,
    timeoutMs: TIMEOUT_MS,
    start: () => parts.startContainer(name, region, "webhooks"),
    create: (container) => dispatcherOf(name, region, { container, clients: parts.clients(container), receivers }),
  });
  const attach = (url: string, settings: QueueSettings, work: (app: Dispatcher, batch: readonly Message[]) => Failed) =>
    queues.attach(
      url,
      async (batch) => {
        if (weather.isLost(region)) return "all";
        const invocation = await dispatcher.invoke((app) => work(app, batch));
        return invocation.end === "done" ? new Set(invocation.value) : "all";
      },
      { ...settings, ...parts.pace.patientQueues },
    );
  const lanes = laneUrls(name);
  attach(toldQueueUrl(name), TOLD, (app, batch) => app.tell(batch));
  for (const url of lanes.fast) attach(url, FAST, (app, batch) => app.deliver("fast", batch));
  for (const url of lanes.slow) attach(url, SLOW, (app, batch) => app.deliver("slow", batch));
  const urls = [toldQueueUrl(name), ...lanes.fast, ...lanes.slow];
  return {
    dispatcher,
    hold(held) {
      for (const url of urls) queues.hold(url, held);
    },
    backlog() {
      const all = urls.map(queues.backlog);
      const sum = (of: (one: Backlog) => number): number => all.reduce((total, one) => total + of(one), 0);
      return {
        waiting: sum(({ waiting }) => waiting),
        since: earliest(all.flatMap(({ since }) => (since === undefined ? [] : [since]))),
        toldSince: all[0]?.toldSince,
        deadLetters: sum(({ deadLetters }) => deadLetters),
      };
    },
    async sweep() {
      if (!weather.isLost(region)) await dispatcher.invoke((app) => app.sweep());
    },
  };
}

type Failed = Promise<readonly string[]>;

function dispatcherOf(
  cell: CellName,
  region: string,
  on: { readonly container: Container; readonly clients: Clients; readonly receivers: Receivers },
): Dispatcher {
  const { container, clients, receivers } = on;
  const { clock, random } = container;
  const [client, sqs] = [clients.dynamoDb(region), clients.sqs(region)];
  const ledger = createLedger(client, LEDGER_TABLE, clock, random);
  const control = createControl(client, controlTable(cell), clock);
  const views = viewsTable(cell);
  const stores = {
    ledger,
    endpoints: createEndpoints(ledger, control.cells),
    secrets: createWebhookSecrets(createDataKeys(clients.keyManagement(), WEBHOOKS_KEY, clock), clock, random),
    deliveries: createDeliveries(client, deliveriesTable(cell), clock, random),
    views: createViews(client, views, createGenerations(client, views, clock, random), clock, random),
    told: createToldQueue(sqs, toldQueueUrl(cell), clock),
    lanes: createDeliveryQueues(sqs, laneUrls(cell), clock),
    sender: receivers.sender(container),
    log,
  };
  return createApp({ cell }, stores, clock, random);
}
