import { describe, expect, it } from "vitest";
import { createInProcessHost } from "../../../../../local/aws/lambda/index.ts";
import { statesAuthorizations } from "../../../../../local/aws/stepfunctions/authorizations.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { createEndpoint, type Endpoint } from "../../../../../local/http/endpoint.ts";
import { createServices } from "../../../../../local/services.ts";
import { accountId, callOf, register } from "../account.ts";
import { createPatientKernel } from "../patient-kernel.ts";
import { jsonata, roleArn } from "./harness.ts";

const prefix = `arn:aws:states:eu-west-1:${accountId}`;

describe("what IAM is asked", () => {
  it.each<[string, Properties, string]>([
    ["CreateStateMachine", { name: "m" }, `${prefix}:stateMachine:m`],
    ["StartExecution", { stateMachineArn: `${prefix}:stateMachine:m` }, `${prefix}:stateMachine:m`],
    ["StartSyncExecution", { stateMachineArn: `${prefix}:stateMachine:m` }, `${prefix}:stateMachine:m`],
    ["ListExecutions", { stateMachineArn: `${prefix}:stateMachine:m` }, `${prefix}:stateMachine:m`],
    ["DescribeExecution", { executionArn: `${prefix}:execution:m:e` }, `${prefix}:execution:m:e`],
    ["StopExecution", { executionArn: `${prefix}:execution:m:e` }, `${prefix}:execution:m:e`],
    ["TagResource", { resourceArn: `${prefix}:stateMachine:m` }, `${prefix}:stateMachine:m`],
    ["SendTaskSuccess", { taskToken: "t", output: "1" }, "*"],
    ["ListStateMachines", {}, "*"],
    ["ValidateStateMachineDefinition", { definition: "{}" }, "*"],
  ])("%s", (action, input, resource) => {
    expect(statesAuthorizations({ find: () => undefined }, undefined, callOf("states", action, input))).toEqual([
      { action: `states:${action}`, resource, context: {}, resourceTags: {} },
    ]);
  });

  it.each(["CreateStateMachine", "UpdateStateMachine"])("of %s is whether the caller may pass the role", (action) => {
    const call = callOf("states", action, { stateMachineArn: `${prefix}:stateMachine:m`, roleArn });
    expect(statesAuthorizations({ find: () => undefined }, undefined, call)).toContainEqual({
      action: "iam:PassRole",
      resource: roleArn,
      context: { "iam:PassedToService": ["states.amazonaws.com"] },
    });
  });
});

const policy = (...statements: readonly Properties[]) => ({ Version: "2012-10-17", Statement: statements });
const trustOf = (Service: string, more: Properties = {}) =>
  policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service }, ...more });
