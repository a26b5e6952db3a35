import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { createProcessHost } from "../../../../../local/aws/lambda/index.ts";
import { createWallClock } from "../../../../../local/drivers/wall-clock.ts";
import { bundle, createWorker, functionArn, lambdaOver, roleArn } from "./harness.ts";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function worker(source: string, inputs: Readonly<Record<string, unknown>> = {}) {
  const code = bundle({ "index.mjs": source });
  const kernel = createWallClock((fault) => {
    throw fault;
  });
  const { lambda, lines } = lambdaOver(kernel, createProcessHost());
  cleanups.push(code.remove, () => lambda.shutdown());
  await createWorker(lambda, { code: { kind: "archive", path: code.path }, timeout: 5, ...inputs });
  const invoke = async (payload: unknown = {}) => {
    const answer = await lambda.invoke({ functionArn, payload, kind: "RequestResponse" });
    return { error: answer.functionError, body: JSON.parse(answer.payload) as Record<string, unknown> };
  };
  return { lambda, lines, invoke };
}

describe("a function in a child process", () => {
  it("gets its event and Lambda's context, and answers JSON", async () => {
    const { invoke } = await worker(`
      export const handler = async (event, context) => ({
        doubled: event.n * 2,
        arn: context.invokedFunctionArn,
        memory: context.memoryLimitInMB,
        remaining: context.getRemainingTimeInMillis(),
        id: context.awsRequestId,
        trace: process.env._X_AMZN_TRACE_ID,
      });`);
    const { body } = await invoke({ n: 21 });
    expect(body).toMatchObject({ doubled: 42, arn: functionArn, memory: "128" });
    expect(body["remaining"]).toBeGreaterThan(4000);
    expect(body["remaining"]).toBeLessThanOrEqual(5000);
    expect(body["id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(body["trace"]).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  });

  it("sees Lambda's variables and its own, and nothing of its parent's but PATH", async () => {
    process.env["LEAK_OF_THE_PARENT"] = "secret";
    cleanups.push(() => void delete process.env["LEAK_OF_THE_PARENT"]);
    const { invoke } = await worker("export const handler = () => Promise.resolve(process.env);", {
      environment: { variables: { CELL: "eu" } },
    });
    const { body } = await invoke();
    expect(Object.keys(body).toSorted()).toEqual([
      "AWS_ACCESS_KEY_ID",
      "AWS_DEFAULT_REGION",
      "AWS_ENDPOINT_URL",
      "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
      "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_VERSION",
      "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_LAMBDA_LOG_FORMAT",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME",
      "AWS_LAMBDA_RUNTIME_API",
      "AWS_REGION",
      "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "CELL",
      "LAMBDA_TASK_ROOT",
      "LANG",
      "PATH",
      "TZ",
      "_HANDLER",
      "_X_AMZN_TRACE_ID",
    ]);
    expect(body).toMatchObject({
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_SECRET_ACCESS_KEY: `secret of ${roleArn}`,
      CELL: "eu",
    });
  });

  it("keeps module state from one invocation to the next in the same environment", async () => {
    const { invoke, lambda } = await worker("let calls = 0; export const handler = async () => ({ calls: ++calls });");
    await invoke();
    expect((await invoke()).body).toEqual({ calls: 2 });
    expect(lambda.environments()).toEqual({ [functionArn]: 1 });
  });

  it("answers a handler's error with its type, message and trace, and lives on", async () => {
    const { invoke } = await worker(`
      let calls = 0;
      export const handler = async () => {
        calls += 1;
        if (calls === 1) throw new TypeError("no such account");
        return { calls };
      };`);
    const first = await invoke();
    expect(first.error).toBe("Unhandled");
    expect(first.body).toMatchObject({ errorType: "TypeError", errorMessage: "no such account" });
    expect((await invoke()).body).toEqual({ calls: 2 });
  });

  it("kills an invocation at its timeout, handlers that never yield included", async () => {
    const { invoke, lambda, lines } = await worker(
      "export const handler = async (event) => { if (event.spin) for (;;); return { well: true }; };",
      { timeout: 1 },
    );
    const { error, body } = await invoke({ spin: true });
    expect(error).toBe("Unhandled");
    expect(body["errorType"]).toBe("Sandbox.Timedout");
    expect(body["errorMessage"]).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/);
    expect(lines.join("\n")).toMatch(/Task timed out after 1\.00 seconds/);
    expect((await invoke({})).body).toEqual({ well: true });
    expect(lambda.environments()[functionArn]).toBe(1);
  });

  it.each([
    ["that throws while loading", 'throw new RangeError("no CELL");', "RangeError", "no CELL"],
    [
      "without its handler",
      "export const other = 1;",
      "Runtime.HandlerNotFound",
      "index.handler is undefined or not exported",
    ],
  ])("reports a bundle %s as an init error", async (_case, source, errorType, errorMessage) => {
    const { invoke } = await worker(source);
    const { error, body } = await invoke();
    expect(error).toBe("Unhandled");
    expect(body).toMatchObject({ errorType, errorMessage });
  });

  it("reports a missing bundle as an import error", async () => {
    const { invoke } = await worker("", { handler: "absent.handler" });
    expect((await invoke()).body).toMatchObject({
      errorType: "Runtime.ImportModuleError",
      errorMessage: "Error: Cannot find module 'absent'",
    });
  });

  it("reports a process that ends by itself, and starts another", async () => {
    const { invoke } = await worker(
      "export const handler = async (event) => { if (event.die) process.exit(3); return 1; };",
    );
    const { body } = await invoke({ die: true });
    expect(body["errorType"]).toBe("Runtime.ExitError");
    expect(body["errorMessage"]).toMatch(/Error: Runtime exited with error: exit status 3$/);
    expect((await invoke()).body).toBe(1);
  });

  it("ends a function that takes more memory than it has", async () => {
    const { invoke } = await worker(
      "const kept = []; export const handler = async () => { for (;;) kept.push(new Array(1e6).fill(kept.length)); };",
      { timeout: 20 },
    );
    const { body } = await invoke();
    expect(body["errorType"]).toBe("Runtime.ExitError");
    expect(body["errorMessage"]).toMatch(/Runtime exited with error: signal: aborted$/);
  });

  it("logs what the function prints between START, END and REPORT", async () => {
    const { invoke, lines } = await worker('export const handler = async () => { console.log("paid\\n", { n: 1 }); };');
    await invoke();
    const [start, printed, end, report] = lines;
    expect(start).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/);
    expect(printed).toMatch(/^\d{4}-[^\t]+Z\t[0-9a-f-]{36}\tINFO\tpaid\n \{ n: 1 \}$/);
    expect(end).toMatch(/^END RequestId: [0-9a-f-]{36}$/);
    expect(report).toMatch(/^REPORT RequestId: .+\tDuration: [\d.]+ ms\t.+\tMemory Size: 128 MB\t.+\tInit Duration: /);
  });

  it("logs what it prints alone where Lambda's own lines are wanted from warnings on", async () => {
    const source = 'export const handler = async () => void process.stdout.write("paid\\n");';
    const loggingConfig = { logFormat: "JSON", systemLogLevel: "WARN" };
    const { invoke, lines } = await worker(source, { loggingConfig });
    await invoke();
    expect(lines).toEqual(["paid"]);
  });

  it("leaves no process behind after shutdown", async () => {
    const { invoke, lambda } = await worker("export const handler = async () => ({ pid: process.pid });");
    const { body } = await invoke();
    expect(isAlive(Number(body["pid"]))).toBe(true);
    await lambda.shutdown();
    expect(isAlive(Number(body["pid"]))).toBe(false);
  });
});

describe("a local cloud that is killed", () => {
  it.each([
    ["idle", "export const handler = async () => ({});"],
    ["never yielding", "export const handler = async () => { for (;;); };"],
  ])("takes its environments with it, %s ones too", async (_case, source) => {
    const note = 'import fs from "node:fs"; fs.writeFileSync(new URL("pid", import.meta.url), String(process.pid));';
    const code = bundle({ "index.mjs": note + source });
    cleanups.push(code.remove);
    const script = fileURLToPath(new URL("./orphan-maker.ts", import.meta.url));
    const parent = spawn(process.execPath, ["--import", "tsx", script, code.path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const child = await new Promise<number>((resolve) => {
      parent.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk.toString())));
    });
    expect(isAlive(child)).toBe(true);
    parent.kill("SIGKILL");
    for (let waited = 0; isAlive(child) && waited < 5000; waited += 50) await sleep(50);
    expect(isAlive(child)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
