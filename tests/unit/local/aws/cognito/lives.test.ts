import { describe, expect, it } from "vitest";
import { createCognito } from "../../../../../local/aws/cognito/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId, callOf, register } from "../account.ts";
import { lifeOf } from "../life.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { describeLives } from "../whole-life.ts";

const scope = (scopeName: string) => ({ scopeName, scopeDescription: scopeName });
const oauth = {
  generateSecret: true,
  allowedOauthFlows: ["client_credentials"],
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthScopes: ["payments/write"],
};

async function standing() {
  const cognito = createCognito({ kernel: createVirtualKernel(), accountId });
  const models = cognito.resources;
  const pool = await register(models, "aws:cognito/userPool:UserPool", { name: "prod-eu" });
  await register(models, "aws:cognito/resourceServer:ResourceServer", {
    userPoolId: pool.id,
    identifier: "payments",
    name: "payments",
    scopes: [scope("write"), scope("read")],
  });
  const call = (action: string, input: Properties) =>
    cognito.service.handle(callOf("cognito-idp", action, { UserPoolId: pool.id, ...input }));
  return { cognito, models, userPoolId: pool.id, call };
}

const missing = (name: string): [Properties, string] => [
  { [name]: undefined },
  `${name}: Missing required argument. The argument "${name}" is required, but no definition was found.`,
];

describeLives([
  {
    type: "aws:cognito/userPool:UserPool",
    stage: async () => ({
      models: createCognito({ kernel: createVirtualKernel(), accountId }).resources,
      inputs: { name: "prod-eu", adminCreateUserConfig: { allowAdminCreateUserOnly: true }, tags: { cell: "eu" } },
    }),
    replaces: { name: "prod-us", usernameAttributes: ["email"], aliasAttributes: ["email"] },
    updates: { deletionProtection: "ACTIVE", mfaConfiguration: "OPTIONAL", tags: { cell: "us" } },
    refusals: [
      [
        { name: "n".repeat(129) },
        `name: expected the length of it to be in the range (1 - 128), got ${"n".repeat(129)}`,
      ],
      [{ deletionProtection: "ON" }, `deletionProtection: expected it to be one of ["ACTIVE" "INACTIVE"], got ON`],
      [{ mfaConfiguration: "SMS" }, `mfaConfiguration: expected it to be one of ["OFF" "ON" "OPTIONAL"], got SMS`],
      [
        { aliasAttributes: ["email"], usernameAttributes: ["email"] },
        `aliasAttributes: "alias_attributes": conflicts with username_attributes`,
      ],
      [
        { lambdaConfig: { preSignUp: "arn" } },
        "lambdaConfig: NotImplemented: The local cloud does not model aws:cognito/userPool:UserPool.lambdaConfig; " +
          "see docs/local-differences.md.",
      ],
    ],
  },
  {
    type: "aws:cognito/userPoolDomain:UserPoolDomain",
    async stage() {
      const { models, userPoolId } = await standing();
      return { models, inputs: { userPoolId, domain: "prod-eu-pay" } };
    },
    replaces: { domain: "prod-eu-paying", userPoolId: "eu-west-1_other" },
    updates: { managedLoginVersion: 2 },
    refusals: [
      missing("domain"),
      missing("userPoolId"),
      [{ domain: "Prod" }, "domain: invalid value (only lowercase alphanumeric characters and hyphens), got Prod"],
    ],
  },
  {
    type: "aws:cognito/resourceServer:ResourceServer",
    async stage() {
      const { models, userPoolId } = await standing();
      return { models, inputs: { userPoolId, identifier: "ops", name: "ops", scopes: [scope("read")] } };
    },
    replaces: { identifier: "other", userPoolId: "eu-west-1_other" },
    updates: { name: "operations", scopes: [scope("read"), scope("write")] },
    refusals: [
      missing("identifier"),
      [
        { scopes: [{ scopeName: "read" }] },
        `scopes: Missing required argument. The argument "scopeDescription" is required, but no definition was found.`,
      ],
    ],
  },
  {
    type: "aws:cognito/userPoolClient:UserPoolClient",
    async stage() {
      const { models, userPoolId } = await standing();
      return { models, inputs: { userPoolId, name: "tenant", ...oauth } };
    },
    importId: (outputs, id) => `${String(outputs["userPoolId"])}/${id}`,
    replaces: { userPoolId: "eu-west-1_other", generateSecret: false },
    updates: {
      name: "another",
      allowedOauthScopes: ["payments/read"],
      accessTokenValidity: 10,
      tokenValidityUnits: { accessToken: "minutes" },
    },
    refusals: [
      missing("userPoolId"),
      [
        { allowedOauthFlows: ["password"] },
        `allowedOauthFlows: expected it to be one of ["code" "implicit" "client_credentials"], got password`,
      ],
      [
        { tokenValidityUnits: { accessToken: "weeks" } },
        `tokenValidityUnits: expected it to be one of ["seconds" "minutes" "hours" "days"], got weeks`,
      ],
      [{ accessTokenValidity: 86_401 }, "accessTokenValidity: expected it to be in the range (0 - 86400), got 86401"],
    ],
  },
]);

