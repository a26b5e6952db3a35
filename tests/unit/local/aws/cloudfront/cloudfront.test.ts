import { describe, expect, it } from "vitest";
import { accountId } from "../account.ts";
import { edge } from "./harness.ts";

const nothingElse = {
  cookiesConfig: { cookieBehavior: "none" },
  queryStringsConfig: { queryStringBehavior: "none" },
};

const selecting = `
  import cf from 'cloudfront';
  const kvs = cf.kvs();
  async function handler(event) {
    const home = /^\\/v1\\/accounts\\/acc_([a-z]+)_/.exec(event.request.uri);
    let cell = home ? home[1] : 'eu';
    if (await kvs.exists('evacuated/' + cell)) cell = await kvs.get('evacuated/' + cell);
    cf.selectRequestOriginById(cell);
    return event.request;
  }`;

describe("a distribution", () => {
  it("sends the viewer's request to its origin, with the origin's own headers and CloudFront's", async () => {
    const { request, reached } = await edge(undefined);
    const response = await request("/v1/accounts/acc_eu_1/payments?tag=a&tag=b", {
      method: "POST",
      headers: {
        authorization: "Bearer t",
        "content-type": "application/json",
        cookie: "a=1; b=2",
        connection: "keep-alive",
        "x-forwarded-for": "203.0.113.9",
        "x-origin-secret": "forged",
      },
      body: '{"amount":1}',
    });
    expect(await response.text()).toBe("from the origin");
    expect(response.headers.get("x-cache")).toBe("Miss from cloudfront");
    const [sent] = reached;
    expect(sent?.hostname).toBe("eu.origin.pay.example.com");
    expect(sent?.request.url).toBe("https://eu.origin.pay.example.com/v1/accounts/acc_eu_1/payments?tag=a&tag=b");
    expect(sent?.request.method).toBe("POST");
    expect(await sent?.request.text()).toBe('{"amount":1}');
    expect(Object.fromEntries(sent?.request.headers ?? [])).toEqual({
      authorization: "Bearer t",
      "content-type": "application/json",
      cookie: "a=1; b=2",
      host: "eu.origin.pay.example.com",
      "user-agent": "Amazon CloudFront",
      via: expect.stringMatching(/^1\.1 [0-9a-f]+\.cloudfront\.net \(CloudFront\)$/),
      "x-amz-cf-id": response.headers.get("x-amz-cf-id"),
      "x-forwarded-for": "203.0.113.9, 127.0.0.1",
      "x-origin-secret": "secret of eu",
    });
  });

  it("forwards nothing of the viewer's where no policy says so", async () => {
    const { request, reached } = await edge(undefined, { defaultCacheBehavior: { originRequestPolicyId: undefined } });
    await request("/v1?limit=1", { headers: { authorization: "Bearer t", cookie: "a=1" } });
    expect(reached[0]?.request.url).toBe("https://eu.origin.pay.example.com/v1");
    expect(reached[0]?.request.headers.get("authorization")).toBeNull();
    expect(reached[0]?.request.headers.get("cookie")).toBeNull();
    expect(reached[0]?.request.headers.get("user-agent")).toBe("Amazon CloudFront");
  });

  it.each([
    ["a method that the behaviour does not allow", { defaultCacheBehavior: { allowedMethods: ["GET", "HEAD"] } }],
    ["everything while it is disabled", { enabled: false }],
  ])("forbids %s", async (_case, inputs) => {
    const { request, reached } = await edge(undefined, inputs);
    expect((await request("/v1", { method: "POST" })).status).toBe(403);
    expect(reached).toHaveLength(0);
  });

  it("answers 502 for an origin that cannot be reached, and 504 for one that takes over 30 s", async () => {
    const broken = await edge(undefined, {}, { origin: () => Promise.reject(new Error("refused")) });
    expect((await broken.request("/v1")).status).toBe(502);
    const slow = await edge(undefined, {}, { origin: () => new Promise(() => undefined) });
    const pending = slow.request("/v1");
    await slow.kernel.advance(30_000);
    expect((await pending).status).toBe(504);
  });

  it("sets and removes headers by its response headers policy", async () => {
    const policied = await edge(undefined);
    const policy = await policied.make("responseHeadersPolicy:ResponseHeadersPolicy", {
      name: "security",
      securityHeadersConfig: {
        strictTransportSecurity: { accessControlMaxAgeSec: 60, includeSubdomains: true, override: true },
      },
      removeHeadersConfig: { items: [{ header: "x-origin" }] },
    });
    await policied.distribute("other.example.com", { responseHeadersPolicyId: policy.id });
    const response = await policied.cloudFront.fetch(new Request("https://other.example.com/"));
    expect(response.headers.get("strict-transport-security")).toBe("max-age=60; includeSubDomains");
    expect(response.headers.get("x-origin")).toBeNull();
  });

  it.each([
    [
      "a cache policy that keeps",
      { defaultCacheBehavior: { cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" } },
      "No cache policy",
    ],
    [
      "a Lambda@Edge function",
      { defaultCacheBehavior: { lambdaFunctionAssociations: [{ eventType: "x" }] } },
      "lambdaFunctionAssociations",
    ],
    ["error pages", { customErrorResponses: [{ errorCode: 404 }] }, "customErrorResponses"],
    [
      "a geographic restriction",
      { restrictions: { geoRestriction: { restrictionType: "whitelist" } } },
      "geoRestriction whitelist",
    ],
    ["a target that is no origin", { defaultCacheBehavior: { targetOriginId: "ap" } }, "There is no origin ap."],
  ])("is refused with %s", async (_case, inputs, part) => {
    await expect(edge(undefined, inputs)).rejects.toThrow(part);
  });
});

describe("a viewer-request function", () => {
  it("selects the origin, by the path and by the key value store", async () => {
    const { request, reached, make, storeArn } = await edge(selecting);
    await request("/v1/accounts/acc_us_1");
    await request("/v1/accounts/acc_eu_1");
    await make("keyvaluestoreKey:KeyvaluestoreKey", { keyValueStoreArn: storeArn, key: "evacuated/us", value: "eu" });
    await request("/v1/accounts/acc_us_1");
    expect(reached.map(({ hostname }) => hostname.split(".")[0])).toEqual(["us", "eu", "eu"]);
    expect(reached[0]?.request.headers.get("x-origin-secret")).toBe("secret of us");
  });

  it("sends the viewer's host name where the policy says so, unless the function overrides it", async () => {
    const code = `
      import cf from 'cloudfront';
      function handler(event) {
        if (event.request.uri === '/own') cf.selectRequestOriginById('us', { hostHeader: 'us.origin.pay.example.com' });
        if (event.request.uri === '/sni') cf.selectRequestOriginById('us', { sni: 'x' });
        return event.request;
      }`;
    const allViewer = { defaultCacheBehavior: { originRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3" } };
    const { request, reached, printed } = await edge(code, allViewer);
    const init = { headers: { host: "api.pay.example.com" } };
    await request("/viewers", init);
    await request("/own", init);
    expect(reached.map((sent) => sent.request.headers.get("host"))).toEqual([
      "api.pay.example.com",
      "us.origin.pay.example.com",
    ]);
    expect((await request("/sni", init)).status).toBe(503);
    expect(printed).toEqual(["Error: The local cloud does not model the origin override sni"]);
  });

  it("gets CloudFront's event", async () => {
    const { request } = await edge(
      "function handler(e) { return { statusCode: 200, body: { encoding: 'text', data: JSON.stringify(e) } }; }",
    );
    const response = await request("/v1/a%20b?limit=5&tag=a&tag=b", { headers: { Accept: "x/y", cookie: "s=1" } });
    expect(response.headers.get("x-cache")).toBe("FunctionGeneratedResponse from cloudfront");
    expect(await response.json()).toEqual({
      version: "1.0",
      context: {
        distributionDomainName: expect.stringMatching(/\.cloudfront\.net$/),
        distributionId: expect.stringMatching(/^E[0-9A-F]{13}$/),
        eventType: "viewer-request",
        requestId: response.headers.get("x-amz-cf-id"),
      },
      viewer: { ip: "127.0.0.1" },
      request: {
        method: "GET",
        uri: "/v1/a%20b",
        querystring: {
          limit: { value: "5" },
          tag: { value: "a", multiValue: [{ value: "a" }, { value: "b" }] },
        },
        headers: { accept: { value: "x/y" } },
        cookies: { s: { value: "1" } },
      },
    });
  });

  it("sees the viewer's place where the origin request policy asks for it", async () => {
    const under = await edge(
      "function handler(e) { return { statusCode: 200, body: JSON.stringify(e.request.headers) }; }",
    );
    const functionArn = `arn:aws:cloudfront::${accountId}:function/router`;
    const policy = await under.make("originRequestPolicy:OriginRequestPolicy", {
      name: "router",
      headersConfig: {
        headerBehavior: "whitelist",
        headers: { items: ["Authorization", "CloudFront-Viewer-Time-Zone"] },
      },
      ...nothingElse,
    });
    await under.distribute("placed.example.com", {
      originRequestPolicyId: policy.id,
      functionAssociations: [{ eventType: "viewer-request", functionArn }],
    });
    const seen = async (headers: Record<string, string>) =>
      (await under.cloudFront.fetch(new Request("https://placed.example.com/", { headers }))).json();
    expect(await seen({})).toEqual({ "cloudfront-viewer-time-zone": { value: "Europe/Berlin" } });
    expect(await seen({ "x-local-viewer-time-zone": "America/New_York" })).toMatchObject({
      "cloudfront-viewer-time-zone": { value: "America/New_York" },
    });
    await expect(
      under.make("originRequestPolicy:OriginRequestPolicy", {
        name: "more",
        headersConfig: { headerBehavior: "whitelist", headers: { items: ["CloudFront-Viewer-City"] } },
        ...nothingElse,
      }),
    ).rejects.toThrow("the header cloudfront-viewer-city of CloudFront");
  });

  it("may change the request, and answer by itself", async () => {
    const { request, reached } = await edge(`
      function handler(event) {
        const request = event.request;
        if (request.uri === '/old') {
          const headers = { location: { value: '/new' } };
          return { statusCode: 302, statusDescription: 'Found', headers, cookies: { seen: { value: '1' } } };
        }
        request.uri = '/v2' + request.uri;
        request.querystring = { only: { value: 'x' } };
        request.headers['x-added'] = { value: 'yes' };
        delete request.headers['x-removed'];
        return request;
      }`);
    await request("/a?b=c", { headers: { "x-removed": "1" } });
    expect(reached[0]?.request.url).toBe("https://eu.origin.pay.example.com/v2/a?only=x");
    expect(reached[0]?.request.headers.get("x-added")).toBe("yes");
    expect(reached[0]?.request.headers.get("x-removed")).toBeNull();
    const redirect = await request("/old");
    expect(redirect.status).toBe(302);
    expect(redirect.headers.get("location")).toBe("/new");
    expect(redirect.headers.getSetCookie()).toEqual(["seen=1"]);
  });

  const failing: readonly (readonly [string, string, string])[] = [
    ["that never ends", "function handler() { for (;;) {} }", "InternalError: interrupted"],
    ["that waits for ever", "function handler() { return new Promise(() => {}); }", "The function never answered."],
    [
      "that takes too much memory",
      "function handler() { const a = []; for (;;) a.push([a.length]); }",
      "InternalError: out of memory",
    ],
    ["that throws", "function handler() { throw new Error('no route'); }", "Error: no route"],
    ["that does not parse", "function handler( {", "SyntaxError"],
    [
      "that imports what is not modelled",
      "import crypto from 'crypto'; function handler() {}",
      "the module 'crypto' of CloudFront Functions",
    ],
    [
      "that selects an unknown origin",
      "import cf from 'cloudfront'; function handler(e) { cf.selectRequestOriginById('ap'); return e.request; }",
      "Error: The distribution has no origin ap",
    ],
    [
      "that changes an origin",
      "import cf from 'cloudfront'; function handler(e) { cf.updateRequestOrigin({}); return e.request; }",
      "The local cloud does not model cf.updateRequestOrigin",
    ],
    [
      "that reads an absent key",
      "import cf from 'cloudfront'; async function handler(e) { await cf.kvs().get('none'); return e.request; }",
      "Error: Key not found: none",
    ],
    [
      "that reads a foreign store",
      "import cf from 'cloudfront'; async function handler(e) { await cf.kvs('other').get('none'); return e.request; }",
      "Error: No key value store other is associated",
    ],
  ];
  it.each(failing)("%s is answered with 503", async (_case, code, reason) => {
    const { request, printed, reached } = await edge(code);
    const response = await request("/v1");
    expect(response.status).toBe(503);
    expect(response.headers.get("x-cache")).toBe("FunctionExecutionError from cloudfront");
    expect(printed.join("\n")).toContain(reason);
    expect(reached).toHaveLength(0);
  });

  it("works again after a run that was stopped", async () => {
    const { request } = await edge("function handler(e) { while (e.request.uri === '/spin') {} return e.request; }");
    expect((await request("/spin")).status).toBe(503);
    expect((await request("/v1")).status).toBe(200);
  });

  it.each([
    ["nothing", "return undefined;"],
    ["another method", "e.request.method = 'PUT'; return e.request;"],
    ["another host", "e.request.headers.host = { value: 'x' }; return e.request;"],
    ["a status that is none", "return { statusCode: 99 };"],
  ])("that returns %s is invalid", async (_case, statement) => {
    const { request } = await edge(`function handler(e) { ${statement} }`);
    const response = await request("/v1");
    expect(response.status).toBe(503);
    expect(response.headers.get("x-cache")).toBe("FunctionValidationError from cloudfront");
  });

  it("finds no more of the machine than CloudFront offers", async () => {
    const { request } = await edge(`function handler() {
      const names = ['process', 'require', 'fetch', 'setTimeout', '__host', 'std', 'os'].filter((n) => n in globalThis);
      return { statusCode: 200, body: JSON.stringify(names) };
    }`);
    expect(await (await request("/")).json()).toEqual([]);
  });

  it("prints to the log", async () => {
    const { request, printed } = await edge(
      "function handler(e) { console.log('uri', { u: e.request.uri }); return e.request; }",
    );
    await request("/v1");
    expect(printed).toEqual(['uri {"u":"/v1"}']);
  });

  it("has at most 10 KB", async () => {
    await expect(edge(`function handler(e) { return e.request; } // ${"x".repeat(10_240)}`)).rejects.toMatchObject({
      code: "FunctionSizeLimitExceeded",
    });
  });
});
