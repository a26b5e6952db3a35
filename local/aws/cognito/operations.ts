import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { readerOf, refuseUnknown } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import type { PoolStore, UserPool, UserPoolClient } from "./store.ts";

type Output = Readonly<Record<string, unknown>>;

/** Handles the calls of Cognito that manage machine clients. */
export function cognitoOperations(store: PoolStore): (call: Call) => Output {
  return (call) => {
    const input = readInput(call);
    switch (call.action) {
      case "CreateUserPoolClient": {
        const pool = poolOf(store, call, input);
        return { UserPoolClient: describeClient(pool, createClient(store, pool, input)) };
      }
      case "DescribeUserPoolClient": {
        const pool = poolOf(store, call, input);
        return { UserPoolClient: describeClient(pool, clientOf(pool, input)) };
      }
      case "DeleteUserPoolClient": {
        const pool = poolOf(store, call, input);
        pool.clients.delete(clientOf(pool, input).id);
        return {};
      }
      case "ListUserPoolClients": {
        const pool = poolOf(store, call, input);
        const { items, more } = page([...pool.clients.values()], input);
        const clients = items.map(({ id, name }) => ({ ClientId: id, UserPoolId: pool.id, ClientName: name }));
        return { UserPoolClients: clients, ...more };
      }
      case "ListUserPools": {
        const { items, more } = page(store.pools(call.region), input);
        const pools = items.map(({ id, name, createdAt }) => ({
          Id: id,
          Name: name,
          CreationDate: createdAt / 1000,
          LastModifiedDate: createdAt / 1000,
        }));
        return { UserPools: pools, ...more };
      }
      default:
        throw notImplemented(`cognito-idp:${call.action}`);
    }
  };
}

/** What IAM is asked about a call of Cognito. */
export function cognitoAuthorizations(accountId: string, call: Call): readonly AuthorizationRequest[] {
  const action = `cognito-idp:${call.action}`;
  if (call.action === "ListUserPools") return [{ action, resource: "*", context: {} }];
  const poolId = readInput(call).requiredText("UserPoolId");
  const resource = `arn:aws:cognito-idp:${call.region}:${accountId}:userpool/${poolId}`;
  return [{ action, resource, context: {} }];
}

const INPUTS: Readonly<Record<string, readonly string[]>> = {
  CreateUserPoolClient: [
    "UserPoolId",
    "ClientName",
    "GenerateSecret",
    "AllowedOAuthFlows",
    "AllowedOAuthScopes",
    "AllowedOAuthFlowsUserPoolClient",
    "AccessTokenValidity",
    "TokenValidityUnits",
    "EnableTokenRevocation",
    "ExplicitAuthFlows",
    "PreventUserExistenceErrors",
    "SupportedIdentityProviders",
  ],
  DescribeUserPoolClient: ["UserPoolId", "ClientId"],
  DeleteUserPoolClient: ["UserPoolId", "ClientId"],
  ListUserPoolClients: ["UserPoolId", "MaxResults", "NextToken"],
  ListUserPools: ["MaxResults", "NextToken"],
};

function readInput(call: Call): Reader {
  const known = INPUTS[call.action];
  if (known === undefined) throw notImplemented(`cognito-idp:${call.action}`);
  const input = readerOf(`cognito-idp:${call.action}`, call.input);
  refuseUnknown(input, known);
  return input;
}

function poolOf(store: PoolStore, call: Call, input: Reader): UserPool {
  const pool = store.pool(input.requiredText("UserPoolId"));
  if (pool.region !== call.region) {
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

function createClient(store: PoolStore, pool: UserPool, input: Reader): UserPoolClient {
  const oauthOn = input.flag("AllowedOAuthFlowsUserPoolClient") ?? false;
  return store.createClient(pool.id, {
    name: input.requiredText("ClientName"),
    generateSecret: input.flag("GenerateSecret") ?? false,
    // Without the switch the flows are stored but not served.
    allowedFlows: oauthOn ? input.texts("AllowedOAuthFlows") : [],
    allowedScopes: input.texts("AllowedOAuthScopes"),
    accessTokenSeconds: accessTokenSeconds(
      input.number("AccessTokenValidity"),
      input.child("TokenValidityUnits")?.text("AccessToken"),
    ),
  });
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** The life of an access token in seconds; the unit is hours where none is named. */
export function accessTokenSeconds(validity: number | undefined, unit: string | undefined): number | undefined {
  if (validity === undefined || validity === 0) return undefined;
  const seconds = UNIT_SECONDS[unit ?? "hours"];
  if (seconds === undefined) {
    throw new AwsError("InvalidParameterException", `Unknown token validity unit "${unit ?? ""}".`);
  }
  return validity * seconds;
}

function describeClient(pool: UserPool, client: UserPoolClient): Output {
  return {
    UserPoolId: pool.id,
    ClientId: client.id,
    ClientName: client.name,
    ...(client.secret === undefined ? {} : { ClientSecret: client.secret }),
    AllowedOAuthFlows: client.allowedFlows,
    AllowedOAuthScopes: client.allowedScopes,
    AllowedOAuthFlowsUserPoolClient: client.allowedFlows.length > 0,
    AccessTokenValidity: client.accessTokenSeconds,
    TokenValidityUnits: { AccessToken: "seconds" },
    CreationDate: client.createdAt / 1000,
    LastModifiedDate: client.createdAt / 1000,
  };
}

// The token is the index at which the next page starts.
function page<Item>(all: readonly Item[], input: Reader): { items: readonly Item[]; more: Output } {
  const size = input.number("MaxResults") ?? 60;
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
