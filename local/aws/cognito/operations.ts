import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { readerOf, refuseUnknown } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { clientFields, poolFields, toPulumi, toWire } from "./names.ts";
import { nameOf } from "./store.ts";
import type { PoolStore, UserPool, UserPoolClient } from "./store.ts";

/** Handles the calls of Cognito that manage pools and machine clients. */
export function cognitoOperations(store: PoolStore): (call: Call) => Properties {
  return (call) => {
    const { known, run } = operationOf(call);
    const input = readerOf(`cognito-idp:${call.action}`, call.input);
    refuseUnknown(input, known);
    return run(store, call.region, input);
  };
}

/** What IAM is asked about a call of Cognito. */
export function cognitoAuthorizations(accountId: string, call: Call): readonly AuthorizationRequest[] {
  const action = `cognito-idp:${call.action}`;
  operationOf(call);
  if (call.action === "ListUserPools") return [{ action, resource: "*", context: {} }];
  const poolId = readerOf(action, call.input).requiredText("UserPoolId");
  const resource = `arn:aws:cognito-idp:${call.region}:${accountId}:userpool/${poolId}`;
  return [{ action, resource, context: {} }];
}

interface Operation {
  /** The input fields that it knows; another is refused by name. */
  readonly known: readonly string[];
  run(store: PoolStore, region: string, input: Reader): Properties;
}

const operations: Readonly<Record<string, Operation>> = {
  CreateUserPoolClient: {
    known: ["UserPoolId", ...Object.keys(clientFields)],
    run(store, region, input) {
      const pool = poolOf(store, region, input);
      input.requiredText("ClientName");
      const client = store.createClient(pool.id, toPulumi(clientFields, input.properties));
      return { UserPoolClient: describeClient(pool, client) };
    },
  },
  DescribeUserPoolClient: {
    known: ["UserPoolId", "ClientId"],
    run(store, region, input) {
      const pool = poolOf(store, region, input);
      return { UserPoolClient: describeClient(pool, clientOf(pool, input)) };
    },
  },
  // What is left out is at its default again, but for the name and the secret.
  UpdateUserPoolClient: {
    known: ["UserPoolId", "ClientId", ...Object.keys(clientFields).filter((field) => field !== "GenerateSecret")],
    run(store, region, input) {
      const pool = poolOf(store, region, input);
      const client = clientOf(pool, input);
      const { name, generateSecret } = client.given;
      const kept = { name, ...(generateSecret === undefined ? {} : { generateSecret }) };
      store.updateClient(pool, client, { ...kept, ...toPulumi(clientFields, input.properties) });
      return { UserPoolClient: describeClient(pool, client) };
    },
  },
  DeleteUserPoolClient: {
    known: ["UserPoolId", "ClientId"],
    run(store, region, input) {
      const pool = poolOf(store, region, input);
      pool.clients.delete(clientOf(pool, input).id);
      return {};
    },
  },
  ListUserPoolClients: {
    known: ["UserPoolId", "MaxResults", "NextToken"],
    run(store, region, input) {
      const pool = poolOf(store, region, input);
      const { items, more } = page([...pool.clients.values()], input.number("MaxResults") ?? 60, input);
      const clients = items.map((one) => ({ ClientId: one.id, UserPoolId: pool.id, ClientName: nameOf(one) }));
      return { UserPoolClients: clients, ...more };
    },
  },
  DescribeUserPool: {
    known: ["UserPoolId"],
    run: (store, region, input) => ({ UserPool: describePool(poolOf(store, region, input)) }),
  },
  // Here too, what is left out is at its default again.
  UpdateUserPool: {
    known: ["UserPoolId", ...Object.keys(poolFields)],
    run(store, region, input) {
      const pool = poolOf(store, region, input);
      const protection = input.text("DeletionProtection") ?? "INACTIVE";
      if (protection !== "ACTIVE" && protection !== "INACTIVE") {
        throw new AwsError("InvalidParameterException", `DeletionProtection is ACTIVE or INACTIVE, not ${protection}.`);
      }
      const { name, tags, aliasAttributes, schemas, usernameAttributes, usernameConfiguration } = pool.given;
      const lasting = { name, tags, aliasAttributes, schemas, usernameAttributes, usernameConfiguration };
      store.updatePool(pool, { ...lasting, ...toPulumi(poolFields, input.properties) });
      return {};
    },
  },
  ListUserPools: {
    known: ["MaxResults", "NextToken"],
    run(store, region, input) {
      const size = input.number("MaxResults");
      if (size === undefined) throw new AwsError("InvalidParameterException", "MaxResults is required.");
      const { items, more } = page(store.pools(region), size, input);
      const pools = items.map((one) => ({ Id: one.id, Name: nameOf(one), ...datesOf(one) }));
      return { UserPools: pools, ...more };
    },
  },
};

function operationOf({ action }: Call): Operation {
  const found = operations[action];
  if (found === undefined) throw notImplemented(`cognito-idp:${action}`);
  return found;
}

function poolOf(store: PoolStore, region: string, input: Reader): UserPool {
  const pool = store.pool(input.requiredText("UserPoolId"));
  if (pool.region !== region) {
    throw new AwsError("ResourceNotFoundException", `User pool ${pool.id} does not exist.`);
  }
  return pool;
}

function clientOf(pool: UserPool, input: Reader): UserPoolClient {
  const id = input.requiredText("ClientId");
  const client = pool.clients.get(id);
  if (client === undefined) {
    throw new AwsError("ResourceNotFoundException", `User pool client ${id} does not exist.`);
  }
  return client;
}

function describePool(pool: UserPool): Properties {
  const { PoolName, ...settings } = toWire(poolFields, pool.given);
  return {
    DeletionProtection: "INACTIVE",
    MfaConfiguration: "OFF",
    UserPoolTags: {},
    ...settings,
    Id: pool.id,
    Name: PoolName,
    Arn: pool.arn,
    ...(pool.domain === undefined ? {} : { Domain: pool.domain.prefix }),
    EstimatedNumberOfUsers: 0,
    ...datesOf(pool),
  };
}

function describeClient(pool: UserPool, client: UserPoolClient): Properties {
  const { GenerateSecret: _asked, ...settings } = toWire(clientFields, client.given);
  return {
    AllowedOAuthFlowsUserPoolClient: false,
    ...settings,
    UserPoolId: pool.id,
    ClientId: client.id,
    ...(client.secret === undefined ? {} : { ClientSecret: client.secret }),
    ...datesOf(client),
  };
}

function datesOf({ createdAt, modifiedAt }: UserPool | UserPoolClient): Properties {
  return { CreationDate: createdAt / 1000, LastModifiedDate: modifiedAt / 1000 };
}

// The token is the index at which the next page starts.
function page<Item>(
  all: readonly Item[],
  size: number,
  input: Reader,
): { readonly items: readonly Item[]; readonly more: Properties } {
  if (size < 1 || size > 60) {
    throw new AwsError("InvalidParameterException", "MaxResults must be between 1 and 60.");
  }
  const start = Number(input.text("NextToken") ?? "0");
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new AwsError("InvalidParameterException", "Invalid pagination token.");
  }
  const end = start + size;
  return { items: all.slice(start, end), more: end < all.length ? { NextToken: String(end) } : {} };
}