describe("a user pool", () => {
  const inputs = { name: "prod-us", deletionProtection: "ACTIVE" };

  it("that is protected is not deleted, until the protection is lifted", async () => {
    const { models } = await standing();
    const life = lifeOf(models, "aws:cognito/userPool:UserPool");
    await life.create(inputs);
    await expect(life.delete()).rejects.toThrow("deletion protection is activated");
    expect(life.refresh()).toBeDefined();
    await life.update({ ...inputs, deletionProtection: "INACTIVE" });
    await life.delete();
    expect(life.refresh()).toBeUndefined();
  });

  it("with a domain is not deleted", async () => {
    const { models } = await standing();
    const life = lifeOf(models, "aws:cognito/userPool:UserPool");
    const { id } = await life.create({ name: "prod-us" });
    const domain = lifeOf(models, "aws:cognito/userPoolDomain:UserPoolDomain");
    await domain.create({ userPoolId: id, domain: "prod-us-pay" });
    await expect(life.delete()).rejects.toThrow("It has a domain configured that should be deleted first.");
    await domain.delete();
    await life.delete();
  });

  it("shows what was changed by an API call", async () => {
    const { cognito, models } = await standing();
    const life = lifeOf(models, "aws:cognito/userPool:UserPool");
    const { id } = await life.create(inputs);
    const call = (action: string, input: Properties) =>
      cognito.service.handle(callOf("cognito-idp", action, { UserPoolId: id, ...input }));
    await call("UpdateUserPool", { MfaConfiguration: "OPTIONAL", UserPoolTags: { by: "hand" } });
    expect(await call("DescribeUserPool", {})).toMatchObject({
      UserPool: { Id: id, Name: "prod-us", DeletionProtection: "INACTIVE", MfaConfiguration: "OPTIONAL" },
    });
    expect(life.refresh()?.inputs).toMatchObject({
      name: "prod-us",
      deletionProtection: "INACTIVE",
      mfaConfiguration: "OPTIONAL",
      tags: { by: "hand" },
    });
    expect(life.plan(inputs)).toEqual(["deletionProtection", "mfaConfiguration", "tags"]);
  });

  it("is listed page by page", async () => {
    const { models, call } = await standing();
    for (const name of ["b", "c"]) await register(models, "aws:cognito/userPool:UserPool", { name });
    const names = async (input: Properties) => {
      const { UserPools, NextToken } = await call("ListUserPools", { ...input, UserPoolId: undefined });
      // The call answers a list of objects with names.
      return [(UserPools as Properties[]).map(({ Name }) => Name), NextToken];
    };
    expect(await names({ MaxResults: 2 })).toEqual([["prod-eu", "b"], "2"]);
    expect(await names({ MaxResults: 2, NextToken: "2" })).toEqual([["c"], undefined]);
  });

  it.each([
    ["DescribeUserPool", { UserPoolId: "eu-west-1_none" }, "ResourceNotFoundException"],
    ["UpdateUserPool", { DeletionProtection: "ON" }, "InvalidParameterException"],
    ["UpdateUserPool", { LambdaConfig: { PreSignUp: "arn" } }, "NotImplemented"],
    ["ListUserPools", { UserPoolId: undefined }, "InvalidParameterException"],
    ["ListUserPools", { UserPoolId: undefined, MaxResults: 61 }, "InvalidParameterException"],
    ["DeleteUserPool", {}, "NotImplemented"],
  ])("refuses %s with %j", async (action, input, code) => {
    const { call } = await standing();
    await expect(async () => call(action, input)).rejects.toMatchObject({ code });
  });
});

