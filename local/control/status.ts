import type { Properties, ResourceModel } from "../core/resource.ts";
import type { Registered } from "../pulumi/registrar.ts";

/** One deployed stack, as the status shows it. */
interface StackStatus {
  readonly resources: number;
  readonly outputs: Properties;
}

/** What `GET /_local/status` answers. */
export interface Status {
  /** Where the edge listens; empty where it is not served. */
  readonly edgeUrl: string;
  readonly stacks: Readonly<Record<string, StackStatus>>;
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
  for (const [stack, outputs] of sources.outputs) {
    stacks[stack] = { resources: sources.registered.filter((resource) => resource.stack === stack).length, outputs };
  }
  const { edgeUrl, functions, replication, ignoredFirewallRules } = sources;
  return {
    edgeUrl,
    stacks,
    resources: { modelled: count("modelled"), declaredOnly: count("declared-only") },
    functions,
    replication,
    ignoredFirewallRules,
  };
}
