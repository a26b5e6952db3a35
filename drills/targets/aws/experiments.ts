import * as v from "valibot";
import type { Clock } from "../../../functions/stores/clock.ts";
import { UserError } from "../../../local/core/errors.ts";
import type { DrillFault, RunningFault } from "../target.ts";
import type { DeployedPlatform } from "./deployed-platform.ts";
import type { MakeCall } from "./signed-call.ts";

/** The faults of drills as experiments of AWS Fault Injection Service. */
export interface Experiments {
  /** Starts a fault and waits until it runs. Throws `UserError` where there is no experiment for it. */
  begin(fault: DrillFault): Promise<RunningFault>;
  /** Ends every one that was begun and is not healed: a drill that breaks off leaves no fault behind. */
  end(): Promise<void>;
}

/**
 * How the templates are tagged that bring a fault about together; infra/plan/experiments.ts declares them. A lost
 * region stops replicating before its functions lose their network: nothing that they do last gets out.
 */
const TEMPLATES: Partial<Record<DrillFault["fault"], readonly string[]>> = {
  regionLost: ["replication-pause", "connectivity-loss"],
  partition: ["replication-pause"],
  replicationPaused: ["replication-pause"],
};

/** The faults that can be brought about on AWS. */
export const awsFaults = Object.keys(TEMPLATES);

const templateList = v.object({
  experimentTemplates: v.array(v.object({ id: v.string(), tags: v.optional(v.record(v.string(), v.string()), {}) })),
  nextToken: v.optional(v.string()),
});
const experimentForm = v.object({
  experiment: v.object({
    id: v.string(),
    state: v.object({ status: v.string(), reason: v.optional(v.string()) }),
  }),
});

/** Statuses before an experiment acts, and while it ends. Source: AWS FIS, "Experiment states". */
const STARTING = new Set(["pending", "initiating"]);
const ENDING = new Set([...STARTING, "running", "stopping"]);
const LOOK_MS = 1_000;
const LOOKS_MAX = 180;

/** Experiments of a stage's cells, each in its own region. */
export function createExperiments(platform: DeployedPlatform, call: MakeCall, clock: Clock): Experiments {
  /** Experiments that were started and not ended, and their regions. */
  const begun = new Map<string, string>();

  async function statusOf(id: string, region: string): Promise<{ readonly status: string; readonly reason: string }> {
    const answer = await call({ service: "fis", region, method: "GET", path: `/experiments/${id}` });
    const { status, reason = "no reason given" } = v.parse(experimentForm, answer).experiment.state;
    return { status, reason };
  }

  async function whileIn(states: ReadonlySet<string>, id: string, region: string) {
    for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
      const state = await statusOf(id, region);
      if (!states.has(state.status)) return state;
      await clock.sleep(LOOK_MS);
    }
    throw new Error(`The experiment ${id} in ${region} does not get any further.`);
  }

  async function start(name: string, cell: string, region: string): Promise<RunningFault> {
    const experimentTemplateId = await templateOf({ name, cell, region }, platform.stage, call);
    const clientToken = `${platform.stage}-${cell}-${name}-${clock.now()}`;
    const body = { experimentTemplateId, clientToken, tags: { startedBy: "payment-cells drill" } };
    const started = await call({ service: "fis", region, method: "POST", path: "/experiments", body });
    const { id } = v.parse(experimentForm, started).experiment;
    begun.set(id, region);
    const { status, reason } = await whileIn(STARTING, id, region);
    if (status !== "running") throw new Error(`The experiment ${id} did not run: ${status}, ${reason}`);
    return { heal: () => stop(id, region) };
  }

  async function stop(id: string, region: string): Promise<void> {
    const { status } = await statusOf(id, region);
    // One that a stop condition has ended cannot be stopped, and need not be.
    if (status === "running" || STARTING.has(status)) {
      await call({ service: "fis", region, method: "DELETE", path: `/experiments/${id}` });
    }
    await whileIn(ENDING, id, region);
    begun.delete(id);
  }

  return {
    async begin(fault) {
      const names = TEMPLATES[fault.fault];
      if (names === undefined || !("cell" in fault)) {
        throw new UserError(`AWS has no experiment for the fault ${fault.fault}: use --target local.`);
      }
      const region = regionOf(fault.cell, platform);
      const running: RunningFault[] = [];
      const heal = async () => {
        for (const each of running.toReversed()) await each.heal();
      };
      try {
        for (const name of names) running.push(await start(name, fault.cell, region));
      } catch (refusal) {
        // Half a fault is none: what runs already is ended before the drill breaks off.
        await heal();
        throw refusal;
      }
      return { heal };
    },
    async end() {
      await Promise.all([...begun].map(([id, region]) => stop(id, region)));
    },
  };
}

function regionOf(cell: string, { cells, stage }: DeployedPlatform): string {
  const found = cells.find(({ name }) => name === cell);
  if (found === undefined) throw new UserError(`There is no cell ${cell} in the stage ${stage}.`);
  return found.region;
}

/** A template is found by its tags: its id is AWS's to give. */
async function templateOf(
  { name, cell, region }: { readonly name: string; readonly cell: string; readonly region: string },
  stage: string,
  call: MakeCall,
): Promise<string> {
  let nextToken: string | undefined;
  do {
    const query = { maxResults: "100", ...(nextToken === undefined ? {} : { nextToken }) };
    const listed = await call({ service: "fis", region, method: "GET", path: "/experimentTemplates", query });
    const page = v.parse(templateList, listed);
    const found = page.experimentTemplates.find(
      ({ tags }) => tags["Name"] === name && tags["cell"] === cell && tags["stage"] === stage,
    );
    if (found !== undefined) return found.id;
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  throw new UserError(`Cell ${cell} has no experiment template ${name}: deploy its stack again.`);
}
