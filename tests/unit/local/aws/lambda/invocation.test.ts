import { describe, expect, it } from "vitest";
import type { Call } from "../../../../../local/core/call.ts";
import { createInProcessHost, type LambdaDependencies } from "../../../../../local/aws/lambda/index.ts";
import type { InProcessHandler } from "../../../../../local/aws/lambda/in-process-host.ts";
import { roleCaller, rootCaller } from "../../../../../local/aws/principals.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import { createRegions } from "../../../../../local/faults/regions.ts";
import { createPatientKernel } from "../patient-kernel.ts";
import { accountId, create, createWorker, functionArn, lambdaOver, region } from "./harness.ts";

type Inputs = Readonly<Record<string, unknown>>;

async function worker(handler: InProcessHandler, inputs: Inputs = {}, more: Partial<LambdaDependencies> = {}) {
  const kernel = createPatientKernel(1);
  let started = 0;
  const hosts = createInProcessHost(() => {
    started += 1;
    return handler;
  });
  const calls: Call[] = [];
  const { lambda, lines } = lambdaOver(kernel, hosts, {
    call: (call) => {
      calls.push(call);
      return Promise.resolve({});
    },
    ...more,
  });
  const { outputs } = await createWorker(lambda, { timeout: 10, ...inputs });
  const invoke = (payload: unknown = {}) => lambda.invoke({ functionArn, payload, kind: "RequestResponse" });
  const api = async (action: string, input: Inputs) =>
    lambda.service.handle({ service: "lambda", action, region, input, caller: rootCaller(accountId), requestId: "r1" });
  return { kernel, lambda, lines, calls, outputs, invoke, api, started: () => started };
}

/** A handler whose invocations end when the test says so. */
function gate() {
  const waiting: (() => void)[] = [];
  const order: unknown[] = [];
  const handler: InProcessHandler = (event) => {
    order.push(event);
    return new Promise((resolve) => waiting.push(() => resolve(event)));
  };
  return { handler, order, open: () => waiting.shift()?.() };
}

describe("a region that is lost", () => {
  it("ends every environment in the middle of what it does, and starts none until it is back", async () => {
    const regions = createRegions();
    const { handler, order, open } = gate();
    const { kernel, lambda, invoke, started } = await worker(handler, {}, { regions });
    const interrupted = invoke(1);
    await kernel.advance(0);
    regions.turn(region, "lost");
    open();
    await interrupted;
    expect(lambda.environments()).toEqual({ [functionArn]: 0 });
    await expect(invoke(2)).rejects.toMatchObject({ code: "RegionUnreachable" });
    expect(order).toEqual([1]);
    regions.turn(region, "here");
    const later = invoke(3);
    await kernel.advance(0);
    open();
    expect(await later).toMatchObject({ payload: "3" });
    expect([started(), order]).toEqual([2, [1, 3]]);
  });

  it("keeps its events until it is back", async () => {
    const regions = createRegions();
    const seen: unknown[] = [];
    const { kernel, api } = await worker((event) => seen.push(event), {}, { regions });
    await api("Invoke", { FunctionName: "worker", InvocationType: "Event", Payload: "1" });
    regions.turn(region, "lost");
    await kernel.advance(60_000);
    expect(seen).toEqual([]);
    regions.turn(region, "here");
    await kernel.advance(120_000);
    expect(seen).toEqual([1]);
  });
});

describe("variables under a key of the account's", () => {
  const kmsKeyArn = `arn:aws:kms:${region}:${accountId}:key/1`;
  const question = { action: "kms:Decrypt", resource: kmsKeyArn, context: {} };

  it("are opened in the name of the function's role, for every environment", async () => {
    const asked: unknown[] = [];
    const judge: LambdaDependencies["judge"] = ({ caller }, questions) => void asked.push([caller.kind, questions]);
    const more = { judge, keys: () => [question] };
    const { invoke } = await worker((event) => event, { kmsKeyArn }, more);
    await invoke(1);
    await invoke(2);
    expect(asked.filter((one) => JSON.stringify(one).includes("kms:Decrypt"))).toEqual([["role", [question]]]);
  });

  it("stay closed, and the function does not run, where the role may not", async () => {
    const judge: LambdaDependencies["judge"] = (_request, questions) => {
      if (questions.some(({ action }) => action === "kms:Decrypt")) throw new AwsError("AccessDeniedException", "No.");
    };
    const { invoke, started } = await worker((event) => event, { kmsKeyArn }, { judge, keys: () => [question] });
    await expect(invoke(1)).rejects.toMatchObject({
      code: "KMSAccessDeniedException",
      message: expect.stringContaining("unable to decrypt the environment variables"),
    });
    expect(started()).toBe(0);
  });
});

