import { describe, expect, it } from "vitest";
import {
  createApiGateway,
  type ApiGateway,
  type ApiGatewayDependencies,
} from "../../../../../local/aws/apigateway/index.ts";
import { accountId, register } from "../account.ts";
import { functionArn } from "../lambda/harness.ts";
import { createPatientKernel } from "../patient-kernel.ts";

type Inputs = Readonly<Record<string, unknown>>;
type Payload = Readonly<Record<string, unknown>>;

const hostname = "eu.origin.pay.example.com";
const certificateArn = `arn:aws:acm:eu-west-1:${accountId}:certificate/origin`;
const invokeArn = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
const make = (api: ApiGateway, kind: string, inputs: Inputs) =>
  register(api.resources, `aws:apigateway/${kind}`, inputs);

/** A REST API whose every path goes to one function that answers `answer(event)`. */
async function deployed(
  answer: (event: Payload) => unknown = () => ({ statusCode: 200, body: "{}" }),
  inputs: Inputs = {},
  more: Partial<ApiGatewayDependencies> = {},
) {
  const kernel = createPatientKernel(1);
  const events: Payload[] = [];
  const api = createApiGateway({
    kernel,
    accountId,
    certificate: (arn) =>
      arn === certificateArn ? { names: ["*.origin.pay.example.com"], status: "ISSUED" } : undefined,
    lambda: {
      mayInvoke: (arn, { principal }) => arn === functionArn && principal === "apigateway.amazonaws.com",
      async invoke({ payload }) {
        // The event is what API Gateway built.
        const event = payload as Payload;
        events.push(event);
        return { payload: JSON.stringify(await answer(event)) };
      },
    },
    ...more,
  });
  const rest = await make(api, "restApi:RestApi", { name: "payments", ...inputs });
  const restApi = rest.id;
  const root = rest.outputs["rootResourceId"];
  const proxy = await make(api, "resource:Resource", { restApi, parentId: root, pathPart: "{proxy+}" });
  for (const resourceId of [root, proxy.id]) {
    const method = { restApi, resourceId, httpMethod: "ANY" };
    await make(api, "method:Method", { ...method, authorization: "NONE" });
    await make(api, "integration:Integration", {
      ...method,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: invokeArn,
    });
  }
  const deployment = await make(api, "deployment:Deployment", { restApi });
  const stage = await make(api, "stage:Stage", { restApi, deployment: deployment.id, stageName: "prod" });
  await make(api, "domainName:DomainName", {
    domainName: hostname,
    regionalCertificateArn: certificateArn,
    endpointConfiguration: { types: "REGIONAL" },
  });
  await make(api, "basePathMapping:BasePathMapping", { domainName: hostname, restApi, stageName: "prod" });
  const request = (path: string, init: RequestInit = {}) =>
    api.handle(hostname, new Request(`https://${hostname}${path}`, init));
  return { api, kernel, events, request, restApi, stageArn: stage.outputs["arn"], proxyId: proxy.id };
}

describe("a REST API's proxy event", () => {
  it("has the shape of payload format 1.0", async () => {
    const { request, events, restApi, proxyId } = await deployed();
    await request("/v1/accounts/acc_eu_1/payments?limit=5&tag=a&tag=b", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": "k1",
        "user-agent": "tests",
        "x-forwarded-for": "203.0.113.9, 198.51.100.7",
      },
      body: '{"amount":1}',
    });
    const [event] = events;
    expect(event).toMatchObject({
      resource: "/{proxy+}",
      path: "/v1/accounts/acc_eu_1/payments",
      httpMethod: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": "k1",
        Host: hostname,
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
      },
      multiValueHeaders: { "idempotency-key": ["k1"], Host: [hostname] },
      queryStringParameters: { limit: "5", tag: "b" },
      multiValueQueryStringParameters: { limit: ["5"], tag: ["a", "b"] },
      pathParameters: { proxy: "v1/accounts/acc_eu_1/payments" },
      stageVariables: null,
      body: '{"amount":1}',
      isBase64Encoded: false,
    });
    expect(event?.["requestContext"]).toEqual({
      accountId,
      apiId: restApi,
      domainName: hostname,
      domainPrefix: "eu",
      extendedRequestId: expect.stringMatching(/^[\w+/]+=*$/),
      httpMethod: "POST",
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: "198.51.100.7",
        user: null,
        userAgent: "tests",
        userArn: null,
      },
      path: "/v1/accounts/acc_eu_1/payments",
      protocol: "HTTP/1.1",
      requestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/),
      requestTime: "01/Jan/2026:00:00:00 +0000",
      requestTimeEpoch: Date.UTC(2026, 0, 1),
      resourceId: proxyId,
      resourcePath: "/{proxy+}",
      stage: "prod",
    });
  });

  it("has null where there is nothing, and the root's resource at the root", async () => {
    const { request, events } = await deployed();
    await request("/");
    expect(events[0]).toMatchObject({
      resource: "/",
      path: "/",
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      body: null,
      isBase64Encoded: false,
    });
  });

  it("carries declared binary media types as base64, both ways", async () => {
    const { request, events } = await deployed(
      () => ({ statusCode: 200, isBase64Encoded: true, body: "AAEC", headers: { "content-type": "application/pdf" } }),
      { binaryMediaTypes: ["application/pdf"] },
    );
    const headers = { "content-type": "application/pdf", accept: "application/pdf" };
    const response = await request("/file", { method: "PUT", headers, body: new Uint8Array([1, 2, 255]) });
    expect(events[0]).toMatchObject({ body: "AQL/", isBase64Encoded: true });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 1, 2]));
  });
});

