import { describe, expect, it } from "vitest";
import { createInProcessHost } from "../../../../../local/aws/lambda/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import { callOf } from "../account.ts";
import { lifeOf } from "../life.ts";
import { createPatientKernel } from "../patient-kernel.ts";
import { accountId, createWorker, functionArn, lambdaOver, region, roleArn } from "./harness.ts";

const functionType = "aws:lambda/function:Function";
const permissionType = "aws:lambda/permission:Permission";
const aliasType = "aws:lambda/alias:Alias";
const eventInvokeType = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const provisionedType = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";
const queueArn = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;

const declared = {
  name: "worker",
  role: roleArn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: { kind: "archive", path: ".", hash: "aa".repeat(32) },
  tags: { cell: "eu" },
};

function lambdaWithLife(type: string, deps: Parameters<typeof lambdaOver>[2] = {}) {
  const kernel = createPatientKernel(1);
  const hosts = createInProcessHost(() => (event) => event);
  const { lambda } = lambdaOver(kernel, hosts, deps);
  const api = async (action: string, input: Properties) => lambda.service.handle(callOf("lambda", action, input));
  return { kernel, lambda, api, life: lifeOf(lambda.resources, type) };
}

const missing = (name: string) =>
  `${name}: Missing required argument. The argument "${name}" is required, but no definition was found.`;

describe("what check says of Lambda's inputs", () => {
  it.each<[string, string, Properties, string]>([
    ["no role", functionType, { role: undefined }, missing("role")],
    [
      "a role that is none",
      functionType,
      { role: "worker" },
      "role: (worker) is an invalid ARN: arn: invalid prefix or not enough sections",
    ],
    [
      "a name with a dot",
      functionType,
      { name: "a.b" },
      "name: invalid value (must be valid function name or function ARN), got a.b",
    ],
    ["a long timeout", functionType, { timeout: 901 }, "timeout: expected it to be in the range (1 - 900), got 901"],
    [
      "little memory",
      functionType,
      { memorySize: 127 },
      "memorySize: expected it to be in the range (128 - 10240), got 127",
    ],
    [
      "another tracing mode",
      functionType,
      { tracingConfig: { mode: "Off" } },
      'tracingConfig: mode: expected it to be one of ["Active" "PassThrough"], got Off',
    ],
    [
      "layers",
      functionType,
      { layers: ["arn"] },
      "layers: NotImplemented: The local cloud does not model aws:lambda/function:Function.layers; see " +
        "docs/local-differences.md.",
    ],
  ])("%s", (_what, type, inputs, line) => {
    expect(lambdaWithLife(type).life.refusals({ ...declared, ...inputs })).toEqual([line]);
  });

  it.each<[string, string, Properties, readonly string[]]>([
    ["a permission of nothing", permissionType, {}, [missing("action"), missing("function"), missing("principal")]],
    [
      "a permission of another service's action",
      permissionType,
      { action: "sqs:SendMessage", function: "worker", principal: "*" },
      ["action: invalid value (must be a valid action (usually starts with lambda:)), got sqs:SendMessage"],
    ],
    [
      "an alias that is a number",
      aliasType,
      { functionName: "worker", functionVersion: "1", name: "1" },
      ["name: invalid value (must not be a number alone), got 1"],
    ],
    [
      "an alias with weights",
      aliasType,
      { functionName: "worker", functionVersion: "1", name: "live", routingConfig: { additionalVersionWeights: {} } },
      [],
    ],
    [
      "three retries",
      eventInvokeType,
      { functionName: "worker", maximumRetryAttempts: 3 },
      ["maximumRetryAttempts: expected it to be in the range (0 - 2), got 3"],
    ],
    [
      "nothing provisioned",
      provisionedType,
      { functionName: "worker", qualifier: "live", provisionedConcurrentExecutions: 0 },
      ["provisionedConcurrentExecutions: expected it to be in the range (1 - 1000), got 0"],
    ],
  ])("%s", (_what, type, inputs, lines) => {
    const refusals = lambdaWithLife(type).life.refusals(inputs);
    if (lines.length > 0) expect(refusals).toEqual(lines);
    else expect(refusals.join()).toMatch(/^routingConfig: NotImplemented: /);
  });
});

