import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Invocation, InvocationOutcome } from "../../../../../local/aws/lambda/function-host.ts";
import { createRuntimeApi, type RuntimeApi } from "../../../../../local/aws/lambda/runtime-api.ts";

let api: RuntimeApi;
let base: string;
let offer: (invocation: Invocation) => void;
let answers: (readonly [requestId: string, outcome: InvocationOutcome])[];

beforeEach(async () => {
  api = createRuntimeApi();
  answers = [];
  const answered = (requestId: string, outcome: InvocationOutcome) => void answers.push([requestId, outcome]);
  ({ offer } = api.open("one", { initialised: () => undefined, answered }));
  base = `http://${await api.address("one")}/2018-06-01/runtime`;
});
afterEach(() => api.close());

const invocation = (requestId: string): Invocation => ({
  requestId,
  payload: `"${requestId}"`,
  deadlineMs: 1,
  functionArn: "arn",
  traceId: "Root=1",
});
const report = (requestId: string, verb: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${base}/invocation/${requestId}/${verb}`, { method: "POST", body: "{}", headers });

describe("the Runtime API", () => {
  it("hands out an invocation and takes what came of it, as AWS's does", async () => {
    const next = fetch(`${base}/invocation/next`);
    offer(invocation("a"));
    expect(await (await next).text()).toBe('"a"');
    const reply = await report("a", "response");
    expect([reply.status, await reply.json()]).toEqual([202, { status: "OK" }]);
    expect(answers).toMatchObject([["a", { kind: "ok", payload: "{}" }]]);
  });

  it.each([
    ["response", "ok"],
    ["error", "error"],
  ])("answers a report of a %s with the next invocation where it asks for that", async (verb, kind) => {
    const reply = report("a", verb, { "x-local-then": "next" });
    await expect.poll(() => answers).toMatchObject([["a", { kind }]]);
    offer(invocation("b"));
    const next = await reply;
    expect([next.status, next.headers.get("lambda-runtime-aws-request-id")]).toEqual([200, "b"]);
    expect(await next.text()).toBe('"b"');
  });

  it("refuses a report of anything else, whatever it asks for", async () => {
    const reply = await report("a", "nothing", { "x-local-then": "next" });
    expect(reply.status).toBe(400);
    expect(answers).toEqual([]);
  });
});
