import { setFlagsFromString } from "node:v8";
import { stop as stopBundler } from "esbuild";
import { buildBundles } from "../infra/bundles/bundle.ts";
import { UserError } from "../local/core/errors.ts";
import type { ServedCloud, ServeOptions } from "../local/serve.ts";
import { shutDownWithProcess } from "../local/shutdown.ts";
import type { CliContext } from "./context.ts";
import { projectDirectory, readDeployment, type Deployment } from "./deployment.ts";
import { openRails } from "./rails.ts";
import { duration } from "./text.ts";

/** Which local cloud to stand up. */
export interface StandUpOptions {
  readonly port?: number;
  readonly edgePort?: number;
  /** Deploys nothing. */
  readonly empty?: boolean;
  /** Lets a Pulumi engine deploy. */
  readonly engine?: boolean;
  /** Called once the stacks are being evaluated, in processes of their own. */
  readonly onDeploying?: () => void;
}

/** A local cloud in this process, and what is deployed on it. */
export interface StandingCloud extends ServedCloud {
  readonly deployment: Deployment;
}

/**
 * Serves a local cloud from this process and deploys all stacks to it, telling how that goes. However the process ends,
 * the cloud ends with it.
 */
export async function standUp(options: StandUpOptions, context: CliContext): Promise<StandingCloud> {
  keepYoungGeneration();
  const deployment = readDeployment();
  const { port, edgePort } = options;
  // esbuild's process works while this one loads the local cloud.
  const bundles = options.empty === true ? undefined : bundleFunctions();
  const { serveLocalCloud } = await import("../local/serve.ts");
  const told = new Set<string>();
  const onFault = (fault: unknown) => {
    const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    if (!told.has(text)) context.err(`local cloud: ${text}`);
    told.add(text);
  };
  const served = await serveLocalCloud({
    ...(port === undefined ? {} : { port }),
    ...(edgePort === undefined ? {} : { edgePort }),
    ...(options.engine === true ? { engineProject: projectOf(deployment) } : {}),
    // Whoever deploys a domain has its zone.
    zones: [deployment.zone],
    onFault,
  });
  shutDownWithProcess(served.shutdown, onFault);
  context.err(`AWS endpoint ${served.awsUrl}, edge ${served.edgeUrl}`);
  try {
    if (bundles !== undefined) {
      await bundles;
      await deploy(served, deployment, options, context);
    }
  } catch (fault) {
    await served.shutdown();
    throw fault;
  }
  return { ...served, deployment };
}

/**
 * V8 gives back memory of a process that does little: then it collects a young generation of 1 MB every second, and
 * what calls under way held as much ends in the old one. It may stay away, and grow back to its 16 MB at once.
 */
function keepYoungGeneration(): void {
  setFlagsFromString("--gc-memory-reducer-start-delay-ms=86400000");
  setFlagsFromString("--semi-space-growth-factor=16");
}

function projectOf({ project, stacks }: Deployment): NonNullable<ServeOptions["engineProject"]> {
  return { directory: projectDirectory, name: project, stacks };
}

/** Bundles what the stacks deploy. Rejects with a `UserError`, which whoever never comes to await it need not hear. */
function bundleFunctions(): Promise<void> {
  const bundling = async (): Promise<void> => {
    await buildBundles(projectDirectory).catch((fault: unknown) => {
      const reason = fault instanceof Error ? fault.message : String(fault);
      throw new UserError(`The functions cannot be bundled: ${reason}`, { cause: fault });
    });
    // esbuild's own process would stay and be pinged every second for as long as the cloud stands.
    await stopBundler();
  };
  const bundled = bundling();
  bundled.catch(() => undefined);
  return bundled;
}

async function deploy(
  { cloud }: ServedCloud,
  deployment: Deployment,
  { onDeploying }: StandUpOptions,
  context: CliContext,
): Promise<void> {
  const { clock, screen } = context;
  const { stacks } = deployment;
  const created = new Map(stacks.map((stack) => [stack, 0]));
  const deploying = cloud.deploy({
    projectDir: projectDirectory,
    stacks,
    onProgress(progress) {
      const { stack } = progress;
      switch (progress.kind) {
        case "resource":
          created.set(stack, (created.get(stack) ?? 0) + 1);
          return screen?.draw(`deploying  ${[...created].map(([name, number]) => `${name} ${number}`).join("  ")}`);
        case "log":
          screen?.clear();
          return context.err(`${stack}: ${progress.line}`);
        case "stack":
          screen?.clear();
          return context.err(
            `${stack}  ${created.get(stack) ?? 0} resources, ${duration(clock.monotonic() - context.started)}`,
          );
      }
    },
  });
  onDeploying?.();
  await deploying;
  await openRails(cloud, deployment);
}
