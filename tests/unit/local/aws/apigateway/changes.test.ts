import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId } from "../account.ts";
import { lifeOf } from "../life.ts";
import { certificateArn, deployed, hostname, undeployed, uri } from "./harness.ts";

const badRequest = { code: "BadRequestException" };

describe("a deployment", () => {
  it("is a snapshot: what changes afterwards shows with the next one only", async () => {
    const { models, make, restApi, rootId, deployment, status } = await deployed();
    const stage = lifeOf(models, "aws:apigateway/stage:Stage");
    await stage.create({ restApi, deployment, stageName: "next" });
    expect([await status("/a"), await status("/")]).toEqual([200, 403]);
    const method = { restApi, resourceId: rootId, httpMethod: "GET" };
    await make("method:Method", { ...method, authorization: "NONE" });
    const integration = lifeOf(models, "aws:apigateway/integration:Integration");
    await integration.create({ ...method, type: "AWS_PROXY", integrationHttpMethod: "POST", uri });
    const api = lifeOf(models, "aws:apigateway/restApi:RestApi");
    expect(await status("/")).toBe(403);
    const second = await make("deployment:Deployment", { restApi, triggers: { root: "yes" } });
    expect(await status("/")).toBe(403);
    const shown = lifeOf(models, "aws:apigateway/stage:Stage");
    await shown.create({ restApi, deployment: second.id, stageName: "v2" });
    await integration.delete();
    expect(await status("/a")).toBe(200);
    expect(api.import(restApi)).toBeDefined();
  });

  it("is not deleted while a stage shows it", async () => {
    const { models, make, restApi, status } = await deployed();
    const first = lifeOf(models, "aws:apigateway/deployment:Deployment");
    const { id } = await first.create({ restApi });
    const stage = lifeOf(models, "aws:apigateway/stage:Stage");
    await stage.create({ restApi, deployment: id, stageName: "v2" });
    await expect(first.delete()).rejects.toThrow("Active stages pointing to this deployment must be moved or deleted");
    expect(first.refresh()).toBeDefined();
    const { id: next } = await make("deployment:Deployment", { restApi });
    await stage.update({ restApi, deployment: next, stageName: "v2" });
    await first.delete();
    expect(first.refresh()).toBeUndefined();
    expect(await status("/a")).toBe(200);
  });

  it("carries the API's own settings, which show with it", async () => {
    const { models, make, gateway } = await undeployed();
    const api = lifeOf(models, "aws:apigateway/restApi:RestApi");
    const { id: restApi, outputs } = await api.create({ name: "closed", disableExecuteApiEndpoint: true });
    const method = { restApi, resourceId: outputs["rootResourceId"], httpMethod: "GET" };
    await make("method:Method", { ...method, authorization: "NONE" });
    await make("integration:Integration", { ...method, type: "AWS_PROXY", integrationHttpMethod: "POST", uri });
    const { id: deployment } = await make("deployment:Deployment", { restApi });
    const stage = lifeOf(models, "aws:apigateway/stage:Stage");
    await stage.create({ restApi, deployment, stageName: "v1" });
    const own = `${restApi}.execute-api.eu-west-1.amazonaws.com`;
    const status = async () => (await gateway.handle(own, new Request(`https://${own}/v1/`))).status;
    expect(await status()).toBe(403);
    await api.update({ name: "closed" });
    expect(await status()).toBe(403);
    const { id: next } = await make("deployment:Deployment", { restApi });
    await stage.update({ restApi, deployment: next, stageName: "v1" });
    expect(await status()).toBe(200);
  });
});

describe("a change", () => {
  it("of a stage's settings counts at once, and ends with them", async () => {
    const { models, restApi, status } = await deployed();
    const life = lifeOf(models, "aws:apigateway/methodSettings:MethodSettings");
    const limits = (rate: number) => ({
      restApi,
      stageName: "v1",
      methodPath: "*/*",
      settings: { throttlingRateLimit: rate, throttlingBurstLimit: rate },
    });
    await life.create(limits(0));
    expect(await status("/a")).toBe(429);
    await life.update(limits(100));
    expect(await status("/a")).toBe(200);
    await life.update(limits(0));
    expect(await status("/a")).toBe(429);
    await life.delete();
    expect(await status("/a")).toBe(200);
  });

  it("that is refused leaves everything as it was", async () => {
    const { models, restApi, rootId, resourceId, deployment, status } = await deployed();
    const stage = lifeOf(models, "aws:apigateway/stage:Stage");
    const inputs = { restApi, deployment, stageName: "v2", variables: { a: "b" } };
    const { outputs } = await stage.create(inputs);
    await expect(stage.update({ ...inputs, deployment: "none", variables: {} })).rejects.toThrow(
      "Invalid Deployment identifier specified",
    );
    expect(stage.refresh()?.outputs).toEqual(outputs);
    const resource = lifeOf(models, "aws:apigateway/resource:Resource");
    const health = { restApi, parentId: rootId, pathPart: "health" };
    const { id, outputs: placed } = await resource.create(health);
    const child = lifeOf(models, "aws:apigateway/resource:Resource");
    const { id: below } = await child.create({ restApi, parentId: id, pathPart: "deep" });
    await expect(resource.update({ ...health, pathPart: "{proxy+}" })).rejects.toMatchObject({
      code: "ConflictException",
    });
    await expect(resource.update({ ...health, parentId: below })).rejects.toMatchObject(badRequest);
    expect(resource.refresh()?.outputs).toEqual(placed);
    expect(resourceId).not.toBe(id);
    expect(await status("/a")).toBe(200);
    await resource.delete();
    expect(child.refresh()).toBeUndefined();
  });
});

