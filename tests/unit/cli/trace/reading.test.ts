import { describe, expect, it } from "vitest";
import { readTraces, type TraceReading } from "../../../../cli/trace/reading.ts";
import { traceLines } from "../../../../cli/trace/text.ts";
import { readDeployment } from "../../../../cli/deployment.ts";
import type { ServiceRequest } from "../../../../cli/doctor/signed-request.ts";
import { parsePaymentId } from "../../../../functions/domain/ids.ts";
import { apiClient, funded } from "../../functions/platform/api-client.ts";
import { createPlatform } from "../../functions/platform/platform.ts";
import { dynamoDbSeam } from "../../functions/platform/sdk-seam.ts";
import { fakeContext } from "../fake-context.ts";

const hex = (digit: string) => `5759e988${digit.repeat(24)}`;
const traceId = (digit: string) => `1-5759e988-${digit.repeat(24)}`;
const DIGITS = ["a", "b", "c", "d", "e", "f"];

/** Answers as X-Ray gives them. https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html */
type Answers = (request: {
  readonly region: string;
  readonly ids: readonly string[];
  readonly token: unknown;
}) => object;

/** A payment with five captures, each in a trace of its own, in a ledger of both cells; X-Ray answers as it is told. */
async function world(answers: Answers) {
  const platform = await createPlatform();
  const shop = apiClient(platform);
  const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
  const at = (digit: string) => ({ traceparent: `00-${hex(digit)}-53995c3f42cd8ad8-01` });
  const body = { payee, amount: 500, currency: "EUR", capture: "manual" };
  const { body: paid } = await shop.post(`/v1/accounts/${source}/payments`, body, at("a"));
  for (const digit of DIGITS.slice(1)) {
    const path = `/v1/payments/${String(paid["id"])}/capture`;
    const { status } = await shop.post(path, { amount: 10, final: false }, at(digit));
    expect(status).toBe(201);
  }
  const asked: string[] = [];
  const send = async ({ service, region, host, method, path, body: text }: ServiceRequest) => {
    const { TraceIds, NextToken } = JSON.parse(text ?? "{}");
    const digits = TraceIds.map((id: string) => id.at(-1))
      .toSorted()
      .join("");
    asked.push(`${service} ${method} ${host}${path} ${digits} ${NextToken ?? "-"}`);
    return JSON.stringify(answers({ region, ids: TraceIds, token: NextToken }));
  };
  const id = parsePaymentId(String(paid["id"]));
  if (!id.ok) throw new Error("the API names its payments rightly");
  const deployment = readDeployment();
  const reading: TraceReading = {
    // Of the clients only `send` is used.
    aws: {
      dynamodb: (region) =>
        dynamoDbSeam(platform.dynamoDb.service, region) as ReturnType<TraceReading["aws"]["dynamodb"]>,
    },
    send,
    deployment,
    context: fakeContext(),
  };
  return {
    asked,
    read: () => readTraces(id.value, reading),
    lines: async () => traceLines(await readTraces(id.value, reading), deployment),
  };
}

/** A segment as X-Ray keeps those that its services send: times are seconds, in whatever form a JSON number has. */
const segment = (digit: string, id: string, more: object = {}) => ({
  Id: id,
  Document: JSON.stringify({
    id,
    trace_id: traceId(digit),
    name: "prod-eu-payments-api",
    start_time: 1465510240.5,
    end_time: 1465510240.75,
    origin: "AWS::Lambda::Function",
    http: { response: { status: 201 } },
    aws: { operation: "Invoke", request_id: "79104EXAMPLEB723" },
    ...more,
  }),
});

describe("a payment's traces, from X-Ray as its API reference describes it", () => {
  it("are asked for five at a time, page by page, in every region", async () => {
    const { asked, read } = await world(({ region, ids, token }) => {
      const [first] = ids;
      if (region !== "eu-west-1" || first === undefined) return { Traces: [], UnprocessedTraceIds: [] };
      const digit = first.at(-1) ?? "";
      // A long trace comes in several pages.
      if (token === undefined && ids.length === 5) {
        const Segments = [segment(digit, "194fcc8747581230")];
        return {
          Traces: [{ Id: first, Duration: 0.25, LimitExceeded: false, Segments }],
          UnprocessedTraceIds: [],
          NextToken: "page-2",
        };
      }
      const parent = {
        parent_id: "194fcc8747581230",
        name: "relay",
        start_time: 1.4655102406e9,
        end_time: 1.4655102407e9,
      };
      const Segments = [segment(digit, "070b6ef2d2e5a9e1", parent)];
      return {
        Traces: [{ Id: first, Duration: 0.25, LimitExceeded: true, Segments }],
        UnprocessedTraceIds: ids.slice(1),
        NextToken: null,
      };
    });
    const { traces, silent } = await read();
    expect(silent).toEqual([]);
    expect(asked).toHaveLength(5);
    expect(asked.map((line) => line.replace(/ [a-f]+ /, (digits) => ` ${digits.trim().length} `))).toEqual([
      "xray POST xray.eu-west-1.amazonaws.com/Traces 5 -",
      "xray POST xray.eu-west-1.amazonaws.com/Traces 5 page-2",
      "xray POST xray.eu-west-1.amazonaws.com/Traces 1 -",
      "xray POST xray.us-east-1.amazonaws.com/Traces 5 -",
      "xray POST xray.us-east-1.amazonaws.com/Traces 1 -",
    ]);
    expect(traces.map(({ id }) => id).toSorted()).toEqual(DIGITS.map(traceId));
    const whole = traces.filter(({ steps }) => steps[0]?.name === "prod-eu-payments-api");
    expect(whole).toHaveLength(1);
    expect(whole[0]?.steps[0]).toMatchObject({
      startedAt: 1465510240500,
      endedAt: 1465510240750,
      about: { status: "201" },
    });
    expect(whole[0]?.steps[0]?.steps.map(({ name }) => name)).toEqual(["relay"]);
    expect(traces.filter(({ isCut }) => isCut)).toHaveLength(2);
  });

  it("are told as far as regions answer", async () => {
    const { lines, read } = await world(({ region, ids }) => {
      if (region === "us-east-1") throw new Error("ThrottledException: Rate exceeded");
      const Traces = ids.map((Id, index) => ({
        Id,
        Duration: 1,
        LimitExceeded: true,
        Segments: [segment(Id.at(-1) ?? "", `194fcc874758123${index}`)],
      }));
      return { Traces, UnprocessedTraceIds: [] };
    });
    expect((await read()).silent).toEqual([{ region: "us-east-1", why: "ThrottledException: Rate exceeded" }]);
    const text = (await lines()).join("\n");
    expect(text.match(/payments-api {2}\(Lambda Invoke 201\)/g)).toHaveLength(6);
    expect(text).toContain("X-Ray has left steps out");
  });

  it("that X-Ray has forgotten are named all the same", async () => {
    const { lines } = await world(({ ids }) => ({ Traces: [], UnprocessedTraceIds: ids }));
    expect((await lines()).filter((line) => line.includes("X-Ray has forgotten it (30 days)"))).toHaveLength(6);
  });
});
