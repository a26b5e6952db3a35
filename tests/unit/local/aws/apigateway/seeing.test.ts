import { describe, expect, it } from "vitest";
import { createApiGateway } from "../../../../../local/aws/apigateway/index.ts";
import { accountId, register } from "../account.ts";
import { createPatientKernel } from "../patient-kernel.ts";
import { uri } from "./harness.ts";

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";
const PARENT = "53995c3f42cd8ad8";

/** An API whose function answers `status`, with what X-Ray and CloudWatch get of it. */
async function deployed(status: number, stage: Readonly<Record<string, unknown>> = { xrayTracingEnabled: true }) {
  const documents: Record<string, unknown>[] = [];
  const measured: string[] = [];
  const called: (string | undefined)[] = [];
  const gateway = createApiGateway({
    kernel: createPatientKernel(1),
    accountId,
    certificate: () => undefined,
    lambda: {
      mayInvoke: () => true,
      async invoke({ traceHeader }) {
        called.push(traceHeader);
        return { payload: JSON.stringify({ statusCode: status, body: "{}" }) };
      },
    },
    traces: { record: (_region, document) => void documents.push(JSON.parse(document)) },
    metrics: {
      measure(_region, { name, dimensions, value }) {
        if (name !== "Latency") measured.push(`${dimensions["ApiName"]}/${dimensions["Stage"]} ${name} ${value}`);
      },
    },
  });
  const make = (kind: string, inputs: Readonly<Record<string, unknown>>) =>
    register(gateway.resources, `aws:apigateway/${kind}`, inputs);
  const { id: restApi, outputs } = await make("restApi:RestApi", { name: "payments" });
  const method = { restApi, resourceId: outputs["rootResourceId"], httpMethod: "ANY" };
  await make("method:Method", { ...method, authorization: "NONE" });
  await make("integration:Integration", { ...method, type: "AWS_PROXY", integrationHttpMethod: "POST", uri });
  const { id: deployment } = await make("deployment:Deployment", { restApi });
  await make("stage:Stage", { restApi, deployment, stageName: "v1", ...stage });
  const host = `${restApi}.execute-api.eu-west-1.amazonaws.com`;
  const ask = (header?: string) =>
    gateway.handle(host, new Request(`https://${host}/v1/`, { headers: header ? { "x-amzn-trace-id": header } : {} }));
  return { ask, documents, measured, called };
}

describe("a stage that is traced", () => {
  it("is a step below its caller's, with its call of the function, which the function's step is below", async () => {
    const { ask, documents, called } = await deployed(201);
    await ask(`Root=${ROOT};Parent=${PARENT}`);
    expect(documents).toMatchObject([
      {
        name: "payments/v1",
        origin: "AWS::ApiGateway::Stage",
        trace_id: ROOT,
        parent_id: PARENT,
        http: { request: { method: "GET", url: "/" }, response: { status: 201 } },
        subsegments: [{ name: "Lambda", namespace: "aws" }],
      },
    ]);
    const [call] = (documents[0]?.["subsegments"] ?? []) as readonly { readonly id: string }[];
    expect(called).toEqual([`Root=${ROOT};Parent=${call?.id};Sampled=1`]);
  });

  it("begins a trace where there is none, and says that a request failed", async () => {
    const { ask, documents } = await deployed(503);
    await ask();
    expect(documents).toMatchObject([{ fault: true }]);
    expect(documents[0]).not.toHaveProperty("parent_id");
  });

  it.each([
    ["its caller has decided against it", { xrayTracingEnabled: true }, ";Sampled=0", ";Sampled=0"],
    ["it is not asked for", {}, "", ""],
  ])("hands on what came and records nothing where %s", async (_, stage, given, handedOn) => {
    const { ask, documents, called } = await deployed(200, stage);
    await ask(`Root=${ROOT};Parent=${PARENT}${given}`);
    expect(documents).toEqual([]);
    expect(called[0]).toMatch(new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16}${handedOn}$`));
  });
});

describe("a stage measures", () => {
  it.each([
    [200, ["Count 1", "4XXError 0", "5XXError 0"]],
    [404, ["Count 1", "4XXError 1", "5XXError 0"]],
    [503, ["Count 1", "4XXError 0", "5XXError 1"]],
  ])("an answer of %d", async (status, wanted) => {
    const { ask, measured } = await deployed(status);
    await ask();
    expect(measured).toEqual(wanted.map((one) => `payments/v1 ${one}`));
  });
});