describe("a function", () => {
  it("changes in place, but for its name and kind of package", async () => {
    const { life } = lambdaWithLife(functionType);
    await life.create(declared);
    expect(life.plan({ ...declared, timeout: 3, memorySize: 128, publish: false, packageType: "Zip" })).toEqual([]);
    expect(
      life.plan({ ...declared, name: "other", timeout: 9, code: { ...declared.code, hash: "bb".repeat(32) } }),
    ).toEqual(["code", "name (replace)", "timeout"]);
    // The same code in another folder is the same code.
    expect(life.plan({ ...declared, code: { ...declared.code, path: "elsewhere" } })).toEqual([]);
  });

  it("reads after create and update exactly as it was made", async () => {
    const { life } = lambdaWithLife(functionType);
    const created = await life.create({
      ...declared,
      description: "works",
      deadLetterConfig: { targetArn: queueArn("d") },
    });
    expect(created.outputs).toMatchObject({
      arn: functionArn,
      version: "$LATEST",
      codeSha256: Buffer.from("aa".repeat(32), "hex").toString("base64"),
    });
    expect(life.refresh()).toEqual({ id: "worker", inputs: created.inputs, outputs: created.outputs });
    const updated = await life.update({ ...declared, timeout: 9 });
    expect(updated.outputs).toMatchObject({ timeout: 9, description: undefined, deadLetterConfig: undefined });
    expect(life.refresh()).toMatchObject({ inputs: updated.inputs, outputs: updated.outputs });
  });

  it("tells when it was changed, and which version it is", async () => {
    const { kernel, life } = lambdaWithLife(functionType);
    const created = await life.create({ ...declared, publish: true });
    expect(created.outputs).toMatchObject({ version: "1", qualifiedArn: `${functionArn}:1` });
    await kernel.advance(1_000);
    const same = await life.update({ ...declared, publish: true, tags: {} });
    expect(same.outputs).toMatchObject({ version: "1", lastModified: created.outputs["lastModified"] });
    const updated = await life.update({ ...declared, publish: true, timeout: 9 });
    expect(updated.outputs).toMatchObject({ version: "2", qualifiedArn: `${functionArn}:2` });
    expect(updated.outputs["lastModified"]).not.toBe(created.outputs["lastModified"]);
    expect(life.refresh()).toMatchObject({ outputs: updated.outputs });
  });

  it("is known by its name in an import", async () => {
    const { life } = lambdaWithLife(functionType);
    await life.create({ ...declared, timeout: 9, environment: { variables: { CELL: "eu" } } });
    expect(life.import("worker")?.inputs).toMatchObject({
      ...declared,
      timeout: 9,
      environment: { variables: { CELL: "eu" } },
    });
    expect(life.import("absent")).toBeUndefined();
  });

  it("shows what was changed behind its back, what was switched off as well", async () => {
    const { api, life } = lambdaWithLife(functionType);
    const full = {
      ...declared,
      environment: { variables: { CELL: "eu" } },
      deadLetterConfig: { targetArn: queueArn("dead") },
    };
    await life.create(full);
    await api("UpdateFunctionConfiguration", {
      FunctionName: "worker",
      Timeout: 9,
      Environment: { Variables: { CELL: "us" } },
      DeadLetterConfig: { TargetArn: "" },
    });
    await api("PutFunctionConcurrency", { FunctionName: "worker", ReservedConcurrentExecutions: 5 });
    await api("TagResource", { Resource: functionArn, Tags: { owner: "ops" } });
    expect(life.refresh()?.inputs).toMatchObject({
      timeout: 9,
      reservedConcurrentExecutions: 5,
      environment: { variables: { CELL: "us" } },
      tags: { cell: "eu", owner: "ops" },
    });
    expect(life.plan(full)).toEqual([
      "deadLetterConfig.targetArn",
      "environment.variables.CELL",
      "reservedConcurrentExecutions",
      "tags.owner",
      "timeout",
    ]);
  });

  it("is as it was after an update that AWS refuses", async () => {
    const { api, life } = lambdaWithLife(functionType);
    const before = await life.create(declared);
    const refused = life.update({ ...declared, timeout: 9, environment: { variables: { AWS_REGION: "x" } } });
    await expect(refused).rejects.toMatchObject({ code: "InvalidParameterValueException" });
    const greedy = life.update({ ...declared, reservedConcurrentExecutions: 901 });
    await expect(greedy).rejects.toThrow("UnreservedConcurrentExecution below its minimum value of [100]");
    expect(life.refresh()?.outputs).toEqual(before.outputs);
    expect(await api("GetFunctionConfiguration", { FunctionName: "worker" })).toMatchObject({ Timeout: 3 });
  });

  it("wants a role that Lambda can assume", async () => {
    const { life } = lambdaWithLife(functionType, {
      sts: {
        issueForRole: () => ({ accessKeyId: "", secretAccessKey: "", sessionToken: "", expiresAt: 0 }),
        assume: () => {
          throw new AwsError("AccessDenied", "not trusted", 403);
        },
      },
    });
    await expect(life.create(declared)).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message: "The role defined for the function cannot be assumed by Lambda.",
    });
  });

  it("is gone once it is deleted, and can be made again", async () => {
    const { life } = lambdaWithLife(functionType);
    await life.create(declared);
    await expect(life.create(declared)).rejects.toMatchObject({ code: "ResourceConflictException" });
    await life.delete();
    await life.delete();
    expect(life.refresh()).toBeUndefined();
    await life.create(declared);
  });
});