describe("execution environments", () => {
  it("start with an invocation that finds none idle, and are used again", async () => {
    const { invoke, started } = await worker((event) => event);
    expect(started()).toBe(0);
    await invoke(1);
    await invoke(2);
    expect(started()).toBe(1);
    await Promise.all([invoke(3), invoke(4)]);
    expect(started()).toBe(2);
  });

  it("are bounded; what comes on top waits in the order of its coming", async () => {
    const { handler, order, open } = gate();
    const { kernel, invoke, started } = await worker(handler, {}, { limits: { maxEnvironments: 2 } });
    const all = [1, 2, 3, 4].map((event) => invoke(event));
    await kernel.advance(0);
    expect(order).toEqual([1, 2]);
    open();
    await kernel.advance(0);
    expect(order).toEqual([1, 2, 3]);
    for (let left = 0; left < 3; left += 1) {
      open();
      await kernel.advance(0);
    }
    expect((await Promise.all(all)).map(({ payload }) => payload)).toEqual(["1", "2", "3", "4"]);
    expect(started()).toBe(2);
  });

  it("are refused beyond the reserved concurrency", async () => {
    const { handler } = gate();
    const { kernel, invoke } = await worker(handler, { reservedConcurrentExecutions: 1 });
    void invoke(1);
    await kernel.advance(0);
    await expect(invoke(2)).rejects.toMatchObject({ code: "TooManyRequestsException", status: 429 });
  });

  it("end when they are idle for long", async () => {
    const { kernel, invoke, lambda, started } = await worker((event) => event, {}, { limits: { idleMs: 60_000 } });
    await invoke();
    await kernel.advance(59_999);
    expect(lambda.environments()).toEqual({ [functionArn]: 1 });
    await kernel.advance(1);
    expect(lambda.environments()).toEqual({ [functionArn]: 0 });
    await invoke();
    expect(started()).toBe(2);
  });

  it("have ten seconds to start", async () => {
    const kernel = createPatientKernel(1);
    const { lambda } = lambdaOver(
      kernel,
      createInProcessHost(() => new Promise(() => undefined)),
    );
    await createWorker(lambda);
    const answer = lambda.invoke({ functionArn, payload: {}, kind: "RequestResponse" });
    await kernel.advance(10_000);
    expect(JSON.parse((await answer).payload)).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/Error: Task timed out after 10\.00 seconds$/),
    });
  });

  it("take nothing more after shutdown", async () => {
    const { invoke, lambda } = await worker((event) => event);
    await lambda.shutdown();
    await expect(invoke()).rejects.toThrow("The local cloud is shutting down.");
  });
});

