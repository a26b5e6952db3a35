import { createHash } from "node:crypto";
import { stop as stopBundler } from "esbuild";
import { buildBundles } from "../../infra/bundles/bundle.ts";
import { createLocalCloud } from "../../local/cloud.ts";
import { AwsError, UserError } from "../../local/core/errors.ts";
import { createVirtualKernel } from "../../local/drivers/virtual-clock.ts";
import { defaultsKey } from "../../local/pulumi/lifecycle/check.ts";
import type { Kernel } from "../../local/core/kernel.ts";
import { createPulumiHost } from "../../local/pulumi/host.ts";
import type { Provider } from "../../local/pulumi/provider.ts";
import type { Deployed } from "../../local/pulumi/registrar.ts";
import { splitUrn } from "../../local/pulumi/urn.ts";
import type { Declared } from "../../policy/core/stack.ts";
import { projectDirectory } from "../deployment.ts";
import type { Deployment } from "../deployment.ts";

/** A stack of the project with everything that its program asks for. */
export interface StackGraph {
  readonly name: string;
  readonly resources: readonly Declared[];
}

/**
 * Evaluates stacks of a project against an empty local cloud whose clock stands still: nothing of them runs. A stack
 * that refers to another needs it in `stacks`. Rejects with a `UserError` that names the stack.
 */
export async function evaluateGraphs(
  stacks: readonly string[],
  zone: Deployment["zone"],
  directory: string = projectDirectory,
): Promise<readonly StackGraph[]> {
  await buildBundles(projectDirectory);
  await stopBundler();
  const kernel = reseededKernel();
  const faults: unknown[] = [];
  const onFault = (fault: unknown): number => faults.push(fault);
  const cloud = createLocalCloud({ kernel, zones: [zone], awsEndpoint: () => "", onFault });
  const deployed: Deployed[] = [];
  const provider = reseeding(cloud.provider, kernel.reseed);
  const host = createPulumiHost({ kernel, provider, onDeployed: (one) => deployed.push(one) });
  try {
    await host.deploy({ projectDir: directory, stacks });
  } finally {
    host.shutdown();
    await cloud.shutdown();
  }
  if (faults.length > 0) throw new UserError(`The local cloud failed: ${String(faults[0])}`);
  return stacks.map((name) => ({
    name,
    // In which order they came depends on what else the machine did.
    resources: deployed
      .filter(({ stack }) => stack === name)
      .map(declaredOf)
      .toSorted((a, b) => (a.urn < b.urn ? -1 : 1)),
  }));
}

/** A clock that stands still, and chance that begins anew with each resource. */
interface ReseededKernel extends Kernel {
  reseed(urn: string): void;
}

function reseededKernel(): ReseededKernel {
  let { random } = createVirtualKernel();
  return {
    ...createVirtualKernel(),
    random: () => random(),
    reseed(urn) {
      ({ random } = createVirtualKernel(createHash("sha256").update(urn).digest().readUInt32BE()));
    },
  };
}

/**
 * What AWS would make up of a resource follows from its URN: whatever else there is, and in which order, it stays the
 * same.
 */
function reseeding(provider: Provider, reseed: (urn: string) => void): Provider {
  return {
    ...provider,
    check(address, olds, news) {
      reseed(address.urn);
      return provider.check(address, olds, news);
    },
    async create(address, inputs) {
      reseed(address.urn);
      try {
        return await provider.create(address, inputs);
      } catch (fault) {
        if (!(fault instanceof AwsError)) throw fault;
        // What AWS refuses only when it is made, as a public policy where those are blocked, is judged all the same.
        return { id: splitUrn(address.urn).name, outputs: provider.foresee(address, inputs) };
      }
    },
  };
}

function declaredOf({ urn, id, inputs, outputs, protect, propertyDependencies }: Deployed): Declared {
  const { type, name } = splitUrn(urn);
  const { [defaultsKey]: _, ...properties } = inputs;
  return { urn, type, name, protect, properties, outputs: { ...outputs, id }, propertyDependencies };
}
