import { describe, expect, it } from "vitest";
import { createInProcessHost } from "../../../../../local/aws/lambda/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { callOf } from "../account.ts";
import { createPatientKernel } from "../patient-kernel.ts";
import { accountId, createWorker, functionArn, lambdaOver } from "./harness.ts";

function underTest() {
  const hosts = createInProcessHost(() => (event) => event);
  const { lambda } = lambdaOver(createPatientKernel(1), hosts);
  const api = async (action: string, input: Properties = {}) => lambda.service.handle(callOf("lambda", action, input));
  return { lambda, api };
}

describe("listings of functions", () => {
  it("come in pages, in the order of their names", async () => {
    const { lambda, api } = underTest();
    for (const name of ["c", "a", "b"]) await createWorker(lambda, { name });
    const first = await api("ListFunctions", { MaxItems: 2 });
    expect(first["Functions"]).toMatchObject([{ FunctionName: "a" }, { FunctionName: "b" }]);
    const { NextMarker } = first;
    expect(await api("ListFunctions", { MaxItems: 2, Marker: NextMarker })).toEqual({
      Functions: [expect.objectContaining({ FunctionName: "c" })],
    });
    await expect(api("ListFunctions", { MaxItems: 0 })).rejects.toMatchObject({
      code: "InvalidParameterValueException",
    });
  });

  it("tell the versions of one, $LATEST first", async () => {
    const { lambda, api } = underTest();
    await createWorker(lambda, { publish: true, description: "first" });
    await api("UpdateFunctionConfiguration", { FunctionName: "worker", Timeout: 9 });
    await api("PublishVersion", { FunctionName: "worker", Description: "second" });
    expect((await api("ListVersionsByFunction", { FunctionName: "worker" }))["Versions"]).toMatchObject([
      { Version: "$LATEST", FunctionArn: `${functionArn}:$LATEST`, Timeout: 9 },
      { Version: "1", FunctionArn: `${functionArn}:1`, Timeout: 3, Description: "first" },
      { Version: "2", FunctionArn: `${functionArn}:2`, Timeout: 9, Description: "second" },
    ]);
    expect((await api("ListFunctions", { FunctionVersion: "ALL" }))["Functions"]).toHaveLength(3);
  });
});

describe("versions and aliases", () => {
  it("publishes nothing where nothing has changed", async () => {
    const { lambda, api } = underTest();
    await createWorker(lambda, { publish: true });
    expect(await api("PublishVersion", { FunctionName: "worker" })).toMatchObject({ Version: "1" });
    const other = api("PublishVersion", { FunctionName: "worker", CodeSha256: "other" });
    await expect(other).rejects.toMatchObject({ code: "InvalidParameterValueException" });
  });

  it("keeps a version that an alias points to", async () => {
    const { lambda, api } = underTest();
    await createWorker(lambda, { publish: true });
    await api("CreateAlias", { FunctionName: "worker", Name: "live", FunctionVersion: "1" });
    const version = { FunctionName: "worker", Qualifier: "1" };
    await expect(api("DeleteFunction", version)).rejects.toMatchObject({ code: "ResourceConflictException" });
    expect((await api("ListAliases", { FunctionName: "worker", FunctionVersion: "1" }))["Aliases"]).toMatchObject([
      { AliasArn: `${functionArn}:live`, Name: "live" },
    ]);
    await api("DeleteAlias", { FunctionName: "worker", Name: "live" });
    await api("DeleteFunction", version);
    await expect(api("GetFunction", version)).rejects.toMatchObject({ code: "ResourceNotFoundException" });
    await expect(api("GetAlias", { FunctionName: "worker", Name: "live" })).rejects.toMatchObject({ status: 404 });
  });
});

describe("a function's policy", () => {
  it("is what was added and not removed, each qualifier apart", async () => {
    const { lambda, api } = underTest();
    await createWorker(lambda, { publish: true });
    const permission = {
      FunctionName: "worker",
      StatementId: "gateway",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceAccount: accountId,
    };
    const { Statement } = await api("AddPermission", permission);
    expect(JSON.parse(String(Statement))).toMatchObject({ Sid: "gateway", Resource: functionArn });
    await expect(api("AddPermission", permission)).rejects.toMatchObject({ code: "ResourceConflictException" });
    await api("AddPermission", { ...permission, StatementId: "first", Qualifier: "1" });
    const policy = async (more: Properties = {}) =>
      JSON.parse(String((await api("GetPolicy", { FunctionName: "worker", ...more }))["Policy"])) as unknown;
    expect(await policy()).toMatchObject({ Statement: [{ Sid: "gateway" }] });
    expect(await policy({ Qualifier: "1" })).toMatchObject({ Statement: [{ Sid: "first" }] });
    await api("RemovePermission", { FunctionName: "worker", StatementId: "gateway" });
    await expect(policy()).rejects.toMatchObject({ code: "ResourceNotFoundException" });
    const again = api("RemovePermission", { FunctionName: "worker", StatementId: "gateway" });
    await expect(again).rejects.toThrow("Statement gateway is not found in resource policy.");
    const unknown = api("AddPermission", { ...permission, PrincipalOrgID: "o-1" });
    await expect(unknown).rejects.toMatchObject({ code: "NotImplemented" });
  });
});

describe("concurrency and tags", () => {
  it("is reserved and given back", async () => {
    const { lambda, api } = underTest();
    await createWorker(lambda);
    await api("PutFunctionConcurrency", { FunctionName: "worker", ReservedConcurrentExecutions: 100 });
    expect(await api("GetFunctionConcurrency", { FunctionName: "worker" })).toEqual({
      ReservedConcurrentExecutions: 100,
    });
    expect(await api("GetAccountSettings")).toMatchObject({
      AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 },
      AccountUsage: { FunctionCount: 1 },
    });
    await api("DeleteFunctionConcurrency", { FunctionName: "worker" });
    expect(await api("GetFunctionConcurrency", { FunctionName: "worker" })).toEqual({});
    const greedy = api("PutFunctionConcurrency", { FunctionName: "worker", ReservedConcurrentExecutions: 901 });
    await expect(greedy).rejects.toMatchObject({ code: "InvalidParameterValueException" });
  });

  it("throttles whatever is reserved for nobody", async () => {
    const { lambda, api } = underTest();
    await createWorker(lambda);
    await api("PutFunctionConcurrency", { FunctionName: "worker", ReservedConcurrentExecutions: 0 });
    await expect(api("Invoke", { FunctionName: "worker" })).rejects.toMatchObject({ code: "TooManyRequestsException" });
  });

  it("is tagged by its ARN", async () => {
    const { lambda, api } = underTest();
    await createWorker(lambda, { tags: { a: "1" } });
    await api("TagResource", { Resource: functionArn, Tags: { b: "2" } });
    await api("UntagResource", { Resource: functionArn, TagKeys: ["a"] });
    expect(await api("ListTags", { Resource: functionArn })).toEqual({ Tags: { b: "2" } });
    expect(await api("GetFunction", { FunctionName: "worker" })).toMatchObject({ Tags: { b: "2" } });
  });

  it("names what it does not know", async () => {
    const { api } = underTest();
    await expect(api("UpdateFunctionCode", { FunctionName: "worker" })).rejects.toThrow("lambda:UpdateFunctionCode");
  });
});
