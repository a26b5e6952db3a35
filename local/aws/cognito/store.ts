import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Properties } from "../../core/resource.ts";
import { clientSettings } from "./client-settings.ts";
import type { ClientSettings } from "./client-settings.ts";

/** A user pool: here only the home of machine clients. What is `given` are the inputs of Pulumi that count now. */
export interface UserPool {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly createdAt: number;
  modifiedAt: number;
  given: Properties;
  readonly clients: Map<string, UserPoolClient>;
  /** By their identifiers. */
  readonly resourceServers: Map<string, ResourceServer>;
  /** The prefix of the pool's domain, and what else was declared of it. */
  domain: { readonly prefix: string; given: Properties } | undefined;
}

/** A group of scopes: "payments" with "write". */
export interface ResourceServer {
  given: Properties;
  scopes: readonly string[];
}

/** A machine client of a pool. */
export interface UserPoolClient {
  readonly id: string;
  readonly secret: string | undefined;
  readonly createdAt: number;
  modifiedAt: number;
  given: Properties;
  settings: ClientSettings;
}

/** The pools of all regions and the domains that lead to them. */
export interface PoolStore {
  createPool(region: string, given: Properties): UserPool;
  updatePool(pool: UserPool, given: Properties): void;
  /** Throws `InvalidParameterException` for a pool that is protected or has a domain. */
  deletePool(pool: UserPool): void;
  createDomain(poolId: string, prefix: string, given: Properties): void;
  deleteDomain(prefix: string): void;
  putResourceServer(poolId: string, identifier: string, server: ResourceServer, how: "create" | "update"): void;
  createClient(poolId: string, given: Properties): UserPoolClient;
  /** The client keeps its secret. */
  updateClient(pool: UserPool, client: UserPoolClient, given: Properties): void;
  /** Throws `ResourceNotFoundException`. */
  pool(poolId: string): UserPool;
  /** `undefined` where there is no such pool. */
  find(poolId: string): UserPool | undefined;
  byDomain(prefix: string): UserPool | undefined;
  pools(region: string): readonly UserPool[];
}

/** Creates a store without pools. */
export function createPoolStore(kernel: Kernel, accountId: string): PoolStore {
  const pools = new Map<string, UserPool>();

  function pool(poolId: string): UserPool {
    const found = pools.get(poolId);
    if (found === undefined) {
      throw new AwsError("ResourceNotFoundException", `User pool ${poolId} does not exist.`);
    }
    return found;
  }

  return {
    ...poolDomains(pool),
    ...poolClients(kernel, pool),
    createPool(region, given) {
      const id = `${region}_${randomHex(kernel, 5).slice(0, 9)}`;
      const now = kernel.now();
      const created: UserPool = {
        id,
        arn: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`,
        region,
        createdAt: now,
        modifiedAt: now,
        given,
        clients: new Map(),
        resourceServers: new Map(),
        domain: undefined,
      };
      pools.set(id, created);
      return created;
    },
    updatePool(owner, given) {
      owner.given = given;
      owner.modifiedAt = kernel.now();
    },
    deletePool(owner) {
      if (owner.given["deletionProtection"] === "ACTIVE") {
        throw invalidParameter(
          "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be " +
            "inactivated first.",
        );
      }
      if (owner.domain !== undefined) {
        throw invalidParameter("User pool cannot be deleted. It has a domain configured that should be deleted first.");
      }
      pools.delete(owner.id);
    },
    pool,
    find: (poolId) => pools.get(poolId),
    pools: (region) => [...pools.values()].filter((candidate) => candidate.region === region),
  };
}

type FindPool = (poolId: string) => UserPool;

function poolDomains(pool: FindPool): Pick<PoolStore, "createDomain" | "deleteDomain" | "byDomain"> {
  const domains = new Map<string, UserPool>();
  return {
    createDomain(poolId, prefix, given) {
      const owner = pool(poolId);
      const holder = domains.get(prefix);
      if (holder !== undefined && holder.region !== owner.region) {
        // The endpoint's path tells the pool by the prefix alone.
        throw notImplemented(`the same domain prefix "${prefix}" in two regions`);
      }
      if (holder !== undefined) throw invalidParameter("Domain already associated with another user pool.");
      if (owner.domain !== undefined) throw invalidParameter("User pool already has a domain configured.");
      owner.domain = { prefix, given };
      domains.set(prefix, owner);
    },
    deleteDomain(prefix) {
      const owner = domains.get(prefix);
      if (owner !== undefined) owner.domain = undefined;
      domains.delete(prefix);
    },
    byDomain: (prefix) => domains.get(prefix),
  };
}

function poolClients(
  kernel: Kernel,
  pool: FindPool,
): Pick<PoolStore, "putResourceServer" | "createClient" | "updateClient"> {
  return {
    putResourceServer(poolId, identifier, server, how) {
      const { resourceServers } = pool(poolId);
      if (how === "create" && resourceServers.has(identifier)) {
        throw invalidParameter(`${identifier} already exists in user pool ${poolId}.`);
      }
      if (how === "update" && !resourceServers.has(identifier)) {
        throw new AwsError("ResourceNotFoundException", `Resource server ${identifier} does not exist.`);
      }
      resourceServers.set(identifier, server);
    },
    createClient(poolId, given) {
      const owner = pool(poolId);
      const settings = clientSettings(given, (scope) => knowsScope(owner, scope));
      const now = kernel.now();
      const id = randomHex(kernel, 13);
      const secret = settings.generateSecret ? randomHex(kernel, 26) : undefined;
      const client: UserPoolClient = { id, secret, createdAt: now, modifiedAt: now, given, settings };
      owner.clients.set(client.id, client);
      return client;
    },
    updateClient(owner, client, given) {
      const settings = clientSettings(given, (scope) => knowsScope(owner, scope));
      Object.assign(client, { given, settings, modifiedAt: kernel.now() });
    },
  };
}

/** Whether the pool's resource servers know a scope such as "payments/write". */
export function knowsScope({ resourceServers }: UserPool, scope: string): boolean {
  const slash = scope.lastIndexOf("/");
  return resourceServers.get(scope.slice(0, slash))?.scopes.includes(scope.slice(slash + 1)) ?? false;
}

/** The name that a pool has now. */
export function nameOf({ given }: Pick<UserPool | UserPoolClient, "given">): string {
  return String(given["name"]);
}

function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
