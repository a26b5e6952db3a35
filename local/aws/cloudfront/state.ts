import { AwsError } from "../../core/errors.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Properties } from "../../core/resource.ts";
import type { CertificateLookup } from "../certificate.ts";
import type { CacheBehavior, Distribution, Origin } from "./distribution.ts";
import type { EdgeFunction } from "./edge-function.ts";
import type { KeyValueStore } from "./key-value-store.ts";
import { cachingDisabled, managedOriginRequestPolicies } from "./policies.ts";
import type { OriginRequestPolicy, ResponseHeadersPolicy } from "./policies.ts";

/** A resource of CloudFront as it stands, with the inputs that it was given last. */
export interface Kept {
  given: Properties;
  /** Changes with every change. */
  etag: string;
}

/** A distribution as it stands. */
export interface StoredDistribution extends Kept {
  distribution: Distribution;
  readonly arn: string;
  readonly callerReference: string;
  modifiedMs: number;
}

/** A function: what was written last, and what distributions run. */
export interface StoredFunction extends Kept {
  readonly name: string;
  readonly arn: string;
  /** Undefined before it was published. */
  live: EdgeFunction | undefined;
  liveEtag: string;
}

/** A KeyValueStore, as CloudFront's own API knows it: its ETag is another than that of the keys. */
export interface StoredKeyValueStore extends Kept {
  readonly store: KeyValueStore;
  modifiedMs: number;
}

/** A policy that behaviours name, and what it comes to. */
export interface StoredPolicy<Value> extends Kept {
  value: Value;
  /** Whether AWS made it: such a policy cannot be changed. */
  readonly managed: boolean;
}

/** What CloudFront asks of the firewall. */
export interface EdgeFirewall {
  guard(distributionArn: string, headers: Headers): "allow" | "block";
  /** Throws, and changes nothing, where there is no such web ACL for CloudFront. */
  guardDistribution(distributionArn: string, webAclArn: string | undefined): void;
}

/** What CloudFront asks of other services. */
export interface CloudFrontNeighbours {
  readonly firewall: EdgeFirewall;
  readonly certificate: CertificateLookup;
}

/** The state that the resource models build up. */
export interface CloudFrontState extends CloudFrontNeighbours {
  readonly kernel: Kernel;
  readonly distributions: Map<string, StoredDistribution>;
  /** By ARN. */
  readonly functions: Map<string, StoredFunction>;
  /** By ARN. */
  readonly stores: Map<string, StoredKeyValueStore>;
  /** Whether a policy keeps nothing, by id. */
  readonly cachePolicies: Map<string, StoredPolicy<boolean>>;
  readonly originRequestPolicies: Map<string, StoredPolicy<OriginRequestPolicy>>;
  readonly responseHeadersPolicies: Map<string, StoredPolicy<ResponseHeadersPolicy>>;
  readonly accessControls: Map<string, Kept>;
  readonly vpcOrigins: Map<string, Kept>;
}

/** CloudFront with nothing in it but the policies that AWS manages. */
export function createCloudFrontState(
  kernel: Kernel,
  { firewall, certificate }: CloudFrontNeighbours,
): CloudFrontState {
  const managed = <Value>(id: string, name: string, value: Value): [string, StoredPolicy<Value>] => [
    id,
    { given: { name }, etag: newId(kernel), value, managed: true },
  ];
  return {
    kernel,
    firewall,
    certificate,
    distributions: new Map(),
    functions: new Map(),
    stores: new Map(),
    cachePolicies: new Map([managed(cachingDisabled.id, cachingDisabled.name, true)]),
    originRequestPolicies: new Map(
      Object.entries(managedOriginRequestPolicies).map(([id, { name, policy }]) => managed(id, name, policy)),
    ),
    responseHeadersPolicies: new Map(),
    accessControls: new Map(),
    vpcOrigins: new Map(),
  };
}

/** Ids of CloudFront are an E and thirteen more. */
export function newId(kernel: Kernel): string {
  return `E${randomHex(kernel, 7).slice(0, 13).toUpperCase()}`;
}

/** How many distributions have a behaviour that `uses` says yes to. */
export function behaviorUses(state: CloudFrontState, uses: (behavior: CacheBehavior) => boolean): number {
  return [...state.distributions.values()].filter(({ distribution }) => distribution.behaviors.some(uses)).length;
}

/** How many distributions have an origin that `uses` says yes to. */
export function originUses(state: CloudFrontState, uses: (origin: Origin) => boolean): number {
  const distributions = [...state.distributions.values()];
  return distributions.filter(({ distribution }) => [...distribution.origins.values()].some(uses)).length;
}

/** What is in use cannot be deleted: 409. */
export function inUse(code: string, message: string): AwsError {
  return new AwsError(code, message, 409);
}