describe("a permission", () => {
  const permission = {
    action: "lambda:InvokeFunction",
    function: "worker",
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:aws:execute-api:${region}:${accountId}:abc/*/*`,
  };
  const invoker = {
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:aws:execute-api:${region}:${accountId}:abc/prod/ANY/{proxy+}`,
    sourceAccount: accountId,
  };

  it("is replaced by any change, and lets nobody in once it is gone", async () => {
    const { lambda, api, life } = lambdaWithLife(permissionType);
    await createWorker(lambda);
    const created = await life.create(permission);
    expect(created.id).toMatch(/^it-[\da-f]{7}$/);
    expect(life.refresh()).toEqual({ id: created.id, inputs: created.inputs, outputs: created.outputs });
    expect(life.plan({ ...permission, principal: "*", sourceArn: undefined })).toEqual([
      "principal (replace)",
      "sourceArn (replace)",
    ]);
    expect(life.import(`worker/${created.id}`)?.inputs).toMatchObject({ ...permission, statementId: created.id });
    expect(lambda.mayInvoke(functionArn, invoker)).toBe(true);
    await api("RemovePermission", { FunctionName: "worker", StatementId: created.id });
    expect(life.refresh()).toBeUndefined();
    expect(lambda.mayInvoke(functionArn, invoker)).toBe(false);
  });

  it("goes with its resource, or with its function", async () => {
    const { lambda, life } = lambdaWithLife(permissionType);
    const worker = lifeOf(lambda.resources, functionType);
    await worker.create(declared);
    await life.create(permission);
    await life.delete();
    await life.delete();
    expect(lambda.mayInvoke(functionArn, invoker)).toBe(false);
    await life.create(permission);
    await worker.delete();
    expect(life.refresh()).toBeUndefined();
  });
});

describe("an alias", () => {
  const alias = { functionName: "worker", functionVersion: "1", name: "live" };

  it("points to a version, and to another one after an update", async () => {
    const { lambda, api, life } = lambdaWithLife(aliasType);
    await createWorker(lambda, { publish: true });
    const created = await life.create(alias);
    expect(created.id).toBe(`${functionArn}:live`);
    expect(life.refresh()).toEqual({ id: created.id, inputs: created.inputs, outputs: created.outputs });
    expect(life.import("worker/live")?.inputs).toMatchObject(alias);
    expect(life.plan({ ...alias, name: "next", functionVersion: "2" })).toEqual(["functionVersion", "name (replace)"]);
    const absent = life.update({ ...alias, functionVersion: "2" });
    await expect(absent).rejects.toMatchObject({ code: "ResourceNotFoundException" });
    await api("UpdateFunctionConfiguration", { FunctionName: "worker", Timeout: 9 });
    await api("PublishVersion", { FunctionName: "worker" });
    await life.update({ ...alias, functionVersion: "2" });
    expect(await api("GetFunctionConfiguration", { FunctionName: "worker:live" })).toMatchObject({
      Version: "2",
      Timeout: 9,
    });
    await api("UpdateAlias", { FunctionName: "worker", Name: "live", FunctionVersion: "1" });
    expect(life.refresh()?.inputs).toMatchObject({ functionVersion: "1" });
    await life.delete();
    await life.delete();
    expect(life.refresh()).toBeUndefined();
  });
});

describe("what becomes of asynchronous invocations", () => {
  const config = {
    functionName: "worker",
    maximumRetryAttempts: 0,
    destinationConfig: { onFailure: { destination: queueArn("failures") } },
  };

  it("is read as it was declared, and changes in place", async () => {
    const { lambda, life } = lambdaWithLife(eventInvokeType);
    await createWorker(lambda);
    const created = await life.create(config);
    expect(created.id).toBe("worker");
    expect(life.refresh()).toEqual({ id: "worker", inputs: created.inputs, outputs: created.outputs });
    expect(life.import("worker")?.inputs).toMatchObject(config);
    expect(life.plan({ ...config, maximumRetryAttempts: 1, maximumEventAgeInSeconds: 21_600 })).toEqual([
      "maximumRetryAttempts",
    ]);
    expect(life.plan({ ...config, qualifier: "live" })).toEqual(["qualifier (replace)"]);
    const updated = await life.update({ functionName: "worker", maximumEventAgeInSeconds: 60 });
    expect(updated.outputs).toMatchObject({ maximumEventAgeInSeconds: 60, destinationConfig: {} });
    expect(life.refresh()).toMatchObject({ inputs: updated.inputs, outputs: updated.outputs });
    await life.delete();
    await life.delete();
    expect(life.refresh()).toBeUndefined();
  });
});

describe("provisioned concurrency", () => {
  const provisioned = { functionName: "worker", qualifier: "1", provisionedConcurrentExecutions: 2 };

  it("belongs to a version, within what the function reserves", async () => {
    const { lambda, life } = lambdaWithLife(provisionedType);
    await createWorker(lambda, { publish: true, reservedConcurrentExecutions: 3 });
    await expect(life.create({ ...provisioned, qualifier: "$LATEST" })).rejects.toThrow(
      "unpublished function versions",
    );
    await expect(life.create({ ...provisioned, qualifier: "2" })).rejects.toThrow("Function not found");
    await expect(life.create({ ...provisioned, provisionedConcurrentExecutions: 4 })).rejects.toThrow(
      "should not be greater than the reservedConcurrentExecution",
    );
    const created = await life.create(provisioned);
    expect(created.id).toBe("worker,1");
    expect(life.refresh()).toEqual({ id: "worker,1", inputs: created.inputs, outputs: created.outputs });
    expect(life.import("worker,1")?.inputs).toMatchObject(provisioned);
    expect(life.plan({ ...provisioned, qualifier: "2", provisionedConcurrentExecutions: 1 })).toEqual([
      "provisionedConcurrentExecutions",
      "qualifier (replace)",
    ]);
    await life.update({ ...provisioned, provisionedConcurrentExecutions: 1 });
    expect(life.refresh()?.inputs).toMatchObject({ provisionedConcurrentExecutions: 1 });
    await life.delete();
    await life.delete();
    expect(life.refresh()).toBeUndefined();
  });
});
