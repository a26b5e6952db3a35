import { describe, expect, it } from "vitest";
import { createInProcessHost } from "../../../../../local/aws/lambda/index.ts";
import type { EnvironmentSpec } from "../../../../../local/aws/lambda/function-host.ts";
import { lifeOf } from "../life.ts";
import { createPatientKernel } from "../patient-kernel.ts";
import { functionArn, lambdaOver, roleArn } from "./harness.ts";

const functionType = "aws:lambda/function:Function";
const declared = {
  name: "worker",
  role: roleArn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: { kind: "archive", path: ".", hash: "aa" },
  timeout: 900,
};
const hourMs = 3_600_000;

/** A function whose invocations end when the test says so; each answers with the handler that it was started with. */
async function gated(idleMs = 48 * hourMs) {
  const kernel = createPatientKernel(1);
  const started: EnvironmentSpec[] = [];
  const open: (() => void)[] = [];
  const hosts = createInProcessHost((spec) => {
    started.push(spec);
    return () => new Promise((resolve) => void open.push(() => resolve(spec.variables["STAGE"] ?? "none")));
  });
  const { lambda } = lambdaOver(kernel, hosts, { limits: { idleMs, maxEnvironments: 2 } });
  const life = lifeOf(lambda.resources, functionType);
  await life.create(declared);
  /** Starts an invocation and lets it end. */
  const invoke = async (arn = functionArn) => {
    const answer = lambda.invoke({ functionArn: arn, payload: {}, kind: "RequestResponse" });
    await kernel.advance(0);
    open.shift()?.();
    await kernel.advance(0);
    return JSON.parse((await answer).payload) as unknown;
  };
  const size = () => lambda.environments()[functionArn];
  return { kernel, lambda, life, started, open, invoke, size };
}

const staged = (STAGE: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ...declared,
  environment: { variables: { STAGE } },
  ...more,
});

describe("environments and their credentials, which last twelve hours", () => {
  it("are used while the credentials outlast an invocation, and not beyond", async () => {
    const { kernel, invoke, started } = await gated();
    await invoke();
    // Twelve hours less the function's fifteen minutes and five more.
    await kernel.advance(12 * hourMs - 20 * 60_000 - 1);
    await invoke();
    expect(started).toHaveLength(1);
    await kernel.advance(1);
    await invoke();
    expect(started).toHaveLength(2);
  });

  it("finish the invocation that they are in, and then end", async () => {
    const { kernel, lambda, invoke, open, size } = await gated();
    await invoke();
    await kernel.advance(12 * hourMs - 20 * 60_000 - 1);
    const answer = lambda.invoke({ functionArn, payload: {}, kind: "RequestResponse" });
    await kernel.advance(60_000);
    expect(size()).toBe(1);
    open.shift()?.();
    expect((await answer).functionError).toBeUndefined();
    await kernel.advance(0);
    expect(size()).toBe(0);
  });
});

describe("environments and an update of their function", () => {
  it("finish what they do with the old configuration; what comes next has the new one", async () => {
    const { kernel, lambda, life, open, invoke, size } = await gated();
    await life.update(staged("old"));
    const running = lambda.invoke({ functionArn, payload: {}, kind: "RequestResponse" });
    await kernel.advance(0);
    await life.update(staged("new"));
    const [finishOld] = open.splice(0);
    expect(await invoke()).toBe("new");
    expect(size()).toBe(2);
    finishOld?.();
    expect((await running).payload).toBe('"old"');
    await kernel.advance(0);
    expect(size()).toBe(1);
  });

  it("end at once where they are idle, for new code as well", async () => {
    const { life, invoke, size, started } = await gated();
    await invoke();
    expect(size()).toBe(1);
    await life.update({ ...declared, code: { kind: "archive", path: ".", hash: "bb" } });
    expect(size()).toBe(0);
    await invoke();
    expect(started).toHaveLength(2);
  });

  it("stay where nothing changes that they run", async () => {
    const { life, invoke, size } = await gated();
    await invoke();
    await life.update({ ...declared, tags: { cell: "eu" }, reservedConcurrentExecutions: 1 });
    expect(size()).toBe(1);
  });

  it("end with the function, once they have finished", async () => {
    const { kernel, lambda, life, open, size } = await gated();
    const running = lambda.invoke({ functionArn, payload: {}, kind: "RequestResponse" });
    await kernel.advance(0);
    await life.delete();
    await life.delete();
    expect(size()).toBeUndefined();
    await expect(lambda.invoke({ functionArn, payload: {}, kind: "RequestResponse" })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
    });
    open.shift()?.();
    expect((await running).functionError).toBeUndefined();
  });
});

describe("published versions", () => {
  it("keep the configuration that they were published with; $LATEST goes on", async () => {
    const { life, invoke, started } = await gated();
    await life.update(staged("one", { publish: true }));
    await life.update(staged("two", { publish: true }));
    expect(await invoke(`${functionArn}:1`)).toBe("one");
    expect(await invoke(`${functionArn}:2`)).toBe("two");
    await life.update(staged("three"));
    expect(await invoke(functionArn)).toBe("three");
    expect(await invoke(`${functionArn}:2`)).toBe("two");
    expect(started.map(({ variables }) => variables["AWS_LAMBDA_FUNCTION_VERSION"])).toEqual(["1", "2", "$LATEST"]);
  });

  it("share the function's reserved concurrency", async () => {
    const { lambda, life } = await gated();
    await life.update(staged("one", { publish: true, reservedConcurrentExecutions: 1 }));
    void lambda.invoke({ functionArn: `${functionArn}:1`, payload: {}, kind: "RequestResponse" });
    const throttled = lambda.invoke({ functionArn, payload: {}, kind: "RequestResponse" });
    await expect(throttled).rejects.toMatchObject({ code: "TooManyRequestsException" });
  });
});

describe("an asynchronous invocation whose function changes between two attempts", () => {
  const failing = (STAGE: string) => staged(STAGE, { timeout: 1 });

  it("runs what the function is by then, and is dropped once the function is gone", async () => {
    const kernel = createPatientKernel(1);
    const ran: unknown[] = [];
    const hosts = createInProcessHost((spec) => () => {
      ran.push(spec.variables["STAGE"]);
      throw new Error("broken");
    });
    const { lambda } = lambdaOver(kernel, hosts);
    const life = lifeOf(lambda.resources, functionType);
    await life.create(failing("old"));
    await lambda.invoke({ functionArn, payload: {}, kind: "Event" });
    await kernel.advance(0);
    await life.update(failing("new"));
    await kernel.advance(60_000);
    expect(ran).toEqual(["old", "new"]);
    await life.delete();
    await kernel.advance(600_000);
    expect(ran).toHaveLength(2);
  });
});
