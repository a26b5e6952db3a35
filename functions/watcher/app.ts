import { evacuate, type Evacuation } from "../domain/authority.ts";
import { createSightings, healthOf, mayStandIn, type CellHealth, type Verdict } from "../domain/health.ts";
import type { AuthorityChanges } from "../stores/authority-changes.ts";
import type { Clock } from "../stores/clock.ts";
import type { RouterStore } from "../stores/key-value-store.ts";
import { reported, type Log } from "../stores/log.ts";
import type { ProbeOrigin } from "../stores/probe.ts";
import type { Signs } from "../stores/signs.ts";
import type { Env } from "./env.ts";
import { createProbing } from "./probing.ts";
import { createReadings } from "./readings.ts";
import { createRouting } from "./routing.ts";

/** What the watcher reads and writes. */
export interface Stores {
  readonly signs: Pick<Signs, "survey" | "noteProbe">;
  readonly authority: Pick<AuthorityChanges, "state" | "change">;
  readonly router: RouterStore;
  readonly probe: ProbeOrigin;
  readonly log: Log;
}

/** The watcher of one region: tells a cell that is down by two signs, evacuates it, and has the edge router follow. */
export interface Watcher {
  /** Probes the cells that are due; tells in how many milliseconds the next one is. */
  probe(): Promise<number>;
  /** Reads all signs and evacuates what is down; tells in how many milliseconds to look again. */
  look(): Promise<number>;
  /** Lets the edge router's store follow the authority as it was last read; tells likewise. */
  route(): Promise<number>;
  /** Does all three beside one another for `durationMs`; what fails is reported and done again. */
  run(durationMs: number): Promise<void>;
}

/** So often the signs are read while all is well, and while something is not. */
const QUIET_MS = 2_000;
const ALERT_MS = 1_000;

/** Makes a watcher. What it knows of ages it has seen itself: a restart starts them anew. Overlapping is harmless. */
export function createApp(env: Env, stores: Stores, clock: Clock): Watcher {
  const { signs, authority, router, log } = stores;
  const names = env.cells.map(({ name }) => name);
  const standIns = Object.fromEntries(env.cells.map((cell) => [cell.name, cell.standIns]));
  const sightings = createSightings();
  const routing = createRouting(router, () => authority.state(), clock);
  const verdicts = new Map<string, Verdict>();
  const readings = createReadings(() => signs.survey(names, env.authorityRegions), sightings, clock);
  let pause = ALERT_MS;
  const probing = createProbing(env, stores, clock, {
    observe: async () => (await readings.read())?.survey,
    ageOf: sightings.ageOf,
  });

  async function look(): Promise<number> {
    // While all is well, a reading that a probe asked for serves a look, too: signs are read every two seconds.
    const reading = await readings.readUnless(pause === QUIET_MS ? QUIET_MS : 0);
    if (reading === undefined) return ALERT_MS;
    const { survey, sent } = reading;
    const now = clock.monotonic();
    const health = healthOf(survey, (sign) => sightings.ageOf(sign, now), verdicts);
    for (const { cell, verdict } of health) {
      if (verdicts.get(cell) !== verdict) log(levelOf(verdict), `cell ${cell} is ${verdict}`);
      verdicts.set(cell, verdict);
    }
    for (const cell of health) probing.hurry(cell);
    const avoid = health.filter((cell) => !mayStandIn(cell)).map(({ cell }) => cell);
    for (const { cell } of health.filter(isToBeEvacuated)) {
      await evacuateDown({ cell, standIns, automatic: true, avoid }, env.region, stores);
    }
    pause = health.some(({ verdict, evacuated }) => verdict !== "up" && !evacuated) ? ALERT_MS : QUIET_MS;
    return pause === QUIET_MS ? Math.max(0, sent + QUIET_MS - clock.monotonic()) : ALERT_MS;
  }

  async function route(): Promise<number> {
    const revision = readings.revision();
    if (revision !== undefined && (await routing.follow(revision))) {
      log("info", "the edge router's store was changed", { revision: String(revision) });
    }
    return ALERT_MS;
  }

  async function repeat(what: string, step: () => Promise<number>, end: number): Promise<void> {
    while (clock.monotonic() < end) {
      const wait = await step().catch(reported(log, `watcher ${what}`));
      await clock.sleep(Math.min(wait === false ? ALERT_MS : wait, Math.max(0, end - clock.monotonic())));
    }
  }

  return {
    probe: probing.probe,
    look,
    route,
    async run(durationMs) {
      const end = clock.monotonic() + durationMs;
      await Promise.all([
        repeat("probing", probing.probe, end),
        repeat("looking", look, end),
        repeat("routing", route, end),
      ]);
    },
  };
}

async function evacuateDown(evacuation: Evacuation, region: string, { authority, log }: Stores): Promise<void> {
  const { cell } = evacuation;
  const change = { by: `watcher ${region}`, what: `evacuate ${cell}`, decide: evacuate(evacuation) };
  const result = await authority.change(change);
  if (result.outcome === "changed") {
    log("error", `cell ${cell} was evacuated`);
  } else {
    const why = result.outcome === "refused" ? result.refusal : `superseded by ${result.by?.by ?? "somebody"}`;
    log("warn", `cell ${cell} was not evacuated`, { why });
  }
}

function isToBeEvacuated({ verdict, evacuated, forbidden }: CellHealth): boolean {
  return verdict === "down" && !evacuated && !forbidden;
}

function levelOf(verdict: Verdict): "info" | "warn" | "error" {
  if (verdict === "down") return "error";
  return verdict === "up" ? "info" : "warn";
}
