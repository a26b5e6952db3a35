import { describe, expect, it } from "vitest";
import { createInProcessHost } from "../../../../../local/aws/lambda/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { callOf } from "../account.ts";
import { accountId, create, createWorker, functionArn, lambdaOver } from "./harness.ts";

async function worker() {
  const { lambda } = lambdaOver(
    createVirtualKernel(1),
    createInProcessHost(() => () => ({})),
  );
  await createWorker(lambda, { tags: { team: "payments" } });
  const allow = (principal: string, more: Properties = {}) =>
    create(lambda.resources, "aws:lambda/permission:Permission", {
      statementId: "s1",
      action: "lambda:InvokeFunction",
      function: "worker",
      principal,
      ...more,
    });
  const asked = (action: string, input: Properties) => lambda.service.authorizations(callOf("lambda", action, input));
  const policy = (): unknown => {
    const [request] = asked("Invoke", { FunctionName: "worker" });
    const text = request?.resourcePolicy?.text;
    return text === undefined ? undefined : JSON.parse(text);
  };
  return { asked, allow, policy };
}

describe("what IAM is asked about a call of Lambda", () => {
  it.each([
    ["Invoke", { FunctionName: "worker" }, "lambda:InvokeFunction", functionArn],
    ["Invoke", { FunctionName: "worker:live" }, "lambda:InvokeFunction", `${functionArn}:live`],
    ["Invoke", { FunctionName: "worker", Qualifier: "live" }, "lambda:InvokeFunction", `${functionArn}:live`],
    ["Invoke", { FunctionName: `${accountId}:function:worker` }, "lambda:InvokeFunction", functionArn],
    ["GetFunction", { FunctionName: functionArn }, "lambda:GetFunction", functionArn],
    ["GetFunction", { FunctionName: "none" }, "lambda:GetFunction", functionArn.replace("worker", "none")],
    ["ListFunctions", {}, "lambda:ListFunctions", "*"],
    ["ListTags", { Resource: functionArn }, "lambda:ListTags", functionArn],
    ["ListEventSourceMappings", {}, "lambda:ListEventSourceMappings", "*"],
    [
      "GetEventSourceMapping",
      { UUID: "u-1" },
      "lambda:GetEventSourceMapping",
      `arn:aws:lambda:eu-west-1:${accountId}:event-source-mapping:u-1`,
    ],
  ])("%s %j", async (action, input, judged, resource) => {
    const { asked } = await worker();
    expect(asked(action, input)).toMatchObject([{ action: judged, resource }]);
  });

  it("names a mapping's function as a condition", async () => {
    const { asked } = await worker();
    expect(asked("ListEventSourceMappings", { FunctionName: "worker" })).toEqual([
      { action: "lambda:ListEventSourceMappings", resource: "*", context: { "lambda:FunctionArn": [functionArn] } },
    ]);
  });

  it("is whether the caller may pass the role that a function is to have", async () => {
    const { asked } = await worker();
    const Role = `arn:aws:iam::${accountId}:role/other`;
    expect(asked("UpdateFunctionConfiguration", { FunctionName: "worker", Role })).toMatchObject([
      { action: "lambda:UpdateFunctionConfiguration", resource: functionArn },
      { action: "iam:PassRole", resource: Role, context: { "iam:PassedToService": ["lambda.amazonaws.com"] } },
    ]);
  });

  it("comes with the function's tags", async () => {
    const { asked } = await worker();
    expect(asked("Invoke", { FunctionName: "worker" })).toMatchObject([{ resourceTags: { team: "payments" } }]);
  });
});

describe("a function's policy", () => {
  it("is none until somebody is let in", async () => {
    expect((await worker()).policy()).toBeUndefined();
  });

  it.each(["apigateway", "arn:aws:iam::111122223333:role/*", "a.example.com"])(
    "names nobody as %s",
    async (principal) => {
      const { allow, policy } = await worker();
      await expect(allow(principal)).rejects.toThrow(
        "The provided principal was invalid. Please check the principal and try again.",
      );
      expect(policy()).toBeUndefined();
    },
  );

  it.each<[string, string, Properties, Properties]>([
    [
      "a service for a source",
      "apigateway.amazonaws.com",
      { sourceArn: "arn:aws:execute-api:eu-west-1:111122223333:abc/*/*", sourceAccount: accountId },
      {
        Principal: { Service: "apigateway.amazonaws.com" },
        Resource: functionArn,
        Condition: {
          ArnLike: { "AWS:SourceArn": "arn:aws:execute-api:eu-west-1:111122223333:abc/*/*" },
          StringEquals: { "AWS:SourceAccount": accountId },
        },
      },
    ],
    ["a role", `arn:aws:iam::${accountId}:role/r`, {}, { Principal: { AWS: `arn:aws:iam::${accountId}:role/r` } }],
    ["everybody", "*", {}, { Principal: "*" }],
    ["a caller of one alias", accountId, { qualifier: "live" }, { Resource: `${functionArn}:live` }],
  ])("lets in %s", async (_who, principal, more, statement) => {
    const { allow, policy } = await worker();
    await allow(principal, more);
    expect(policy()).toMatchObject({
      Version: "2012-10-17",
      Statement: [{ Sid: "s1", Effect: "Allow", Action: "lambda:InvokeFunction", ...statement }],
    });
  });
});