describe("a REST API's answer", () => {
  it("is the function's, with several values of a header and AWS's remapped names", async () => {
    const { request } = await deployed(() => ({
      statusCode: 401,
      headers: { "WWW-Authenticate": "Bearer", "content-type": "application/problem+json" },
      multiValueHeaders: { "set-cookie": ["a=1", "b=2"] },
      body: '{"code":"unauthenticated"}',
    }));
    const response = await request("/v1");
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('{"code":"unauthenticated"}');
    expect(response.headers.get("www-authenticate")).toBeNull();
    expect(response.headers.get("x-amzn-remapped-www-authenticate")).toBe("Bearer");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });

  const failures: readonly (readonly [string, () => unknown])[] = [
    ["an answer without a status", () => ({ body: "{}" })],
    ["an answer that is no object", () => "fine"],
    ["a body that is no text", () => ({ statusCode: 200, body: { a: 1 } })],
    ["an invocation that is refused", () => Promise.reject(new Error("throttled"))],
  ];
  it.each(failures)("is 502 for %s", async (_case, answer) => {
    const { request } = await deployed(answer);
    const response = await request("/v1");
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ message: "Internal server error" });
  });

  it("is 502 for a function's error", async () => {
    const { request } = await deployed(undefined, undefined, {
      lambda: {
        mayInvoke: () => true,
        invoke: () => Promise.resolve({ payload: '{"errorType":"TypeError"}', functionError: "Unhandled" }),
      },
    });
    expect((await request("/v1")).status).toBe(502);
  });

  it("is 500 where the function's resource policy does not let API Gateway in", async () => {
    const lambda = { mayInvoke: () => false, invoke: () => Promise.resolve({ payload: "{}" }) };
    const { request } = await deployed(undefined, undefined, { lambda });
    expect((await request("/v1")).status).toBe(500);
  });

  it("is 504 after 29 seconds", async () => {
    const { kernel, request } = await deployed(() => new Promise(() => undefined));
    const pending = request("/v1");
    await kernel.advance(28_999);
    const early = await Promise.race([pending, Promise.resolve("pending")]);
    expect(early).toBe("pending");
    await kernel.advance(1);
    const response = await pending;
    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({ message: "Endpoint request timed out" });
  });

  it("is 413 for a body over 10 MB", async () => {
    const { request, events } = await deployed();
    const response = await request("/v1", { method: "POST", body: new Uint8Array(10_485_761) });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ message: "Request Too Long" });
    expect(events).toHaveLength(0);
  });

  it("is what the API declares for that, from its next deployment on", async () => {
    const { api, request, restApi } = await deployed();
    const template = JSON.stringify({ code: "too_large", request: "$context.requestId", path: "$context.path" });
    await make(api, "response:Response", {
      restApiId: restApi,
      responseType: "REQUEST_TOO_LARGE",
      statusCode: "499",
      responseTemplates: { "application/json": template },
    });
    const { id: deployment } = await make(api, "deployment:Deployment", { restApi });
    await make(api, "stage:Stage", { restApi, deployment, stageName: "next" });
    await make(api, "basePathMapping:BasePathMapping", {
      domainName: hostname,
      restApi,
      stageName: "next",
      basePath: "next",
    });
    const send = (path: string) => request(path, { method: "POST", body: new Uint8Array(10_485_761) });
    expect((await send("/v1")).status).toBe(413);
    const response = await send("/next/v1");
    const id = response.headers.get("x-amzn-requestid");
    expect(response.status).toBe(499);
    expect(await response.json()).toEqual({ code: "too_large", request: id, path: "/next/v1" });
  });

  it.each([
    ["a header", { responseParameters: { "gatewayresponse.header.Retry-After": "'1'" } }, "Retry-After"],
    ["another content type", { responseTemplates: { "application/xml": "<no/>" } }, "application/xml"],
    ["another variable", { responseTemplates: { "application/json": "$context.error.message" } }, "$context.error"],
  ])("of 413 is refused by name where it declares %s", async (_, declared, name) => {
    const { api, restApi } = await deployed();
    const given = { restApiId: restApi, responseType: "REQUEST_TOO_LARGE", ...declared };
    await expect(make(api, "response:Response", given)).rejects.toThrow(name);
    await make(api, "response:Response", { ...given, responseType: "THROTTLED" });
  });

  it("is 429 beyond the stage's rate and burst", async () => {
    const { api, kernel, request, restApi } = await deployed();
    await make(api, "methodSettings:MethodSettings", {
      restApi,
      stageName: "prod",
      methodPath: "*/*",
      settings: { throttlingRateLimit: 1, throttlingBurstLimit: 2 },
    });
    const statuses = async (count: number) => {
      const answered: number[] = [];
      for (let sent = 0; sent < count; sent += 1) answered.push((await request("/v1")).status);
      return answered;
    };
    expect(await statuses(3)).toEqual([200, 200, 429]);
    await kernel.advance(1_000);
    expect(await statuses(2)).toEqual([200, 429]);
  });

  it("is the firewall's where it refuses", async () => {
    let asked: unknown;
    const { request, stageArn, events } = await deployed(undefined, undefined, {
      guard(arn, { headers }) {
        asked = arn;
        return headers.get("x-origin-secret") === "s" ? undefined : new Response("no", { status: 403 });
      },
    });
    expect((await request("/v1")).status).toBe(403);
    expect(events).toHaveLength(0);
    expect((await request("/v1", { headers: { "x-origin-secret": "s" } })).status).toBe(200);
    expect(asked).toBe(stageArn);
  });
});

