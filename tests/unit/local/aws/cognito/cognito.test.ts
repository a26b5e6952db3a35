import { CognitoJwtVerifier } from "aws-jwt-verify";
import { createLocalJWKSet, jwtVerify } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { createCognito } from "../../../../../local/aws/cognito/index.ts";
import { drawKeyPair } from "../../../../../local/aws/cognito/signing-key.ts";
import { accountId, callOf, register } from "../account.ts";

// The verifier of tokens reads the machine's clock, so these tokens are made with it.
const kernel = { now: () => Date.now(), random: () => Math.random(), after: () => () => undefined };
let draws = 0;
const cognito = createCognito({
  kernel,
  accountId,
  drawKeyPair: () => {
    draws += 1;
    return drawKeyPair();
  },
});

let poolId: string;
let client: { readonly id: string; readonly secret: string };

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(
  form: Readonly<Record<string, string>>,
  headers: Record<string, string> = {},
  path = "/_aws/cognito/prod-eu-pay/oauth2/token",
): Promise<Answer> {
  const response = await cognito.routes.request(`http://127.0.0.1:4566${path}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(form).toString(),
  });
  // Both kinds of answer are JSON objects.
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** The pool's keys, under the name that the reader's library has for a JSON Web Key Set. */
async function publicKeys<KeySet>(): Promise<KeySet> {
  const response = await cognito.routes.request(`http://127.0.0.1:4566/${poolId}/.well-known/jwks.json`);
  // Each library checks the JSON that it is given.
  return (await response.json()) as KeySet;
}

function manage(action: string, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  // Cognito's calls answer at once.
  return cognito.service.handle(callOf("cognito-idp", action, input)) as Readonly<Record<string, unknown>>;
}

const credentials = () => ({ client_id: client.id, client_secret: client.secret });
const grant = { grant_type: "client_credentials" };
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});

beforeAll(async () => {
  poolId = (await register(cognito.resources, "aws:cognito/userPool:UserPool", { name: "prod-eu" })).id;
  await register(cognito.resources, "aws:cognito/userPoolDomain:UserPoolDomain", {
    userPoolId: poolId,
    domain: "prod-eu-pay",
  });
  const server = { userPoolId: poolId, name: "payments", identifier: "payments" };
  const scopes = ["read", "write"].map((scopeName) => ({ scopeName, scopeDescription: scopeName }));
  const created = await register(cognito.resources, "aws:cognito/resourceServer:ResourceServer", { ...server, scopes });
  expect(created.outputs["scopeIdentifiers"]).toEqual(["payments/read", "payments/write"]);
  const declared = await register(cognito.resources, "aws:cognito/userPoolClient:UserPoolClient", {
    name: "tenant",
    userPoolId: poolId,
    generateSecret: true,
    allowedOauthFlows: ["client_credentials"],
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthScopes: ["payments/write"],
  });
  client = { id: declared.id, secret: String(declared.outputs["clientSecret"]) };
});

describe("a token for a client's credentials", () => {
  it("is what aws-jwt-verify takes for one of the pool", async () => {
    const { status, body } = await ask({ ...grant, ...credentials(), scope: "payments/write" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 3600, token_type: "Bearer" });
    const verifier = CognitoJwtVerifier.create({
      userPoolId: poolId,
      tokenUse: "access",
      clientId: client.id,
      scope: "payments/write",
    });
    verifier.cacheJwks(await publicKeys());
    const claims = await verifier.verify(String(body["access_token"]));
    expect(claims).toMatchObject({
      iss: `https://cognito-idp.eu-west-1.amazonaws.com/${poolId}`,
      sub: client.id,
      client_id: client.id,
      token_use: "access",
      scope: "payments/write",
      version: 2,
    });
    expect(claims.exp - claims.iat).toBe(3600);
    expect(draws).toBe(1);
  });

  it("carries every scope of the client where none is asked for", async () => {
    const { body } = await ask(grant, basic(client.id, client.secret));
    const { payload, protectedHeader } = await jwtVerify(
      String(body["access_token"]),
      createLocalJWKSet(await publicKeys()),
    );
    expect(payload["scope"]).toBe("payments/write");
    expect(protectedHeader.alg).toBe("RS256");
  });

  it("is had under the pool's host name too", async () => {
    const host = "prod-eu-pay.auth.eu-west-1.amazoncognito.com";
    const form = { ...grant, ...credentials() };
    expect((await ask(form, { host }, "/oauth2/token")).status).toBe(200);
    expect((await ask(form, { host: host.replace("eu-west-1", "us-east-1") }, "/oauth2/token")).status).toBe(400);
  });

  it.each<[string, () => Record<string, string>, () => Record<string, string>, string]>([
    ["no grant type", () => credentials(), () => ({}), "invalid_request"],
    ["another grant type", () => ({ ...credentials(), grant_type: "password" }), () => ({}), "unsupported_grant_type"],
    ["a wrong secret", () => ({ ...grant, client_id: client.id, client_secret: "x" }), () => ({}), "invalid_client"],
    ["a wrong secret in the header", () => grant, () => basic(client.id, "x"), "invalid_client"],
    [
      "an unknown client",
      () => ({ ...grant, client_id: "x", client_secret: client.secret }),
      () => ({}),
      "invalid_client",
    ],
    ["no credentials", () => grant, () => ({}), "invalid_client"],
    ["two clients", () => ({ ...grant, client_id: "x" }), () => basic(client.id, client.secret), "invalid_client"],
    [
      "a scope that the client may not have",
      () => ({ ...grant, ...credentials(), scope: "payments/write payments/read" }),
      () => ({}),
      "invalid_scope",
    ],
    [
      "a scope that does not exist",
      () => ({ ...grant, ...credentials(), scope: "ops/write" }),
      () => ({}),
      "invalid_scope",
    ],
    ["JSON", () => ({ ...grant, ...credentials() }), () => ({ "content-type": "application/json" }), "invalid_request"],
  ])("is refused: %s", async (_what, form, headers, error) => {
    expect(await ask(form(), headers())).toEqual({ status: 400, body: { error } });
  });

  it("is refused under a domain that does not exist", async () => {
    const answer = await ask({ ...grant, ...credentials() }, {}, "/_aws/cognito/nobody/oauth2/token");
    expect(answer).toEqual({ status: 400, body: { error: "invalid_request" } });
  });
});

