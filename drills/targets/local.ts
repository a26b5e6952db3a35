import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { CellName } from "../../functions/domain/ids.ts";
import type { LedgerKey } from "../../functions/domain/keys.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import type { Clock } from "../../functions/stores/clock.ts";
import { createLedgerRows, type LedgerRows } from "../../functions/stores/ledger-rows.ts";
import { createSigns } from "../../functions/stores/signs.ts";
import { AwsError } from "../../local/core/errors.ts";
import { noFaults } from "../../local/faults/plan.ts";
import type { Episode } from "../../local/faults/episodes.ts";
import { sdkError } from "../simulation/seams.ts";
import { AUTHORITY_REGIONS, AUTHORITY_TABLE, LEDGER_TABLE } from "../simulation/tables.ts";
import { lightWebObjects } from "../simulation/web-objects.ts";
import { createWorld, type World } from "../simulation/world.ts";
import { createConsumers } from "./consumers.ts";
import { askReports } from "./reports.ts";
import type { ApiAnswer, ApiCall, ConsumerName, DrillFault, Reports, Target } from "./target.ts";
import { watchedWorld } from "./watched-world.ts";

/** Which simulated platform a drill runs on. */
export interface LocalOptions {
  readonly seed: number;
  readonly cells: 2 | 3;
  /** The consumer of the first cell that is watched: the cell has it as it is deployed, and all that it follows. */
  readonly watched?: ConsumerName;
}

/** Virtual milliseconds between two looks at whether the drill is through. */
const STEP_MS = 100;
/** A drill that takes longer than this hangs. Virtual milliseconds. */
const LONGEST_MS = 2 * 3_600_000;
/** Lasts until it is healed. */
const EVER = Number.POSITIVE_INFINITY;
/** So long a sender of webhooks may act on what it has read, where nothing freezes it. */
const SLACK_MS = 15_000;

const FAULTS: readonly DrillFault["fault"][] = [
  "regionLost",
  "partition",
  "replicationPaused",
  "gray",
  "authorityLost",
  "edgeStoreLost",
  "databaseDown",
];

/** Whole cells with their production handlers and the real router, in virtual time. */
export async function createLocalTarget({ seed, cells: count, watched }: LocalOptions): Promise<Target> {
  const objects = lightWebObjects();
  const options = { seed, cells: count, seam: "direct", faults: noFaults } as const;
  const world = await createWorld({ ...options, ...(watched && watchedWorld(watched)) });
  const [first, second, ...others] = world.cells.map(({ name }) => name);
  if (first === undefined || second === undefined) throw new Error("A drill needs two cells.");
  const cells = [first, second, ...others] as const;
  const clock = clockOf(world);
  const random = world.kernel.random;
  const signs = createSigns([clientOf(world, AUTHORITY_REGIONS[1])], AUTHORITY_TABLE, clock);
  const ledgers = new Map(
    world.cells.map(({ name, region }) => [
      name,
      createLedgerRows(clientOf(world, region), LEDGER_TABLE, clock, random),
    ]),
  );
  const consumers = watched ? createConsumers(world) : undefined;
  const faults = createFaults(world, cells, consumers);
  const { webhooks, archiving, uploads, reporting } = world;
  const time = timeOf(world);
  if (webhooks !== undefined) {
    await time.through(() => webhooks.tenants.open());
    webhooks.begin();
  }

  return {
    name: "local",
    run: "drill",
    faults: consumers === undefined ? FAULTS : [...FAULTS, "consumerDown"],
    ...(consumers && { consumers }),
    cells,
    clock,
    random,
    operator: {
      evacuate: async (cell) => refusalIn(await world.operator.evacuate(cell)),
      failback: async (home) => refusalIn(await world.operator.failback(home)),
      automation: async (cell, rule) => refusalIn(await world.operator.automation(cell, rule)),
    },
    send: async (call, timeoutMs) => faults.spoil(await send(world, call, timeoutMs)),
    ...(uploads && { put: (file, timeoutMs) => Promise.race([uploads.put(file), patience(world, timeoutMs)]) }),
    begin: faults.begin,
    survey: () => signs.survey(cells, AUTHORITY_REGIONS),
    async route(home) {
      return faults.isOn("edgeStoreLost") ? undefined : (world.edge.store.entries().get(`serves/${home}`) ?? home);
    },
    items: async (cell, keys) => read(ledgers.get(known(cell)), keys),
    ledger: async () => world.state(),
    ...(webhooks && { webhooks: () => webhooks.run(SLACK_MS) }),
    ...(reporting && { reports: (cell, month) => reportsOf(world, cell, month, { clock, random }) }),
    ...(archiving && { archives: async () => archiving.run() }),
    ...time,
    async close() {
      objects.restore();
    },
  };
}