describe("what is in use", () => {
  it("stays while a custom domain leads to it: the stage and the API", async () => {
    const { models, make, restApi, deployment, gateway } = await deployed();
    await make("domainName:DomainName", { domainName: hostname, regionalCertificateArn: certificateArn });
    const mapping = lifeOf(models, "aws:apigateway/basePathMapping:BasePathMapping");
    const stage = lifeOf(models, "aws:apigateway/stage:Stage");
    await stage.create({ restApi, deployment, stageName: "v2" });
    await mapping.create({ domainName: hostname, restApi, stageName: "v2" });
    const status = async (path: string) =>
      (await gateway.handle(hostname, new Request(`https://${hostname}${path}`))).status;
    expect(await status("/a")).toBe(200);
    const reason = (what: string) => `Please remove all base path mappings related to the ${what} in your domains`;
    await expect(stage.delete()).rejects.toThrow(reason("stage"));
    const api = models.find(({ type }) => type === "aws:apigateway/restApi:RestApi");
    const existing = { type: "", name: "", urn: "", region: "eu-west-1", accountId, inputs: {}, outputs: {} };
    expect(() => api?.delete({ ...existing, id: restApi })).toThrow(reason("RestApi"));
    await mapping.update({ domainName: hostname, restApi, stageName: "v2", basePath: "pay" });
    expect([await status("/a"), await status("/pay/a")]).toEqual([403, 200]);
    await mapping.delete();
    expect(await status("/pay/a")).toBe(403);
    await stage.delete();
    void api?.delete({ ...existing, id: restApi });
    expect(api?.read({ ...existing, id: restApi })).toBeUndefined();
  });

  it("is not made twice: a method, a stage, a base path", async () => {
    const { make, restApi, resourceId, deployment } = await deployed();
    const conflict = { code: "ConflictException", status: 409 };
    await expect(
      make("method:Method", { restApi, resourceId, httpMethod: "ANY", authorization: "NONE" }),
    ).rejects.toMatchObject(conflict);
    await expect(make("stage:Stage", { restApi, deployment, stageName: "v1" })).rejects.toMatchObject(conflict);
    await make("domainName:DomainName", { domainName: hostname, regionalCertificateArn: certificateArn });
    const mapping = { domainName: hostname, restApi, stageName: "v1" };
    await make("basePathMapping:BasePathMapping", mapping);
    await expect(make("basePathMapping:BasePathMapping", mapping)).rejects.toMatchObject(conflict);
  });
});

describe("a domain name's certificate", () => {
  const elsewhere = certificateArn.replace("eu-west-1", "us-east-1");
  const edge = { endpointConfiguration: { types: "EDGE" } };
  it.each<[string, Properties, string]>([
    ["of another region", { regionalCertificateArn: elsewhere }, "Certificate must be in 'eu-west-1'."],
    ["of its own region, at the edge", { certificateArn, ...edge }, "Certificate must be in 'us-east-1'."],
    ["that is not there", { regionalCertificateArn: certificateArn.replace("origin", "none") }, "does not exist"],
    [
      "that does not cover it",
      { regionalCertificateArn: certificateArn, domainName: "api.pay.example.com" },
      "does not cover api.pay.example.com",
    ],
    ["of none", {}, "needs a certificate"],
  ])("%s is refused", async (_case, inputs, part) => {
    const { make } = await undeployed();
    const refused = make("domainName:DomainName", { domainName: hostname, ...inputs });
    await expect(refused).rejects.toMatchObject(badRequest);
    await expect(refused).rejects.toThrow(part);
  });

  it("of us-east-1 serves at the edge", async () => {
    const { make } = await undeployed();
    const { id } = await make("domainName:DomainName", { domainName: hostname, certificateArn: elsewhere, ...edge });
    expect(id).toBe(hostname);
  });
});

describe("logs of a stage", () => {
  const roleArn = `arn:aws:iam::${accountId}:role/logs`;
  const noRole = "CloudWatch Logs role ARN must be set in account settings to enable logging";

  it("need the account's role, which Account sets in the region", async () => {
    const { models, make, restApi, deployment } = await deployed();
    const stage = {
      restApi,
      deployment,
      stageName: "v2",
      accessLogSettings: { destinationArn: `arn:aws:logs:eu-west-1:${accountId}:log-group:api`, format: "{}" },
    };
    const settings = { restApi, stageName: "v1", methodPath: "*/*", settings: { loggingLevel: "ERROR" } };
    await expect(make("stage:Stage", stage)).rejects.toThrow(noRole);
    await expect(make("methodSettings:MethodSettings", settings)).rejects.toThrow(noRole);
    const account = lifeOf(models, "aws:apigateway/account:Account");
    await account.create({ cloudwatchRoleArn: roleArn });
    await make("stage:Stage", stage);
    await make("methodSettings:MethodSettings", settings);
    await account.delete();
    expect(account.import(accountId)?.outputs).toMatchObject({ cloudwatchRoleArn: "" });
    await expect(make("stage:Stage", { ...stage, stageName: "v3" })).rejects.toThrow(noRole);
  });
});
