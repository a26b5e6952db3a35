import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import { createVirtualKernel, type VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import { createFaultLog, type FaultLog } from "../../local/faults/catalogue.ts";
import type { FaultPlan } from "../../local/faults/plan.ts";
import { createReplicationPairs } from "../../local/faults/replication-pairs.ts";
import type { HistoryEvent } from "../checkers/history-event.ts";
import { acknowledgedPayouts } from "../checkers/payout-books.ts";
import type { LedgerState } from "../checkers/ledger-view.ts";
import type { ArchivePlan } from "./archive-plan.ts";
import { createArchives } from "./archives.ts";
import { createArchiving, type Archiving } from "./archiving.ts";
import { applyEpisode } from "./apply-episode.ts";
import { createCell, killAll, type Cell } from "./cells.ts";
import { fillDirectory } from "./directory.ts";
import { createEdge, type Edge } from "./edge.ts";
import { createFront, type Answered } from "./front.ts";
import type { ApiRequest } from "./gateway.ts";
import { issuerOf } from "./issuers.ts";
import { createJournal, type Journal } from "./journal.ts";
import { joinJournals } from "./journals.ts";
import { createKeyManagement } from "./key-management.ts";
import { stateOf, viewsOf } from "./ledger-state.ts";
import { createParts } from "./make-parts.ts";
import { createOperator, type Operator } from "./operator.ts";
import { hurried, type Pace } from "./pace.ts";
import type { PayoutsPlan } from "./payouts-plan.ts";
import { createQueues, type Queues } from "./queue.ts";
import { createRails, type Rails } from "./rails.ts";
import { createReceivers } from "./receivers.ts";
import { createReporting, type Reporting, type ReportsPlan } from "./reporting.ts";
import { schedule } from "./schedule.ts";
import type { Seam } from "./seams.ts";
import { createStorage } from "./storage.ts";
import { AUTHORITY_REGIONS, createTables } from "./tables.ts";
import { createTrace, type Trace } from "./trace.ts";
import { createUploading, type Uploading } from "./uploading.ts";
import { createUploads, type Uploads } from "./uploads.ts";
import type { UploadsPlan } from "./uploads-plan.ts";
import type { ViewsPlan } from "./views-plan.ts";
import { sweepPayouts } from "./trouble-payouts.ts";
import { createWatchers } from "./watchers.ts";
import { createWeather, type Place, type Weather } from "./weather.ts";
import { createWebhooks, type Webhooks } from "./webhooks.ts";
import type { WebhooksPlan } from "./webhooks-plan.ts";
import { createWitness, type Witness } from "./witness.ts";

/** What a world is made of. */
export interface WorldOptions {
  readonly seed: number;
  readonly cells: 2 | 3;
  readonly seam: Seam;
  readonly faults: FaultPlan;
  /** Without it no cell builds views. */
  readonly views?: ViewsPlan | undefined;
  /** How events come to functions; as in a short run unless said otherwise. */
  readonly pace?: Pace;
  /** Without it nobody hears of events. */
  readonly webhooks?: WebhooksPlan | undefined;
  /** Without it nobody pays out. */
  readonly payouts?: PayoutsPlan | undefined;
  /** Without it there are no archives. */
  readonly archive?: ArchivePlan | undefined;
  /** When the world begins, milliseconds since the epoch; the first of a year unless said otherwise. */
  readonly startsAt?: number;
  /** Without it nobody makes reports; who does needs views and payouts. */
  readonly reports?: ReportsPlan | undefined;
  /** Without it nobody uploads payment files. */
  readonly uploads?: UploadsPlan | undefined;
}

/** Whole cells in one thread, under virtual time. */
export interface World {
  readonly kernel: VirtualKernel;
  readonly cells: readonly Cell[];
  readonly dynamoDb: DynamoDb;
  readonly edge: Edge;
  readonly queues: Queues;
  /** Undefined where no cell builds views. */
  readonly journal: Journal | undefined;
  /** Undefined where nobody hears of events. */
  readonly webhooks: Webhooks | undefined;
  /** Undefined where nobody pays out. */
  readonly rails: Rails | undefined;
  /** Undefined where there are no archives. */
  readonly archiving: Archiving | undefined;
  /** Undefined where nobody makes reports. */
  readonly reporting: Reporting | undefined;
  /** Undefined where nobody uploads payment files; likewise who brings them, and what befalls that. */
  readonly uploads: Uploads | undefined;
  readonly uploading: Uploading | undefined;
  readonly weather: Weather;
  readonly log: FaultLog;
  readonly trace: Trace;
  readonly witness: Witness;
  readonly history: HistoryEvent[];
  /** Sends a request through the edge, or to the origin of `cell`; undefined: no answer came. */
  request(request: ApiRequest, cell?: string): Promise<Answered>;
  readonly operator: Operator;
  /** A second operator, who knows nothing of the first. */
  readonly otherOperator: Operator;
  /** An access token of a client of a cell's pool. */
  token(cell: string, client: string): string;
  advance(ms: number): Promise<void>;
  /** Ends everything that runs all the time, canary payments too, and lets what they wrote arrive everywhere. */
  stop(): Promise<void>;
  /** Lets arrive what is on its way, and what comes of it. */
  drain(): Promise<void>;
  /** Everything that the ledger holds now. */
  state(): LedgerState;
  /** Milliseconds since the world began. */
  elapsed(): number;
}

/** Longer than what was begun takes to end, and to arrive in every region. */
const STOP_MS = 2_500;
const STOP_MS_MAX = 60_000;
const REGIONS: Readonly<Record<string, string>> = { eu: "eu-west-1", us: "us-east-1", ap: "ap-southeast-2" };
/** Every region that a platform may have anything in. */
export const ALL_REGIONS: readonly string[] = [...new Set([...Object.values(REGIONS), ...AUTHORITY_REGIONS])];

function placesOf(count: number): readonly Place[] {
  const all = Object.entries(REGIONS).map(([cell, region]) => ({ cell, region }));
  return all.slice(0, count);
}

/** Stands a platform up: tables, directory, functions, streams and schedules; leases come with the first ticks. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const kernel = createVirtualKernel(options.seed, options.startsAt);
  const log = createFaultLog();
  const trace = createTrace();
  const places = placesOf(options.cells);
  const pairs = createReplicationPairs((effect, from, to) => weather.onReplication(effect, from, to));
  const journal = options.views && createJournal(options.views.cell, log);
  const receivers = options.webhooks && createReceivers(options.webhooks, { seed: options.seed, kernel, log, trace });
  const isLost = (region: string): boolean => weather.isLost(region);
  const s3 = createStorage(kernel, () => queues);
  const archives = options.archive && (await createArchives(options.archive, { kernel, log, places, isLost, s3 }));
  const journals = joinJournals(journal, archives, places);
  const dynamoDb = await createTables(places, kernel, { lagMs: 40, jitterMs: 120, pairs }, journals, receivers);
  const { pace = hurried, reports } = options;
  const [witness, queues] = [createWitness(dynamoDb), createQueues(kernel, log)];
  const rails = options.payouts && (await createRails({ kernel, log, trace, places, dynamoDb }));
  const uploads = options.uploads && (await createUploads(options.uploads, { kernel, s3, dynamoDb, places, isLost }));
  const names = places.map(({ cell }) => cell);
  const edge = createEdge(names, kernel, log);
  const cells: Cell[] = [];
  const weather = createWeather(places, pairs, log, {
    onRegionLost(region) {
      cells.filter((cell) => cell.region === region).forEach(killAll);
      watchers.get(region)?.killAll();
    },
    onEpisode(episode, begins) {
      applyEpisode(episode, begins, { cells, edge, queues, log });
      if (episode.fault === "regionLost") rails?.turn(episode.cell, weather);
    },
  });
  const base = { kernel, log, pace, trace, witness, weather, dynamoDb, queues, keyManagement: createKeyManagement() };
  const made = { ...base, journal, receivers, archives, uploads, rails, edge, cells, s3, reports };
  const parts = createParts(options, made);
  for (const { cell, region } of places) cells.push(createCell(cell, region, parts));
  const watchers = createWatchers(cells, parts);
  const history: HistoryEvent[] = [];
  const running = { stopped: false };
  let started = kernel.now();
  const request = createFront(made);

  const world: World = {
    ...made,
    reporting: reports && (await createReporting(reports, made)),
    webhooks: receivers && createWebhooks(receivers, { ...made, keys: made.keyManagement.keys, places, request }),
    uploading: uploads && createUploading(uploads, { ...made, places, request }),
    archiving: archives && createArchiving(archives, made),
    history,
    request,
    operator: createOperator(names, parts),
    otherOperator: createOperator(names, parts, "other operator"),
    token: (cell, client) => issuerOf(REGIONS[cell] ?? "").token(client),
    advance: (ms) => kernel.elapse(ms),
    async stop() {
      running.stopped = true;
      for (const { functions } of cells) for (const each of [functions.keeper, functions.controller]) each.killAll();
      for (const watching of watchers.values()) watching.killAll();
      await drain(world);
    },
    drain: () => drain(world),
    state: () => stateIn(world),
    elapsed: () => kernel.now() - started,
  };
  await fillDirectory(places, parts);
  schedule({ ...world, pace }, watchers, options.faults.keepersOverlap, running);
  sweepPayouts(world, pace.payoutsSweepMs, running);
  // Leases are read and copied before anything else begins.
  await world.advance(1_000);
  started = kernel.now();
  return world;
}

/** What the ledger holds, with what views show, and banks and machines know, where there are any. */
function stateIn({ cells, dynamoDb, journal, rails, history }: World): LedgerState {
  return {
    ...stateOf(cells, dynamoDb),
    ...(journal && { views: viewsOf(viewing(cells), dynamoDb) }),
    ...(rails && { payouts: { ...rails.books(), acknowledged: acknowledgedPayouts(history) } }),
  };
}

/** The cells that build views. */
function viewing(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(({ journal }) => journal !== undefined);
}

/** What is on its way causes more: nothing may be left anywhere, and nothing come of it. */
async function drain({ kernel, dynamoDb, queues, cells, witness }: World): Promise<void> {
  const waiting = (): number =>
    queues.waiting() + cells.reduce((sum, { feed, journal }) => sum + feed.waiting() + (journal?.waiting() ?? 0), 0);
  let quiet = false;
  for (let passed = 0; passed < STOP_MS_MAX && !quiet; passed += STOP_MS) {
    const before = witness.writes();
    for (const { journal } of cells) journal?.redriveTwice();
    await kernel.elapse(STOP_MS);
    quiet = dynamoDb.replicationLag().inFlight + waiting() === 0 && witness.writes() === before;
  }
}
