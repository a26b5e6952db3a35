import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";

/** A user pool: here only the home of machine clients. */
export interface UserPool {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  readonly clients: Map<string, UserPoolClient>;
  /** Identifiers of resource servers and their scopes: "payments" → "write". */
  readonly scopes: Map<string, readonly string[]>;
}

/** A machine client of a pool. */
export interface UserPoolClient {
  readonly id: string;
  readonly name: string;
  readonly secret: string | undefined;
  readonly allowedFlows: readonly string[];
  /** "payments/write" */
  readonly allowedScopes: readonly string[];
  readonly accessTokenSeconds: number;
  readonly createdAt: number;
}

/** What a new client is made of. */
type ClientDeclaration = Pick<UserPoolClient, "name" | "allowedFlows" | "allowedScopes"> & {
  readonly generateSecret: boolean;
  readonly accessTokenSeconds: number | undefined;
};

/** The pools of all regions and the domains that lead to them. */
export interface PoolStore {
  createPool(region: string, name: string): UserPool;
  createDomain(poolId: string, prefix: string): UserPool;
  createResourceServer(poolId: string, identifier: string, scopes: readonly string[]): UserPool;
  createClient(poolId: string, declaration: ClientDeclaration): UserPoolClient;
  /** Throws `ResourceNotFoundException`. */
  pool(poolId: string): UserPool;
  /** `undefined` where there is no such pool. */
  find(poolId: string): UserPool | undefined;
  byDomain(prefix: string): UserPool | undefined;
  pools(region: string): readonly UserPool[];
}

const ACCESS_TOKEN_SECONDS = 3600;
const ACCESS_TOKEN_SECONDS_MIN = 300;
const ACCESS_TOKEN_SECONDS_MAX = 86_400;

/** Creates a store without pools. */
export function createPoolStore(kernel: Kernel, accountId: string): PoolStore {
  const pools = new Map<string, UserPool>();
  const domains = new Map<string, UserPool>();

  function pool(poolId: string): UserPool {
    const found = pools.get(poolId);
    if (found === undefined) {
      throw new AwsError("ResourceNotFoundException", `User pool ${poolId} does not exist.`);
    }
    return found;
  }

  return {
    createPool(region, name) {
      const id = `${region}_${randomHex(kernel, 5).slice(0, 9)}`;
      const arn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`;
      const created = { id, arn, name, region, createdAt: kernel.now(), clients: new Map(), scopes: new Map() };
      pools.set(id, created);
      return created;
    },
    createDomain(poolId, prefix) {
      if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(prefix)) {
        throw invalidParameter(`Invalid domain prefix "${prefix}": lower-case letters, digits and hyphens only.`);
      }
      const owner = pool(poolId);
      const holder = domains.get(prefix);
      if (holder !== undefined && holder.region !== owner.region) {
        // The endpoint's path tells the pool by the prefix alone.
        throw notImplemented(`the same domain prefix "${prefix}" in two regions`);
      }
      if (holder !== undefined) throw invalidParameter("Domain already associated with another user pool.");
      domains.set(prefix, owner);
      return owner;
    },
    createResourceServer(poolId, identifier, scopes) {
      const owner = pool(poolId);
      if (owner.scopes.has(identifier)) {
        throw invalidParameter(`${identifier} already exists in user pool ${poolId}.`);
      }
      owner.scopes.set(identifier, scopes);
      return owner;
    },
    createClient(poolId, declaration) {
      const owner = pool(poolId);
      checkClient(owner, declaration);
      const { name, allowedFlows, allowedScopes, generateSecret, accessTokenSeconds } = declaration;
      const client = {
        id: randomHex(kernel, 13),
        name,
        secret: generateSecret ? randomHex(kernel, 26) : undefined,
        allowedFlows,
        allowedScopes,
        accessTokenSeconds: accessTokenSeconds ?? ACCESS_TOKEN_SECONDS,
        createdAt: kernel.now(),
      };
      owner.clients.set(client.id, client);
      return client;
    },
    pool,
    find: (poolId) => pools.get(poolId),
    byDomain: (prefix) => domains.get(prefix),
    pools: (region) => [...pools.values()].filter((candidate) => candidate.region === region),
  };
}

/** Whether the pool's resource servers know a scope such as "payments/write". */
export function knowsScope(pool: UserPool, scope: string): boolean {
  const slash = scope.lastIndexOf("/");
  return pool.scopes.get(scope.slice(0, slash))?.includes(scope.slice(slash + 1)) ?? false;
}

function checkClient(pool: UserPool, declaration: ClientDeclaration): void {
  const { allowedFlows, allowedScopes, generateSecret, accessTokenSeconds } = declaration;
  for (const flow of allowedFlows) {
    if (flow !== "client_credentials") throw notImplemented(`the OAuth flow "${flow}"`);
  }
  if (allowedFlows.length > 0 && !generateSecret) {
    throw new AwsError(
      "InvalidOAuthFlowException",
      "client_credentials flow can not be selected if client does not have a client secret.",
    );
  }
  const unknown = allowedScopes.find((scope) => !knowsScope(pool, scope));
  if (unknown !== undefined) throw new AwsError("ScopeDoesNotExistException", `Scope ${unknown} does not exist.`);
  if (
    accessTokenSeconds !== undefined &&
    (accessTokenSeconds < ACCESS_TOKEN_SECONDS_MIN || accessTokenSeconds > ACCESS_TOKEN_SECONDS_MAX)
  ) {
    throw invalidParameter("Invalid range for token validity: an access token lives 5 minutes to 24 hours.");
  }
}

function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
