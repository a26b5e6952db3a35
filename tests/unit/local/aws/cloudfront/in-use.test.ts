import { describe, expect, it } from "vitest";
import { createCloudFront } from "../../../../../local/aws/cloudfront/index.ts";
import { createWafv2 } from "../../../../../local/aws/wafv2/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId, register } from "../account.ts";
import { lifeOf } from "../life.ts";
import { createPatientKernel } from "../patient-kernel.ts";
import { certificateArn, distributionInputs, edge, neighbours, webAclArn } from "./harness.ts";

const distributionType = "aws:cloudfront/distribution:Distribution";
const missing = { code: "InvalidViewerCertificate", message: expect.stringContaining("isn't in us-east-1 region") };

const existing = {
  type: "aws:cloudfront/cachePolicy:CachePolicy",
  name: "it",
  urn: "urn:it",
  region: "us-east-1",
  accountId,
  inputs: {},
  outputs: {},
};

const https = { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] };

function runs(name: string) {
  const functionArn = `arn:aws:cloudfront::${accountId}:function/${name}`;
  return { functionAssociations: [{ eventType: "viewer-request", functionArn }] };
}

describe("what a distribution needs of us-east-1", () => {
  const elsewhere = certificateArn.replace("us-east-1", "eu-west-1");
  const shown = (arn: string) => ({ viewerCertificate: { acmCertificateArn: arn, sslSupportMethod: "sni-only" } });
  const cases: readonly (readonly [string, Properties, Properties])[] = [
    ["a certificate of another region", shown(elsewhere), missing],
    ["a certificate that is not there", shown(`${certificateArn}2`), missing],
    ["a certificate that is not proven yet", shown(`${certificateArn}/pending`), missing],
    [
      "an alias without a certificate",
      { viewerCertificate: { cloudfrontDefaultCertificate: true } },
      { code: "InvalidViewerCertificate", message: expect.stringContaining("you must attach a trusted certificate") },
    ],
    [
      "an alias that the certificate does not cover",
      { aliases: ["api.elsewhere.org"] },
      { code: "InvalidViewerCertificate", message: expect.stringContaining("doesn't cover the alternate domain name") },
    ],
    [
      "an alias two labels below a wildcard",
      { aliases: ["a.b.pay.example.com"] },
      { code: "InvalidViewerCertificate", message: expect.stringContaining("a.b.pay.example.com") },
    ],
    [
      "no word on how the certificate is shown",
      { viewerCertificate: { acmCertificateArn: certificateArn } },
      { code: "InvalidViewerCertificate" },
    ],
    ["a web ACL that is not there", { webAclId: `${webAclArn}2` }, { code: "InvalidWebACLId" }],
    [
      "a read timeout of three minutes",
      { origins: [{ ...distributionInputs.origins[0], customOriginConfig: { ...https, originReadTimeout: 180 } }] },
      { code: "InvalidOriginReadTimeout" },
    ],
    [
      "a function that is not there",
      { defaultCacheBehavior: { ...distributionInputs.defaultCacheBehavior, ...runs("nobody") } },
      { code: "InvalidFunctionAssociation" },
    ],
    [
      "an access control that is not there",
      { origins: [{ ...distributionInputs.origins[0], originAccessControlId: "E1" }] },
      { code: "InvalidOriginAccessControl" },
    ],
  ];
  it.each(cases)("is refused with %s, and so is its update to that", async (_case, change, refusal) => {
    const { cloudFront } = await standing();
    const created = register(cloudFront.resources, distributionType, { ...distributionInputs, ...change });
    await expect(created).rejects.toMatchObject(refusal);
    const life = lifeOf(cloudFront.resources, distributionType);
    const { outputs } = await life.create(distributionInputs);
    await expect(life.update({ ...distributionInputs, ...change })).rejects.toMatchObject(refusal);
    expect(life.refresh()?.outputs).toEqual(outputs);
  });

  it("has an alias to itself", async () => {
    const { cloudFront } = await standing();
    const life = lifeOf(cloudFront.resources, distributionType);
    await life.create(distributionInputs);
    const twin = () => register(cloudFront.resources, distributionType, distributionInputs);
    await expect(twin()).rejects.toMatchObject({ code: "CNAMEAlreadyExists" });
    await life.update({ ...distributionInputs, comment: "the same alias again" });
    await life.update({ ...distributionInputs, aliases: ["other.pay.example.com"] });
    await twin();
  });

  it("is a web ACL of CloudFront's scope, which then judges every request and cannot be deleted", async () => {
    const kernel = createPatientKernel(1);
    const firewall = createWafv2({ kernel });
    const { certificate } = neighbours();
    const origin = () => Promise.resolve(new Response("from the origin"));
    const cloudFront = createCloudFront({ kernel, accountId, certificate, firewall, origin });
    const visibilityConfig = { metricName: "m", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
    const acl = { name: "edge", defaultAction: { block: {} }, visibilityConfig };
    const aclLife = lifeOf(firewall.resources, "aws:wafv2/webAcl:WebAcl", { region: "us-east-1" });
    const { outputs } = await aclLife.create({ ...acl, scope: "CLOUDFRONT" });
    const regional = await register(firewall.resources, "aws:wafv2/webAcl:WebAcl", { ...acl, scope: "REGIONAL" });
    const life = lifeOf(cloudFront.resources, distributionType);
    const behind = (webAclId: unknown) => ({ ...distributionInputs, webAclId });
    await expect(life.create(behind(regional.outputs["arn"]))).rejects.toMatchObject({ code: "InvalidWebACLId" });
    await life.create(behind(outputs["arn"]));
    const status = async () => (await cloudFront.fetch(new Request("https://api.pay.example.com/"))).status;
    expect(await status()).toBe(403);
    await expect(aclLife.delete()).rejects.toMatchObject({ code: "WAFAssociatedItemException" });
    await life.update(distributionInputs);
    expect(await status()).toBe(200);
    await aclLife.delete();
  });
});

describe("a distribution's life", () => {
  it("changes what viewers meet at once", async () => {
    const { cloudFront, request } = await standing();
    const life = lifeOf(cloudFront.resources, distributionType);
    const { outputs } = await life.create(distributionInputs);
    expect((await request("/")).status).toBe(200);
    const { outputs: closed } = await life.update({ ...distributionInputs, enabled: false });
    expect((await request("/")).status).toBe(403);
    expect(closed["etag"]).not.toBe(outputs["etag"]);
    expect(closed["domainName"]).toBe(outputs["domainName"]);
    await life.update(distributionInputs);
    expect((await request("/")).status).toBe(200);
    await life.delete();
    expect((await request("/")).status).toBe(403);
  });

  it("leaves it switched off where it is to be kept", async () => {
    const { cloudFront, request } = await standing();
    const life = lifeOf(cloudFront.resources, distributionType);
    await life.create({ ...distributionInputs, retainOnDelete: true });
    await life.delete();
    expect((await request("/")).status).toBe(403);
    expect(life.refresh()?.inputs).toMatchObject({ enabled: false });
  });
});

describe("what a distribution uses", () => {
  const parts = {
    "cachePolicy:CachePolicy": [
      { name: "none", defaultTtl: 0, maxTtl: 0, parametersInCacheKeyAndForwardedToOrigin: {} },
      (id: string) => ({ cachePolicyId: id }),
      "CachePolicyInUse",
    ],
    "originRequestPolicy:OriginRequestPolicy": [
      { name: "p", cookiesConfig: {}, headersConfig: {}, queryStringsConfig: {} },
      (id: string) => ({ originRequestPolicyId: id }),
      "OriginRequestPolicyInUse",
    ],
    "responseHeadersPolicy:ResponseHeadersPolicy": [
      { name: "p" },
      (id: string) => ({ responseHeadersPolicyId: id }),
      "ResponseHeadersPolicyInUse",
    ],
    "function:Function": [
      { name: "f", runtime: "cloudfront-js-2.0", code: "function handler(e) { return e.request; }" },
      (id: string) => runs(id),
      "FunctionInUse",
    ],
  } as const;

  it.each(Object.entries(parts))("is not deleted before it is free: %s", async (type, [inputs, behavior, code]) => {
    const { cloudFront } = await standing();
    const part = lifeOf(cloudFront.resources, `aws:cloudfront/${type}`);
    const { id } = await part.create(inputs);
    const distribution = lifeOf(cloudFront.resources, distributionType);
    const { defaultCacheBehavior } = distributionInputs;
    await distribution.create({
      ...distributionInputs,
      defaultCacheBehavior: { ...defaultCacheBehavior, ...behavior(id) },
    });
    await expect(part.delete()).rejects.toMatchObject({ code, status: 409 });
    expect(part.refresh()).toBeDefined();
    await distribution.update(distributionInputs);
    await part.delete();
    expect(part.refresh()).toBeUndefined();
  });

  it.each([
    ["originAccessControl:OriginAccessControl", "OriginAccessControlInUse"],
    ["vpcOrigin:VpcOrigin", "CannotDeleteEntityWhileInUse"],
  ])("neither is what an origin uses: %s", async (type, code) => {
    const { cloudFront } = await standing();
    const isVpc = type.startsWith("vpc");
    const part = lifeOf(cloudFront.resources, `aws:cloudfront/${type}`);
    const control = { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" };
    const { id } = await part.create(
      isVpc ? { vpcOriginEndpointConfig: { name: "cell" } } : { name: "archive", ...control },
    );
    const distribution = lifeOf(cloudFront.resources, distributionType);
    const use = isVpc ? { vpcOriginConfig: { vpcOriginId: id } } : { originAccessControlId: id };
    await distribution.create({ ...distributionInputs, origins: [{ ...distributionInputs.origins[0], ...use }] });
    await expect(part.delete()).rejects.toMatchObject({ code });
    await distribution.delete();
    await part.delete();
    expect(part.refresh()).toBeUndefined();
  });

  it("cannot be made to cache, nor deleted where AWS made it", async () => {
    const { cloudFront } = await standing();
    const cache = lifeOf(cloudFront.resources, "aws:cloudfront/cachePolicy:CachePolicy");
    const inputs = { name: "none", defaultTtl: 0, maxTtl: 0, parametersInCacheKeyAndForwardedToOrigin: {} };
    const { id } = await cache.create(inputs);
    await register(cloudFront.resources, distributionType, {
      ...distributionInputs,
      defaultCacheBehavior: { ...distributionInputs.defaultCacheBehavior, cachePolicyId: id },
    });
    await expect(cache.update({ ...inputs, maxTtl: 60 })).rejects.toMatchObject({ code: "NotImplemented" });
    const managed = distributionInputs.defaultCacheBehavior.cachePolicyId;
    expect(cache.import(managed)?.outputs).toMatchObject({ name: "Managed-CachingDisabled" });
    const model = cloudFront.resources.find(({ type }) => type === "aws:cloudfront/cachePolicy:CachePolicy");
    expect(() => model?.delete({ ...existing, id: managed })).toThrow("A policy that AWS manages cannot be deleted.");
  });

  it("has a name that no other has", async () => {
    const { cloudFront } = await standing();
    const make = (type: string, inputs: Properties) => register(cloudFront.resources, `aws:cloudfront/${type}`, inputs);
    for (const [type, [inputs]] of Object.entries(parts)) {
      await make(type, inputs);
      await expect(make(type, inputs)).rejects.toMatchObject({ code: expect.stringMatching(/AlreadyExists$/) });
    }
    await make("keyValueStore:KeyValueStore", { name: "routes" });
    await expect(make("keyValueStore:KeyValueStore", { name: "routes" })).rejects.toMatchObject({
      code: "EntityAlreadyExists",
    });
  });
});

describe("a function's life", () => {
  const answers = (text: string): string => `function handler() { return { statusCode: 200, body: '${text}' }; }`;
  const inputs = { name: "router", runtime: "cloudfront-js-2.0" };

  it("shows an update at once, where it is published", async () => {
    const { cloudFront, request } = await standing();
    const life = lifeOf(cloudFront.resources, "aws:cloudfront/function:Function");
    const { id, outputs } = await life.create({ ...inputs, code: answers("one") });
    await register(cloudFront.resources, distributionType, {
      ...distributionInputs,
      defaultCacheBehavior: { ...distributionInputs.defaultCacheBehavior, ...runs(id) },
    });
    const body = async () => (await request("/")).text();
    expect(await body()).toBe("one");
    const updated = await life.update({ ...inputs, code: answers("two") });
    expect(await body()).toBe("two");
    expect(updated.outputs["etag"]).not.toBe(outputs["etag"]);
    expect(updated.outputs["liveStageEtag"]).toBe(updated.outputs["etag"]);
    const drafted = await life.update({ ...inputs, code: answers("three"), publish: false });
    expect(await body()).toBe("two");
    expect(drafted.outputs["liveStageEtag"]).toBe(updated.outputs["etag"]);
    const tooLong = life.update({ ...inputs, code: `${answers("four")} // ${"x".repeat(10_240)}` });
    await expect(tooLong).rejects.toMatchObject({ code: "FunctionSizeLimitExceeded" });
    expect(await body()).toBe("two");
    expect(life.refresh()?.inputs["code"]).toBe(answers("three"));
  });

  it("cannot be associated before it was published", async () => {
    const { cloudFront } = await standing();
    await register(cloudFront.resources, "aws:cloudfront/function:Function", {
      ...inputs,
      code: answers("one"),
      publish: false,
    });
    const distribution = register(cloudFront.resources, distributionType, {
      ...distributionInputs,
      defaultCacheBehavior: { ...distributionInputs.defaultCacheBehavior, ...runs("router") },
    });
    await expect(distribution).rejects.toMatchObject({ code: "InvalidFunctionAssociation" });
  });

  it("holds its key value store", async () => {
    const { cloudFront } = await standing();
    const store = lifeOf(cloudFront.resources, "aws:cloudfront/keyValueStore:KeyValueStore");
    const { outputs } = await store.create({ name: "routes" });
    const life = lifeOf(cloudFront.resources, "aws:cloudfront/function:Function");
    await life.create({ ...inputs, code: answers("one"), keyValueStoreAssociations: [outputs["arn"]] });
    await expect(store.delete()).rejects.toMatchObject({ code: "CannotDeleteEntityWhileInUse" });
    await life.update({ ...inputs, code: answers("one") });
    await store.delete();
    expect(store.refresh()).toBeUndefined();
  });
});

describe("a key's life", () => {
  it("shows what was written and deleted by an API call", async () => {
    const { cloudFront, storeArn } = await edge(undefined);
    const life = lifeOf(cloudFront.resources, "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey");
    const inputs = { keyValueStoreArn: storeArn, key: "serves/eu", value: "us" };
    await life.create(inputs);
    const call = async (action: string, input: Properties) => {
      const { ETag } = await ask("DescribeKeyValueStore", {});
      return ask(action, { ...input, IfMatch: ETag });
    };
    const ask = async (action: string, input: Properties) =>
      cloudFront.service.handle({
        service: "cloudfront-keyvaluestore",
        action,
        region: "us-east-1",
        input: { KvsARN: storeArn, ...input },
        caller: { kind: "root", arn: `arn:aws:iam::${accountId}:root`, accountId },
        requestId: "r",
      });
    await call("PutKey", { Key: "serves/eu", Value: "ap" });
    expect(life.refresh()?.inputs).toMatchObject({ value: "ap" });
    expect(life.plan(inputs)).toEqual(["value"]);
    await call("DeleteKey", { Key: "serves/eu" });
    expect(life.refresh()).toBeUndefined();
  });
});

/** CloudFront without distributions; its certificates are the harness's and one that waits for its proof. */
async function standing() {
  const { certificate, firewall } = neighbours([webAclArn]);
  const cloudFront = createCloudFront({
    kernel: createPatientKernel(1),
    accountId,
    firewall,
    certificate: (arn) =>
      arn === `${certificateArn}/pending`
        ? { names: ["*.pay.example.com"], status: "PENDING_VALIDATION" }
        : certificate(arn),
    origin: () => Promise.resolve(new Response("from the origin")),
  });
  const request = (path: string) => cloudFront.fetch(new Request(`https://api.pay.example.com${path}`));
  return { cloudFront, request };
}
