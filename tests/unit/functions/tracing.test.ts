import type { APIGatewayProxyEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { stepsOf, type TraceStep } from "../../../cli/trace/steps.ts";
import { createStreamCursor } from "../../../drills/simulation/stream-cursor.ts";
import { createBatches } from "../../../functions/credit-inbox/batches.ts";
import { lambdaEdge } from "../../../functions/payments-api/lambda-edge.ts";
import { createApp as createRelay } from "../../../functions/relay/app.ts";
import { createMetrics } from "../../../functions/stores/metrics.ts";
import type { TracedKey } from "../../../functions/stores/inbox-queue.ts";
import { apiClient, funded } from "./platform/api-client.ts";
import { createPlatform, type Platform } from "./platform/platform.ts";

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";

/** One cell's part in what follows a payment: its relay, its queue and its inbox. */
function followerOf(platform: Platform, name: string) {
  const { segments, inbox, region, name: cell } = platform.cell(name);
  const cursor = createStreamCursor(platform.dynamoDb, region, "prod-ledger");
  const queue: TracedKey[] = [];
  const handed = {
    async send(keys: readonly TracedKey[]) {
      queue.push(...keys);
      return [];
    },
  };
  const payouts = { send: () => Promise.reject(new Error("nobody pays out here")) };
  const told = { send: async () => [] };
  const metrics = createMetrics(`prod-${name}-relay`, platform.kernel, (line) => void platform.logged.push(line));
  const urls = { inboxQueueUrl: "", payoutsQueueUrl: "", toldQueueUrl: "" };
  const relay = createRelay({ cell, ...urls }, { inbox: handed, payouts, told }, segments, metrics);
  const log = () => undefined;
  const returns = { giveBack: () => Promise.reject(new Error("nothing fails here")) };
  const work = createBatches({ inbox, returns, log, random: platform.kernel.random, segments, metrics });
  return async () => {
    await relay.handOn(cursor.next());
    const messages = queue.splice(0).map(({ traceparent, ...key }, index) => ({
      id: `${index}`,
      handle: `${index}`,
      body: JSON.stringify(key),
      receives: 1,
      ...(traceparent && { traceparent }),
    }));
    await work(messages);
  };
}

/** "us relay(us credit-inbox)" */
function outline(steps: readonly TraceStep[]): string {
  const told = steps.map(({ name, region, steps: inner }) => {
    const own = `${region.slice(0, 2)} ${name}`;
    return inner.length === 0 ? own : `${own}(${outline(inner)})`;
  });
  return told.toSorted().join(", ");
}

async function paid(headers: Readonly<Record<string, string>>, traceHeader: string | undefined) {
  const platform = await createPlatform();
  const shop = apiClient(platform);
  const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("us")];
  await platform.kernel.advance(1_000);
  const followers = ["eu", "us"].map((name) => followerOf(platform, name));
  await platform.project();
  const all: Readonly<Record<string, string>> = {
    authorization: `Bearer ${platform.token("eu")}`,
    "content-type": "application/json",
    "idempotency-key": "traced",
    ...headers,
  };
  const event = {
    httpMethod: "POST",
    path: `/v1/accounts/${source}/payments`,
    body: JSON.stringify({ payee, amount: 100, currency: "EUR" }),
    isBase64Encoded: false,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    multiValueQueryStringParameters: null,
    requestContext: { requestId: "r-1", domainName: "eu.origin.pay.example.com" },
  };
  const { api, segments } = platform.cell("eu");
  const handle = lambdaEdge(api, { header: () => traceHeader, segments });
  // The fields that the edge reads; the gateway sends more.
  const answer = await handle(event as unknown as APIGatewayProxyEvent);
  expect(answer.statusCode).toBe(201);
  for (let round = 0; round < 3; round += 1) {
    await platform.kernel.advance(1_000);
    for (const follow of followers) await follow();
    await platform.project();
  }
  return { platform, answer };
}

describe("a payment between cells", () => {
  it("is one trace, from the edge to the views of both cells and back to the payer's", async () => {
    const span = "0123456789abcdef";
    const started = "1795425960999";
    const header = `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`;
    const { platform, answer } = await paid({ "Edge-Span": `${span}-${started}` }, header);
    const documents = platform.recorded.filter(({ document }) => document.includes(ROOT));
    expect(documents).toHaveLength(platform.recorded.length);
    const views = "eu projector";
    const half = `us DynamoDB(eu projector, eu relay(eu credit-inbox), us projector)`;
    expect(outline(stepsOf(documents))).toBe(
      `eu DynamoDB(${views}, us projector, us relay(us credit-inbox(${half}))), eu edge`,
    );
    const edge = documents.map(({ document }) => JSON.parse(document)).find(({ name }) => name === "edge");
    expect(edge).toMatchObject({ id: span, start_time: Number(started) / 1000, annotations: { method: "POST" } });
    const { id } = JSON.parse(answer.body);
    expect(documents.filter(({ document }) => document.includes(id))).toHaveLength(2);
    expect(platform.logged.filter((line) => line.includes('"PaymentsAccepted":1') && line.includes(id))).toHaveLength(
      1,
    );
    expect(platform.logged.some((line) => line.includes('"CrossingTime":'))).toBe(true);
    expect(platform.logged.some((line) => line.includes('"ChangesHandedOn":'))).toBe(true);
    expect(platform.logged.some((line) => line.includes('"ProjectionLag":'))).toBe(true);
  });

  it.each([
    ["nobody records it", `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=0`],
    ["there is no trace", undefined],
  ])("leaves no step and no trace in the journal where %s", async (_, header) => {
    const { platform, answer } = await paid({ "edge-span": "0123456789abcdef-1795425960999" }, header);
    expect(platform.recorded).toEqual([]);
    const stored = await platform.cell("eu").ledger.partition(`eu#pay#${JSON.parse(answer.body).id}`);
    expect(stored.map(({ item }) => [item["kind"], item["traceparent"]])).toEqual([["payment", undefined]]);
  });
});