const allow = (Action: unknown, more: Properties = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });
const send = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage",
  Arguments: { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${accountId}/outbox`, MessageBody: "hello" },
  End: true,
};

/** An account with a queue, and a role that Step Functions may or may not take on. */
async function account(trust: Properties = trustOf("states.amazonaws.com")) {
  const kernel = createPatientKernel(1);
  const services = createServices({
    kernel,
    accountId,
    knobs: defaultKnobs(),
    hosts: createInProcessHost(() => () => ({})),
    awsEndpoint: () => "",
    zones: [],
    call: (call) => endpoint.call(call),
  });
  const { iam, sts, kms, sqs, logs, stepFunctions } = services;
  const parts = [iam, sts, kms, sqs, logs, stepFunctions];
  const endpoint: Endpoint = createEndpoint({ kernel, iam, sts, services: parts.map(({ service }) => service) });
  const create = (type: string, inputs: Properties) =>
    register(
      [iam, kms, sqs, stepFunctions].flatMap(({ resources }) => resources),
      type,
      inputs,
    );
  await create("aws:iam/role:Role", { name: "saga", assumeRolePolicy: trust });
  await create("aws:sqs/queue:Queue", { name: "outbox" });
  const call = (action: string, input: Properties) => endpoint.call(callOf("states", action, input));
  return {
    services,
    create,
    call,
    grant: (...statements: readonly Properties[]) =>
      endpoint.call(
        callOf("iam", "PutRolePolicy", {
          RoleName: "saga",
          PolicyName: "p",
          PolicyDocument: JSON.stringify(policy(...statements)),
        }),
      ),
    async run(stateMachineArn: string) {
      const { executionArn } = await call("StartExecution", { stateMachineArn });
      await kernel.advance(0);
      return call("DescribeExecution", { executionArn });
    },
  };
}

const machine = { name: "m", roleArn, definition: JSON.stringify(jsonata({ A: send })) };
const machineType = "aws:sfn/stateMachine:StateMachine";

describe("a machine's role", () => {
  const untrusted = {
    code: "AccessDeniedException",
    message:
      "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the " +
      "provided role.",
  };

  it("has to trust Step Functions, on behalf of this machine", async () => {
    const { create } = await account(trustOf("lambda.amazonaws.com"));
    await expect(create(machineType, machine)).rejects.toMatchObject(untrusted);
    const ofOther = { Condition: { ArnEquals: { "aws:SourceArn": `${prefix}:stateMachine:other` } } };
    const narrow = await account(trustOf("states.amazonaws.com", ofOther));
    await expect(narrow.create(machineType, machine)).rejects.toMatchObject(untrusted);
    await expect(narrow.create(machineType, { ...machine, name: "other" })).resolves.toMatchObject({});
  });

  it("has to allow what the machine does", async () => {
    const { create, grant, run, services } = await account();
    const { id } = await create(machineType, machine);
    expect(await run(id)).toMatchObject({
      status: "FAILED",
      error: "SQS.AmazonSQSException",
      cause: expect.stringMatching(
        /^User: arn:aws:sts::.*assumed-role\/saga\/.* is not authorized to perform: sqs:sendmessage/,
      ),
    });
    await grant(allow("sqs:SendMessage"));
    expect(await run(id)).toMatchObject({ status: "SUCCEEDED" });
    const seen = services.iam.usage().map(({ action }) => action);
    expect(seen).toContain("sqs:SendMessage");
  });

  it("has to allow the delivery of logs", async () => {
    const { create, grant } = await account();
    const logDestination = `arn:aws:logs:eu-west-1:${accountId}:log-group:sagas:*`;
    const logging = { ...machine, loggingConfiguration: { level: "ALL", logDestination } };
    await expect(create(machineType, logging)).rejects.toMatchObject({
      code: "AccessDeniedException",
      message: "The state machine IAM Role is not authorized to access the Log Destination",
    });
    await grant(allow(["logs:*LogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:Describe*"]));
    await expect(create(machineType, logging)).resolves.toMatchObject({ outputs: { name: "m" } });
  });

  it("has to be allowed the use of the machine's key, for this machine", async () => {
    const { create, grant, run } = await account();
    const key = await create("aws:kms/key:Key", {});
    await create("aws:kms/alias:Alias", { name: "alias/data", targetKeyId: key.id });
    const encryptionConfiguration = { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: "alias/data" };
    const { id } = await create(machineType, { ...machine, encryptionConfiguration });
    await grant(allow("sqs:SendMessage"));
    await expect(run(id)).rejects.toMatchObject({ code: "KmsAccessDeniedException" });
    const context = (arn: string) => ({ StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": arn } });
    const use = ["kms:GenerateDataKey", "kms:Decrypt"];
    await grant(allow("sqs:SendMessage"), allow(use, { Condition: context(`${prefix}:stateMachine:other`) }));
    await expect(run(id)).rejects.toMatchObject({ code: "KmsAccessDeniedException" });
    await grant(allow("sqs:SendMessage"), allow(use, { Condition: context(id) }));
    expect(await run(id)).toMatchObject({ status: "SUCCEEDED" });
  });
});