/** Virtual time passes while a drill's work goes on, and only then. */
function timeOf(world: World): Pick<Target, "through" | "still"> {
  let stopped: (() => void) | undefined;
  return {
    async through(work) {
      const state = { settled: false };
      const watched = work().finally(() => (state.settled = true));
      watched.catch(() => undefined);
      for (let passed = 0; !state.settled; passed += STEP_MS) {
        if (passed > LONGEST_MS) throw new Error("The drill takes more than two hours of its own time.");
        await world.advance(STEP_MS);
        // Stopping lets time pass by itself, which is for nobody to do from within that time.
        if (stopped !== undefined) {
          await world.stop();
          await world.archiving?.settle();
          await world.webhooks?.settle();
        }
        stopped?.();
        stopped = undefined;
        const [fault] = world.kernel.faults;
        if (fault !== undefined) throw fault;
      }
      return watched;
    },
    still: () => new Promise((resolve) => (stopped = resolve)),
  };
}

interface Faults extends Pick<Target, "begin"> {
  isOn(fault: DrillFault["fault"]): boolean;
  /** What a client gets of an answer. */
  spoil(answer: ApiAnswer | undefined): ApiAnswer | undefined;
}

function createFaults(
  { weather, kernel }: World,
  cells: readonly string[],
  consumers: ReturnType<typeof createConsumers> | undefined,
): Faults {
  const on = new Set<DrillFault["fault"]>();
  /** The share of answers that each of these cells spoils. */
  const sick = new Map<string, number>();
  return {
    isOn: (fault) => on.has(fault),
    spoil(answer) {
      const share = sick.get(answer?.servedBy ?? "") ?? 0;
      // What was done is done; only its answer is spoilt.
      return answer !== undefined && kernel.random() < share ? { status: 502, replayed: false, body: {} } : answer;
    },
    async begin(fault) {
      if (fault.fault === "consumerDown") {
        if (consumers === undefined) throw new Error("Nobody watches consumers here.");
        return consumers.breakDown(fault.cell, fault.consumer);
      }
      const episodes = episodesOf(fault, cells);
      for (const episode of episodes) weather.begin(episode);
      on.add(fault.fault);
      if (fault.fault === "gray") sick.set(fault.cell, fault.share);
      return {
        async heal() {
          for (const episode of episodes) weather.end(episode);
          on.delete(fault.fault);
          if (fault.fault === "gray") sick.delete(fault.cell);
        },
      };
    },
  };
}

async function read(
  ledger: LedgerRows | undefined,
  keys: readonly LedgerKey[],
): Promise<readonly (Item | undefined)[]> {
  if (ledger === undefined) throw new Error("There is no such cell.");
  return keys.length === 0 ? [] : ledger.getMany(keys);
}

function refusalIn(outcome: string): string | undefined {
  return outcome === "changed" ? undefined : outcome;
}

/** The world names its own cells. */
function known(cell: string): CellName {
  return cell as CellName;
}

function clockOf({ kernel }: World): Clock {
  return {
    now: () => Math.floor(kernel.now()),
    monotonic: () => kernel.now(),
    sleep: (ms) => new Promise((resolve) => void kernel.after(ms, resolve)),
    // The drill looks past the network, so nothing that it asks for takes any time.
    deadline: () => new AbortController().signal,
  };
}

