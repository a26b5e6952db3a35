import {
  CreateUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createAuthorityTable, type AuthorityTable } from "../functions/stores/authority.ts";
import type { Clock } from "../functions/stores/clock.ts";
import { UserError } from "../local/core/errors.ts";
import type { Aws } from "./aws.ts";
import type { Deployment } from "./deployment.ts";

/** What a tenant's client may do unless asked otherwise. */
export const TENANT_SCOPES: readonly string[] = [
  "payments/read",
  "payments/write",
  "accounts/read",
  "accounts/write",
  "reports/read",
  "webhooks/read",
  "webhooks/write",
];
/** What the platform's own staff may do besides: move money through settlement accounts, and lend it. */
export const OPS_SCOPES: readonly string[] = ["ops/read", "ops/write", "credit/write"];

/** A tenant's app client in one cell's user pool. */
export interface AppClient {
  readonly cell: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Tenants and their app clients: the authority table says whose a client is, Cognito keeps its secret. */
export interface Directory {
  /** The tenants' app clients in every cell, without their secrets. */
  clientIds(tenant: string): Promise<readonly { readonly cell: string; readonly clientId: string }[]>;
  /** Gives a tenant an app client in every cell. */
  add(tenant: string, scopes: readonly string[]): Promise<readonly AppClient[]>;
  /** A tenant's app client in one cell. Throws `UserError` where it has none. */
  client(tenant: string, cell: string): Promise<AppClient>;
  /** An access token for an app client, by the client credentials grant (RFC 6749, 4.4). */
  token(client: AppClient): Promise<string>;
}

/** How long writing the authority table is tried. Milliseconds. */
const AUTHORITY_MS = 15_000;

/** The directory of a deployment. */
export function createDirectory(aws: Aws, deployment: Deployment, clock: Clock): Directory {
  const [first, ...others] = deployment.authorityRegions;
  const replicas = [aws.dynamodb(first), ...others.map((region) => aws.dynamodb(region))] as const;
  const authority = createAuthorityTable([...replicas], deployment.authorityTable, clock);

  async function clientIds(tenant: string) {
    return [...(await authority.directory())].flatMap(([pk, item]) => {
      const [sort, cell = "", clientId = ""] = pk.split("#");
      return sort === "client" && item["tenant"] === tenant ? [{ cell, clientId }] : [];
    });
  }

  async function poolOf(cell: string) {
    const place = deployment.cells.find(({ name }) => name === cell);
    const known = deployment.cells.map(({ name }) => name).join(", ");
    if (place === undefined) throw new UserError(`There is no cell ${cell}; the registry has ${known}.`);
    const cognito = aws.cognito(place.region);
    const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    const id = UserPools.find(({ Name }) => Name === deployment.userPool(cell))?.Id;
    if (id === undefined) throw new UserError(`Cell ${cell} has no user pool: is ${deployment.stacks.join(", ")} up?`);
    return { cognito, UserPoolId: id };
  }

  async function addIn(cell: string, tenant: string, scopes: readonly string[]): Promise<AppClient> {
    const { cognito, UserPoolId } = await poolOf(cell);
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: tenant,
        GenerateSecret: true,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["client_credentials"],
        AllowedOAuthScopes: [...scopes],
      }),
    );
    const { ClientId: clientId = "", ClientSecret: clientSecret = "" } = UserPoolClient ?? {};
    await listClient(authority, clock, `client#${cell}#${clientId}`, tenant);
    return { cell, clientId, clientSecret };
  }

  return {
    clientIds,
    add: (tenant, scopes) => Promise.all(deployment.cells.map(({ name }) => addIn(name, tenant, scopes))),
    async client(tenant, cell) {
      const { cognito, UserPoolId } = await poolOf(cell);
      const listed = (await clientIds(tenant)).find((client) => client.cell === cell);
      if (listed === undefined) {
        throw new UserError(`Tenant ${tenant} has no client in cell ${cell}; add one: npx cells tenant add ${tenant}`);
      }
      const { clientId } = listed;
      const { UserPoolClient } = await cognito.send(
        new DescribeUserPoolClientCommand({ UserPoolId, ClientId: clientId }),
      );
      return { cell, clientId, clientSecret: UserPoolClient?.ClientSecret ?? "" };
    },
    token: (client) => requestToken(`${aws.endpoint}${deployment.tokenPath(client.cell)}`, client),
  };
}

/** A busy machine may need more than the second that each attempt has; putting the same entry twice is harmless. */
async function listClient(authority: AuthorityTable, clock: Clock, pk: string, tenant: string): Promise<void> {
  const started = clock.monotonic();
  for (;;) {
    try {
      return await authority.putDirectoryItem(pk, { tenant, name: tenant });
    } catch (error) {
      if (clock.monotonic() - started > AUTHORITY_MS) {
        throw new UserError("The authority table cannot be written: see `npx cells status`.", { cause: error });
      }
      await clock.sleep(50);
    }
  }
}

async function requestToken(url: string, { cell, clientId, clientSecret }: AppClient): Promise<string> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const reply = await fetch(url, {
    method: "POST",
    headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  const body: unknown = await reply.json().catch(() => undefined);
  const token = typeof body === "object" && body !== null && "access_token" in body ? body.access_token : undefined;
  if (typeof token === "string") return token;
  throw new UserError(`Cell ${cell} gives client ${clientId} no token: ${reply.status} ${JSON.stringify(body)}`);
}