describe("clients by the API", () => {
  const declaration = () => ({
    UserPoolId: poolId,
    ClientName: "another tenant",
    GenerateSecret: true,
    AllowedOAuthFlows: ["client_credentials"],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ["payments/read"],
    AccessTokenValidity: 10,
    TokenValidityUnits: { AccessToken: "minutes" },
  });

  it("are created, used, listed, described and deleted", async () => {
    const { UserPoolClient: made } = manage("CreateUserPoolClient", declaration()) as {
      UserPoolClient: { ClientId: string; ClientSecret: string };
    };
    const form = { ...grant, client_id: made.ClientId, client_secret: made.ClientSecret };
    expect((await ask(form)).body).toMatchObject({ expires_in: 600 });
    expect(manage("DescribeUserPoolClient", { UserPoolId: poolId, ClientId: made.ClientId })).toEqual({
      UserPoolClient: made,
    });
    const first = manage("ListUserPoolClients", { UserPoolId: poolId, MaxResults: 1 });
    expect(first).toEqual({
      UserPoolClients: [{ ClientId: client.id, UserPoolId: poolId, ClientName: "tenant" }],
      NextToken: "1",
    });
    const rest = manage("ListUserPoolClients", { UserPoolId: poolId, MaxResults: 1, NextToken: first["NextToken"] });
    expect(rest).toEqual({
      UserPoolClients: [{ ClientId: made.ClientId, UserPoolId: poolId, ClientName: "another tenant" }],
    });
    expect(manage("DeleteUserPoolClient", { UserPoolId: poolId, ClientId: made.ClientId })).toEqual({});
    expect(await ask(form)).toEqual({ status: 400, body: { error: "invalid_client" } });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["no secret", { GenerateSecret: false }, "InvalidOAuthFlowException"],
    ["an unknown scope", { AllowedOAuthScopes: ["payments/delete"] }, "ScopeDoesNotExistException"],
    ["another flow", { AllowedOAuthFlows: ["code"] }, "NotImplemented"],
    ["tokens of a minute", { AccessTokenValidity: 1 }, "InvalidParameterException"],
    ["another pool", { UserPoolId: "eu-west-1_none" }, "ResourceNotFoundException"],
    ["a parameter that is not modelled", { CallbackURLs: ["https://a.example"] }, "NotImplemented"],
  ])("are refused with %s", (_what, more, code) => {
    expect(() => manage("CreateUserPoolClient", { ...declaration(), ...more })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it("without the OAuth switch get no token", async () => {
    const { UserPoolClient: made } = manage("CreateUserPoolClient", {
      ...declaration(),
      AllowedOAuthFlowsUserPoolClient: false,
    }) as {
      UserPoolClient: { ClientId: string; ClientSecret: string };
    };
    const answer = await ask({ ...grant, client_id: made.ClientId, client_secret: made.ClientSecret });
    expect(answer).toEqual({ status: 400, body: { error: "unauthorized_client" } });
  });

  it("are judged by their pool", () => {
    expect(
      cognito.service.authorizations(callOf("cognito-idp", "ListUserPoolClients", { UserPoolId: poolId })),
    ).toEqual([
      {
        action: "cognito-idp:ListUserPoolClients",
        resource: `arn:aws:cognito-idp:eu-west-1:${accountId}:userpool/${poolId}`,
        context: {},
      },
    ]);
    expect(manage("ListUserPools", { MaxResults: 10 })["UserPools"]).toMatchObject([{ Id: poolId, Name: "prod-eu" }]);
  });
});

describe("a domain", () => {
  it("belongs to one pool", async () => {
    const other = await register(cognito.resources, "aws:cognito/userPool:UserPool", { name: "prod-us" }, "us-east-1");
    const domain = (userPoolId: string, name: string) =>
      register(cognito.resources, "aws:cognito/userPoolDomain:UserPoolDomain", { userPoolId, domain: name });
    await expect(domain(poolId, "prod-eu-pay")).rejects.toMatchObject({ code: "InvalidParameterException" });
    await expect(domain(other.id, "prod-eu-pay")).rejects.toMatchObject({ code: "NotImplemented" });
    await expect(domain(poolId, "second")).rejects.toThrow("User pool already has a domain configured.");
    await expect(domain(poolId, "Prod_EU")).rejects.toThrow("only lowercase alphanumeric characters and hyphens");
    await expect(domain(poolId, "auth.example.com")).rejects.toMatchObject({ code: "NotImplemented" });
  });
});
