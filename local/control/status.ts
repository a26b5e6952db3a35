import type { Properties, ResourceModel } from "../core/resource.ts";
import type { Registered } from "../pulumi/provider.ts";

/** One deployed stack, as the status shows it. */
interface StackStatus {
  readonly resources: number;
  /** Empty where a Pulumi engine deployed it: the outputs are in its state. */
  readonly outputs: Properties;
}

/** How a Pulumi engine reaches the local cloud. */
export interface EngineStatus {
  /** "aws:40001,awsx:40002" */
  readonly debugProviders: string;
  /** "file:///…": where the stacks' states are kept, as long as the cloud is up. */
  readonly backendUrl: string;
}

/** What `GET /_local/status` answers. */
export interface Status {
  /** Where the edge listens; empty where it is not served. */
  readonly edgeUrl: string;
  readonly stacks: Readonly<Record<string, StackStatus>>;
  /** What a Pulumi engine needs to deploy here; absent where it cannot. */
  readonly engine?: EngineStatus;
  readonly resources: { readonly modelled: number; readonly declaredOnly: number };
  /** Execution environments that are up, by function ARN. */
  readonly functions: Readonly<Record<string, number>>;
  /** What DynamoDB tells of its global tables. */
  readonly replication: unknown;
  /** Firewall rules that never match locally. */
  readonly ignoredFirewallRules: readonly string[];
}

/** Where the status comes from. */
export interface StatusSources {
  readonly edgeUrl: string;
  readonly models: readonly ResourceModel[];
  readonly registered: readonly Registered[];
  readonly outputs: ReadonlyMap<string, Properties>;
  readonly engine: EngineStatus | undefined;
  readonly functions: Readonly<Record<string, number>>;
  readonly replication: unknown;
  readonly ignoredFirewallRules: readonly string[];
}

/** Sums up a local cloud. */
export function statusOf(sources: StatusSources): Status {
  const standings = new Map(sources.models.map((model) => [model.type, model.standing]));
  const count = (standing: ResourceModel["standing"]): number =>
    sources.registered.filter((resource) => standings.get(resource.type) === standing).length;
  const stacks: Record<string, StackStatus> = {};
  for (const stack of new Set([...sources.outputs.keys(), ...sources.registered.map((resource) => resource.stack)])) {
    const resources = sources.registered.filter((resource) => resource.stack === stack).length;
    stacks[stack] = { resources, outputs: sources.outputs.get(stack) ?? {} };
  }
  const { edgeUrl, engine, functions, replication, ignoredFirewallRules } = sources;
  return {
    edgeUrl,
    stacks,
    ...(engine !== undefined && { engine }),
    resources: { modelled: count("modelled"), declaredOnly: count("declared-only") },
    functions,
    replication,
    ignoredFirewallRules,
  };
}
