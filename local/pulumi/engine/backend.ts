import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { startEngineHost } from "./index.ts";
import type { EngineHostDeps } from "./index.ts";

/** Everything that a Pulumi engine needs to deploy to the local cloud. */
export interface EngineBackend {
  readonly status: { readonly debugProviders: string; readonly backendUrl: string };
  /** The processes that speak to the engine. */
  pids(): readonly (number | undefined)[];
  /** Ends the provider and forgets the states: what they tell of is gone with the cloud. */
  shutdown(): Promise<void>;
}

/** What is to be deployed. */
export interface EngineProject {
  /** The directory of Pulumi.yaml; relative paths of assets start there. */
  readonly directory: string;
  readonly name: string;
  /** They exist at once, empty, so that `pulumi up -s STACK` asks nothing. */
  readonly stacks: readonly string[];
}

/** Starts the provider, and makes a directory for the states of the project's stacks. Rejects with a `UserError`. */
export async function startEngineBackend(
  project: EngineProject,
  deps: Omit<EngineHostDeps, "directory">,
): Promise<EngineBackend> {
  const directory = await mkdtemp(path.join(tmpdir(), "payment-cells-"));
  const forget = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    await initStacks(directory, project);
    const host = await startEngineHost({ ...deps, directory: project.directory });
    const { aws, awsx } = host.ports;
    return {
      status: { debugProviders: `aws:${aws},awsx:${awsx}`, backendUrl: pathToFileURL(directory).href },
      pids: host.pids,
      async shutdown() {
        await host.shutdown();
        await forget();
      },
    };
  } catch (fault) {
    await forget();
    throw fault;
  }
}

/** As `pulumi stack init` leaves them (`pkg/backend/diy` of pulumi/pulumi, version 1 of its layout). */
async function initStacks(directory: string, { name, stacks }: EngineProject): Promise<void> {
  const folder = path.join(directory, ".pulumi", "stacks", name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(directory, ".pulumi", "meta.yaml"), "version: 1\n");
  for (const stack of stacks) {
    const state = { version: 3, checkpoint: { stack: `organization/${name}/${stack}` } };
    await writeFile(path.join(folder, `${stack}.json`), JSON.stringify(state));
  }
}
