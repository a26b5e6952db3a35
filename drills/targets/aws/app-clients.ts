import {
  CreateUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import * as v from "valibot";
import type { AuthorityTable } from "../../../functions/stores/authority.ts";
import { tokenAddress } from "../../../functions/stores/addresses.ts";
import type { Clock } from "../../../functions/stores/clock.ts";
import type { ApiCall } from "../target.ts";
import type { DeployedCell } from "./deployed-platform.ts";

/** Access tokens of a drill's two tenants, from every cell's issuer. */
export interface Tokens {
  of(call: Pick<ApiCall, "as" | "issuer">): Promise<string>;
}

/** What tokens are made with. */
export interface TokenMeans {
  readonly cells: readonly DeployedCell[];
  readonly cognito: (region: string) => Pick<CognitoIdentityProviderClient, "send">;
  readonly directory: Pick<AuthorityTable, "putDirectoryItem">;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** The drill's tenants: one that pays, and one that brings money in. */
const TENANTS = { tenant: "drill", platform: "drill-platform" } as const;
const SCOPES: Readonly<Record<ApiCall["as"], readonly string[]>> = {
  tenant: ["accounts/read", "accounts/write", "payments/read", "payments/write"],
  platform: [
    "accounts/read",
    "accounts/write",
    "payments/read",
    "payments/write",
    "ops/read",
    "ops/write",
    "credit/write",
  ],
};
/** A token is given up this long before it expires. Milliseconds. */
const MARGIN_MS = 60_000;

const tokenForm = v.object({ access_token: v.string(), expires_in: v.number() });

/** Gives the drill's tenants a client in every pool that has none yet, and tokens for as long as the drill lasts. */
export function createTokens(means: TokenMeans): Tokens {
  const held = new Map<string, { readonly text: string; readonly until: number }>();
  const clients = new Map<string, Promise<{ readonly id: string; readonly secret: string }>>();

  async function request(cell: DeployedCell, as: ApiCall["as"]): Promise<string> {
    const name = `${cell.name} ${as}`;
    const known = held.get(name);
    if (known !== undefined && means.clock.monotonic() < known.until) return known.text;
    const client = clients.get(name) ?? ensureClient(cell, as, means);
    clients.set(name, client);
    const { id, secret } = await client;
    const asked = means.clock.monotonic();
    const reply = await means.fetch(tokenAddress(cell.userPoolDomain, cell.region, undefined), {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    if (!reply.ok) throw new Error(`The issuer of ${cell.name} gives no token: ${reply.status} ${await reply.text()}`);
    const { access_token: text, expires_in: seconds } = v.parse(tokenForm, await reply.json());
    held.set(name, { text, until: asked + seconds * 1_000 - MARGIN_MS });
    return text;
  }

  return {
    async of({ as, issuer }) {
      const cell = means.cells.find(({ name }) => name === issuer);
      if (cell === undefined) throw new Error(`There is no cell ${issuer}.`);
      return request(cell, as);
    },
  };
}

async function ensureClient(cell: DeployedCell, as: ApiCall["as"], { cognito, directory }: TokenMeans) {
  const { region, userPoolId: UserPoolId, name } = cell;
  const pool = cognito(region);
  const tenant = TENANTS[as];
  const ClientName = tenant;
  const { UserPoolClients = [] } = await pool.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }));
  const found = UserPoolClients.find((client) => client.ClientName === ClientName)?.ClientId;
  const { UserPoolClient } =
    found === undefined
      ? await pool.send(
          new CreateUserPoolClientCommand({
            UserPoolId,
            ClientName,
            GenerateSecret: true,
            AllowedOAuthFlowsUserPoolClient: true,
            AllowedOAuthFlows: ["client_credentials"],
            AllowedOAuthScopes: [...SCOPES[as]],
          }),
        )
      : await pool.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: found }));
  const { ClientId: id = "", ClientSecret: secret = "" } = UserPoolClient ?? {};
  await directory.putDirectoryItem(`client#${name}#${id}`, { tenant, name: tenant });
  return { id, secret };
}
