import type { APIGatewayProxyEvent } from "aws-lambda";
import { beforeEach, describe, expect, it } from "vitest";
import { lambdaEdge } from "../../../../functions/payments-api/lambda-edge.ts";
import { routeTable } from "../../../../functions/payments-api/route-table.ts";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;

beforeEach(async () => {
  platform = await createPlatform();
});

function eventOf(httpMethod: string, path: string, more: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent {
  const headers: Record<string, string> = {
    Authorization: `Bearer ${platform.token("eu")}`,
    "Content-Type": "application/json",
    "Idempotency-Key": "edge",
    "Home-Cell": "eu",
  };
  const event = {
    httpMethod,
    path,
    body: null,
    isBase64Encoded: false,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    multiValueQueryStringParameters: null,
    requestContext: { requestId: "from-the-gateway", domainName: "eu.origin.pay.example.com" },
    ...more,
  };
  // The fields that the edge reads; the gateway sends more.
  return event as unknown as APIGatewayProxyEvent;
}

const handle = (event: APIGatewayProxyEvent) => lambdaEdge(platform.cell("eu").api)(event);

describe("the API's Lambda edge", () => {
  it("hands a payment over and its answer back", async () => {
    const shop = apiClient(platform);
    const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
    const body = JSON.stringify({ payee, amount: 100, currency: "EUR" });
    const answer = await handle(eventOf("POST", `/v1/accounts/${source}/payments`, { body }));
    expect(answer).toMatchObject({ statusCode: 201, isBase64Encoded: false });
    expect(answer.multiValueHeaders).toMatchObject({
      "content-type": ["application/json"],
      "request-id": ["from-the-gateway"],
      "served-by": ["eu"],
      "home-cell": ["eu"],
    });
    expect(JSON.parse(answer.body)).toMatchObject({ object: "payment", amount: 100 });
  });

  it("reads a body that the gateway has encoded", async () => {
    const body = Buffer.from('{"currency":"EUR"}').toString("base64");
    expect(await handle(eventOf("POST", "/v1/accounts", { body, isBase64Encoded: true }))).toMatchObject({
      statusCode: 201,
    });
  });

  it.each(routeTable.map(({ method, path }) => [method.toUpperCase(), path] as const))(
    "%s %s answers, and never breaks on what the edge leaves out",
    async (method, path) => {
      const id = path.startsWith("/v1/payments") ? `pay_eu_${"0".repeat(32)}` : `acc_eu_${"0".repeat(32)}`;
      const body = method === "POST" ? "{}" : null;
      const query = { multiValueQueryStringParameters: { limit: ["10"] } };
      const answer = await handle(eventOf(method, path.replace("{id}", id), { body, ...query }));
      expect([200, 201, 400, 404, 415, 422]).toContain(answer.statusCode);
      expect(answer.body).not.toContain("internal_error");
    },
  );
});