/** A client that looks at a region's tables as they are: past the network and its faults. */
function clientOf({ dynamoDb }: World, region: string): Pick<DynamoDBClient, "send"> {
  const client = {
    async send(command: { readonly input: object; readonly constructor: { readonly name: string } }) {
      const action = command.constructor.name.replace(/Command\d*$/, "");
      const caller = { kind: "root", arn: "arn:aws:iam::111122223333:root", accountId: "111122223333" } as const;
      try {
        // A command's input is an object of AWS's field names.
        const input = command.input as Readonly<Record<string, unknown>>;
        return dynamoDb.service.handle({ service: "dynamodb", action, region, input, caller, requestId: "drill" });
      } catch (fault) {
        throw fault instanceof AwsError ? sdkError(fault) : fault;
      }
    },
  };
  return client;
}

async function send(world: World, call: ApiCall, timeoutMs: number): Promise<ApiAnswer | undefined> {
  const { method, path, as, issuer, idempotencyKey, homeCell, preferCell, body } = call;
  const headers: Record<string, string> = {
    authorization: `Bearer ${world.token(issuer, as === "platform" ? "ops-client" : "shop-client")}`,
    "content-type": "application/json",
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    ...(homeCell === undefined ? {} : { "home-cell": homeCell }),
    ...(preferCell === undefined ? {} : { "prefer-cell": preferCell }),
  };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const givenUp = patience(world, timeoutMs);
  const answered = world.request({ method, path, headers, body: text }).then(({ cell, reply }) => {
    if (reply === undefined) return undefined;
    const retryAfter = Number(reply.headers["retry-after"] ?? Number.NaN);
    return {
      status: reply.status,
      servedBy: reply.headers["served-by"] ?? cell,
      ...(reply.headers["home-cell"] === undefined ? {} : { homeCell: reply.headers["home-cell"] }),
      ...(Number.isNaN(retryAfter) ? {} : { retryAfterSeconds: retryAfter }),
      replayed: reply.replayed ?? false,
      body: reply.body ?? {},
    };
  });
  return Promise.race([answered, givenUp]);
}

async function reportsOf(
  world: World,
  name: string,
  month: string,
  by: Pick<Target, "clock" | "random">,
): Promise<Reports> {
  const { cells, reporting } = world;
  const cell = cells.find((one) => one.name === name);
  if (cell?.reports === undefined || reporting === undefined) throw new Error(`The cell ${name} makes no reports.`);
  const asking = { ...by, cells: cells.map((one) => one.name), client: clientOf(world, cell.region) };
  return { asked: await askReports(cell, month, asking), kept: reporting.kept() };
}

function patience({ kernel }: World, timeoutMs: number): Promise<undefined> {
  return new Promise((resolve) => void kernel.after(timeoutMs, () => resolve(undefined)));
}

/** What the simulation calls a drill's fault. */
function episodesOf(
  fault: Exclude<DrillFault, { fault: "consumerDown" }>,
  cells: readonly string[],
): readonly Episode[] {
  const lasting = { at: 0, until: EVER };
  switch (fault.fault) {
    case "regionLost":
    case "databaseDown":
      return [{ fault: fault.fault, cell: fault.cell, ...lasting }];
    case "partition":
      return [{ fault: "partition", cell: fault.cell, other: fault.other, ...lasting }];
    case "replicationPaused":
      return cells
        .filter((cell) => cell !== fault.cell)
        .flatMap((other) => [
          { fault: "replicationPaused", cell: fault.cell, other, ...lasting } as const,
          { fault: "replicationPaused", cell: other, other: fault.cell, ...lasting } as const,
        ]);
    case "gray":
      return [
        { fault: "gray", cell: fault.cell, strength: fault.share, ...lasting },
        { fault: "healthFlap", cell: fault.cell, strength: fault.share, ...lasting },
      ];
    case "authorityLost":
      return cells.map((cell) => ({ fault: "authorityCut", cell, ...lasting }));
    case "edgeStoreLost":
      return [{ fault: "edgeMissing", cell: cells[0] ?? "", ...lasting }];
  }
}