describe("an asynchronous invocation", () => {
  const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:${accountId}:${name}`;
  const failing: InProcessHandler = () => {
    throw new TypeError("broken");
  };

  it("is accepted at once, tried three times, then goes to failure destination and dead-letter queue", async () => {
    let tried = 0;
    const { kernel, lambda, calls, api } = await worker(
      (event) => {
        tried += 1;
        return failing(event, { awsRequestId: "", functionName: "", invokedFunctionArn: "", deadlineMs: 0 });
      },
      { deadLetterConfig: { targetArn: queueArn("dead") } },
    );
    await create(lambda.resources, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
      functionName: "worker",
      destinationConfig: { onFailure: { destination: queueArn("failures") } },
    });
    expect(await api("Invoke", { FunctionName: "worker", InvocationType: "Event", Payload: '{"n":1}' })).toEqual({
      StatusCode: 202,
    });
    await kernel.advance(0);
    expect(tried).toBe(1);
    await kernel.advance(60_000);
    expect(tried).toBe(2);
    await kernel.advance(119_999);
    expect(tried).toBe(2);
    await kernel.advance(1);
    expect(tried).toBe(3);
    const [destination, letter] = calls;
    expect(destination?.caller).toMatchObject({ kind: "role", roleArn: `arn:aws:iam::${accountId}:role/worker` });
    expect(JSON.parse(String(destination?.input["MessageBody"]))).toMatchObject({
      version: "1.0",
      requestContext: {
        functionArn: `${functionArn}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: { n: 1 },
      responseContext: { statusCode: 200, functionError: "Unhandled" },
      responsePayload: { errorType: "TypeError", errorMessage: "broken" },
    });
    expect(letter?.input).toMatchObject({
      QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${accountId}/dead`,
      MessageBody: '{"n":1}',
    });
  });

  it("loses what the queue of its failures refuses, and is over with that", async () => {
    const { kernel, api } = await worker(
      failing,
      { deadLetterConfig: { targetArn: queueArn("dead") } },
      { call: () => Promise.reject(new AwsError("AccessDeniedException", "no")) },
    );
    await api("Invoke", { FunctionName: "worker", InvocationType: "Event" });
    await expect(kernel.advance(300_000)).resolves.toBeUndefined();
  });

  it("comes back when Lambda could not take on its role", async () => {
    let trusted = false;
    const seen: unknown[] = [];
    const sts: LambdaDependencies["sts"] = {
      issueForRole() {
        if (!trusted) throw new AwsError("AccessDenied", "no role trust policy allows it", 403);
        return { accessKeyId: "a", secretAccessKey: "s", sessionToken: "t", expiresAt: Infinity };
      },
      assume: (role, session) => roleCaller(role, session, accountId),
    };
    const { kernel, api } = await worker((event) => void seen.push(event), {}, { sts });
    await api("Invoke", { FunctionName: "worker", InvocationType: "Event", Payload: "1" });
    await kernel.advance(0);
    trusted = true;
    expect(seen).toEqual([]);
    await kernel.advance(10_000);
    expect(seen).toEqual([1]);
  });

  it("comes back when it was throttled", async () => {
    const { handler, order, open } = gate();
    const { kernel, api } = await worker(handler, { reservedConcurrentExecutions: 1 });
    await api("Invoke", { FunctionName: "worker", InvocationType: "Event", Payload: "1" });
    await api("Invoke", { FunctionName: "worker", InvocationType: "Event", Payload: "2" });
    await kernel.advance(0);
    open();
    await kernel.advance(1_000);
    expect(order).toEqual([1, 2]);
  });
});

describe("Lambda's API", () => {
  it("answers a synchronous invocation, function errors included", async () => {
    const { api } = await worker((event) => {
      if (event === "bad") throw new RangeError("no");
      return { echoed: event };
    });
    expect(await api("Invoke", { FunctionName: functionArn, Payload: '"hi"' })).toEqual({
      StatusCode: 200,
      Payload: '{"echoed":"hi"}',
      ExecutedVersion: "$LATEST",
    });
    expect(await api("Invoke", { FunctionName: "worker", Payload: '"bad"' })).toMatchObject({
      StatusCode: 200,
      FunctionError: "Unhandled",
    });
  });

  it.each([
    ["an unknown function", { FunctionName: "absent" }, "ResourceNotFoundException"],
    ["an unknown qualifier", { FunctionName: "worker:live" }, "ResourceNotFoundException"],
    ["a payload that is no JSON", { FunctionName: "worker", Payload: "{" }, "InvalidRequestContentException"],
    [
      "a payload over 6 MB",
      { FunctionName: "worker", Payload: `"${"x".repeat(6_291_456)}"` },
      "RequestTooLargeException",
    ],
  ])("refuses %s", async (_case, input, code) => {
    const { api } = await worker((event) => event);
    await expect(api("Invoke", input)).rejects.toMatchObject({ code });
  });

  it("knows a function by its published version and its aliases", async () => {
    const { api, lambda, outputs } = await worker((event) => event, { publish: true });
    expect(outputs["qualifiedArn"]).toBe(`${functionArn}:1`);
    await create(lambda.resources, "aws:lambda/alias:Alias", {
      functionName: "worker",
      functionVersion: "1",
      name: "live",
    });
    expect(await api("Invoke", { FunctionName: `${functionArn}:live`, Payload: "1" })).toMatchObject({ Payload: "1" });
  });

  it("is judged as lambda:InvokeFunction on the function", async () => {
    const { lambda } = await worker((event) => event);
    const call: Call = {
      service: "lambda",
      action: "Invoke",
      region,
      input: { FunctionName: "worker" },
      caller: rootCaller(accountId),
      requestId: "r",
    };
    expect(lambda.service.authorizations(call)).toEqual([
      {
        action: "lambda:InvokeFunction",
        resource: functionArn,
        context: {},
        resourceTags: {},
        resourcePolicy: { kind: "resource", text: undefined },
      },
    ]);
  });
});

describe("a function's permissions", () => {
  it.each([
    ["the source it names", "arn:aws:execute-api:eu-west-1:111122223333:abc/*/*", true],
    ["another source", "arn:aws:execute-api:eu-west-1:111122223333:other/*/*", false],
  ])("let API Gateway in from %s", async (_case, sourceArn, allowed) => {
    const { lambda } = await worker((event) => event);
    const invoker = {
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:eu-west-1:111122223333:abc/prod/ANY/{proxy+}",
      sourceAccount: "1",
    };
    expect(lambda.mayInvoke(functionArn, invoker)).toBe(false);
    await create(lambda.resources, "aws:lambda/permission:Permission", {
      action: "lambda:InvokeFunction",
      function: "worker",
      principal: "apigateway.amazonaws.com",
      sourceArn,
    });
    expect(lambda.mayInvoke(functionArn, invoker)).toBe(allowed);
  });
});

describe("a function's declaration", () => {
  it.each([
    ["another runtime", { runtime: "python3.13" }, "NotImplemented", "runtime python3.13"],
    ["a packed archive", { code: { kind: "archive", path: "a.zip" } }, "NotImplemented", "the packed file a.zip"],
    [
      "a reserved variable",
      { environment: { variables: { AWS_REGION: "x" } } },
      "InvalidParameterValueException",
      "Reserved keys used in this request: AWS_REGION",
    ],
    [
      "over 4 KB of variables",
      { environment: { variables: { A: "x".repeat(4096) } } },
      "InvalidParameterValueException",
      "exceed 4 KB",
    ],
  ])("is refused with %s", async (_case, inputs, code, part) => {
    const { lambda } = lambdaOver(
      createPatientKernel(1),
      createInProcessHost(() => () => undefined),
    );
    const refused = createWorker(lambda, inputs);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(part);
  });
});