describe("a host name", () => {
  it.each([
    ["that nobody owns", "other.example.com", "https://other.example.com/v1"],
    ["that differs from the Host header", hostname, "https://other.example.com/v1"],
  ])("%s is forbidden", async (_case, name, url) => {
    const { api } = await deployed();
    const response = await api.handle(name, new Request(url, { headers: { host: "other.example.com" } }));
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: "Forbidden" });
  });

  it.each([
    [false, 200],
    [true, 403],
  ])("of the API's own, disabled %s, answers %d", async (disableExecuteApiEndpoint, status) => {
    const { api, restApi, events } = await deployed(undefined, { disableExecuteApiEndpoint });
    const own = `${restApi}.execute-api.eu-west-1.amazonaws.com`;
    const response = await api.handle(own, new Request(`https://${own}/prod/v1`));
    expect(response.status).toBe(status);
    if (status === 200) expect(events[0]).toMatchObject({ path: "/v1", requestContext: { path: "/prod/v1" } });
  });
});

const place = { restApi: "@", resourceId: "r", httpMethod: "GET" };

describe("what the model of API Gateway refuses", () => {
  it("is a deployment of a method without integration", async () => {
    const { api, restApi } = await deployed();
    const resource = await make(api, "resource:Resource", {
      restApi,
      parentId: (await make(api, "restApi:RestApi", { name: "x" })).outputs["rootResourceId"],
      pathPart: "v1",
    }).catch((error: unknown) => error);
    expect(resource).toMatchObject({ code: "NotFoundException" });
    const rest = await make(api, "restApi:RestApi", { name: "other" });
    const method = { restApi: rest.id, resourceId: rest.outputs["rootResourceId"], httpMethod: "GET" };
    await make(api, "method:Method", { ...method, authorization: "NONE" });
    await expect(make(api, "deployment:Deployment", { restApi: rest.id })).rejects.toThrow(
      "No integration defined for method",
    );
  });

  it.each([
    ["a body that is a whole API", "restApi:RestApi", { name: "x", body: "{}" }, "aws:apigateway/restApi:RestApi.body"],
    ["an authorizer", "method:Method", { ...place, authorization: "AWS_IAM" }, "authorization AWS_IAM"],
    ["another integration", "integration:Integration", { ...place, type: "MOCK" }, "type MOCK"],
    ["a cache", "stage:Stage", { restApi: "@", cacheClusterEnabled: true }, "cacheClusterEnabled"],
  ])("by name is %s", async (_case, kind, inputs, part) => {
    const { api, restApi } = await deployed();
    const own = "restApi" in inputs ? { ...inputs, restApi } : inputs;
    await expect(make(api, kind, own)).rejects.toThrow(part);
  });
});