describe("a client", () => {
  it("keeps its secret through updates, and an update that is refused changes nothing", async () => {
    const { models, userPoolId } = await standing();
    const life = lifeOf(models, "aws:cognito/userPoolClient:UserPoolClient");
    const inputs = { userPoolId, name: "tenant", ...oauth };
    const { outputs } = await life.create(inputs);
    const { outputs: updated } = await life.update({ ...inputs, allowedOauthScopes: ["payments/read"] });
    expect(updated["clientSecret"]).toBe(outputs["clientSecret"]);
    const refused = life.update({ ...inputs, allowedOauthScopes: ["payments/steal"] });
    await expect(refused).rejects.toMatchObject({ code: "ScopeDoesNotExistException" });
    expect(life.refresh()?.outputs["allowedOauthScopes"]).toEqual(["payments/read"]);
  });

  it("shows what was changed by an API call", async () => {
    const { models, userPoolId, call } = await standing();
    const life = lifeOf(models, "aws:cognito/userPoolClient:UserPoolClient");
    const inputs = { userPoolId, name: "tenant", ...oauth };
    const { id, outputs } = await life.create(inputs);
    const changed = await call("UpdateUserPoolClient", {
      ClientId: id,
      AllowedOAuthFlows: ["client_credentials"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ["payments/read"],
    });
    expect(changed["UserPoolClient"]).toMatchObject({ ClientName: "tenant", ClientSecret: outputs["clientSecret"] });
    expect(life.refresh()?.inputs).toMatchObject({ allowedOauthScopes: ["payments/read"], generateSecret: true });
    expect(life.plan(inputs)).toEqual(["allowedOauthScopes"]);
    await call("DeleteUserPoolClient", { ClientId: id });
    expect(life.refresh()).toBeUndefined();
  });

  it("gets no token for a scope that its resource server lost", async () => {
    const { cognito, models, userPoolId } = await standing();
    const server = lifeOf(models, "aws:cognito/resourceServer:ResourceServer");
    const scopes = { userPoolId, identifier: "ops", name: "ops" };
    await server.create({ ...scopes, scopes: [scope("read"), scope("write")] });
    await register(models, "aws:cognito/userPoolDomain:UserPoolDomain", { userPoolId, domain: "prod-eu-pay" });
    const { id, outputs } = await register(models, "aws:cognito/userPoolClient:UserPoolClient", {
      userPoolId,
      name: "tenant",
      ...oauth,
      allowedOauthScopes: ["ops/read", "ops/write"],
    });
    const ask = (asked: string) =>
      cognito.routes.request("http://127.0.0.1:4566/_aws/cognito/prod-eu-pay/oauth2/token", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: id,
          client_secret: String(outputs["clientSecret"]),
          scope: asked,
        }).toString(),
      });
    expect((await ask("ops/write")).status).toBe(200);
    await server.update({ ...scopes, scopes: [scope("read")] });
    expect((await ask("ops/write")).status).toBe(400);
    expect((await ask("ops/read")).status).toBe(200);
  });
});
