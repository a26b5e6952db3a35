import * as keyValueSdk from "@aws-sdk/client-cloudfront-keyvaluestore";
import * as cognitoSdk from "@aws-sdk/client-cognito-identity-provider";
import * as dynamoDbSdk from "@aws-sdk/client-dynamodb";
import * as kinesisSdk from "@aws-sdk/client-kinesis";
import * as kmsSdk from "@aws-sdk/client-kms";
import * as lambdaSdk from "@aws-sdk/client-lambda";
import * as schedulerSdk from "@aws-sdk/client-scheduler";
import * as sfnSdk from "@aws-sdk/client-sfn";
import * as sqsSdk from "@aws-sdk/client-sqs";
import * as stsSdk from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { createInProcessHost } from "../../../../local/aws/lambda/index.ts";
import type { ServiceModel } from "../../../../local/core/call.ts";
import { AwsError } from "../../../../local/core/errors.ts";
import type { Properties } from "../../../../local/core/resource.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";
import { unjudgedActions } from "../../../../local/http/endpoint.ts";
import { createServices } from "../../../../local/services.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf } from "./account.ts";

const services = createServices({
  kernel: createVirtualKernel(1),
  accountId,
  knobs: defaultKnobs(),
  hosts: createInProcessHost(() => () => ({})),
  awsEndpoint: () => "",
  zones: [],
  call: () => Promise.reject(new Error("no service calls another here")),
});

/** The actions that a client of the SDK has commands for. */
function actionsOf(sdk: object): readonly string[] {
  return Object.keys(sdk).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
}

const queue = { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${accountId}/q` };

/** What calls of KMS name: a key, its alias, another alias, and what the key sealed. */
function keyInputs(): readonly Properties[] {
  const handle = (action: string, input: Properties) =>
    // KMS answers at once.
    services.kms.service.handle(callOf("kms", action, input)) as Properties;
  // As CreateKey answers.
  const { KeyId } = handle("CreateKey", {})["KeyMetadata"] as { readonly KeyId: string };
  handle("CreateAlias", { AliasName: "alias/data", TargetKeyId: KeyId });
  const { CiphertextBlob } = handle("Encrypt", { KeyId, Plaintext: Buffer.from("x").toString("base64") });
  return [{ KeyId }, { AliasName: "alias/data" }, { AliasName: "alias/other", TargetKeyId: KeyId }, { CiphertextBlob }];
}

/** Inputs of which every action understands one; no client of the SDK is at hand for the last services. */
const subjects: readonly (readonly [ServiceModel, actions: readonly string[], inputs: readonly Properties[]])[] = [
  [
    services.dynamoDb.service,
    [...actionsOf(dynamoDbSdk), "DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"],
    [{ TableName: "t" }],
  ],
  [services.sqs.service, actionsOf(sqsSdk), [queue, { ...queue, SourceArn: `arn:aws:sqs:eu-west-1:${accountId}:q` }]],
  [
    services.kinesis.service,
    actionsOf(kinesisSdk),
    [{ StreamName: "s" }, { ResourceARN: "r" }, { ShardIterator: "i" }],
  ],
  [services.kms.service, actionsOf(kmsSdk), keyInputs()],
  [services.lambda.service, actionsOf(lambdaSdk), [{ FunctionName: "f" }]],
  [
    services.scheduler.service,
    actionsOf(schedulerSdk),
    [{ Name: "s" }, { ResourceArn: `arn:aws:scheduler:eu-west-1:${accountId}:schedule-group/g` }],
  ],
  [
    services.stepFunctions.service,
    actionsOf(sfnSdk),
    [
      { stateMachineArn: `arn:aws:states:eu-west-1:${accountId}:stateMachine:m` },
      { executionArn: `arn:aws:states:eu-west-1:${accountId}:execution:m:e` },
    ],
  ],
  [
    services.cloudFront.service,
    actionsOf(keyValueSdk),
    [{ KvsARN: `arn:aws:cloudfront::${accountId}:key-value-store/k` }],
  ],
  [services.cognito.service, actionsOf(cognitoSdk), [{ UserPoolId: "eu-west-1_a" }]],
  [services.sts.service, actionsOf(stsSdk), [{ RoleArn: "r", RoleSessionName: "ss" }]],
  [
    services.logs.service,
    [
      "CreateLogGroup",
      "CreateLogStream",
      "DeleteLogGroup",
      "DeleteLogStream",
      "DescribeLogGroups",
      "DescribeLogStreams",
      "FilterLogEvents",
      "GetLogEvents",
      "PutLogEvents",
      "PutRetentionPolicy",
      "DeleteRetentionPolicy",
      "AssociateKmsKey",
      "DisassociateKmsKey",
      "TagResource",
      "UntagResource",
      "ListTagsForResource",
      "PutResourcePolicy",
    ],
    [{ logGroupName: "g" }],
  ],
  [
    services.iam.service,
    [
      "AttachRolePolicy",
      "CreatePolicy",
      "CreatePolicyVersion",
      "CreateRole",
      "DeletePolicy",
      "DeletePolicyVersion",
      "DeleteRole",
      "DeleteRolePermissionsBoundary",
      "DeleteRolePolicy",
      "DetachRolePolicy",
      "GetPolicy",
      "GetPolicyVersion",
      "GetRole",
      "GetRolePolicy",
      "ListAttachedRolePolicies",
      "ListEntitiesForPolicy",
      "ListInstanceProfilesForRole",
      "ListPolicies",
      "ListPolicyVersions",
      "ListRolePolicies",
      "ListRoles",
      "ListRoleTags",
      "PutRolePermissionsBoundary",
      "PutRolePolicy",
      "SetDefaultPolicyVersion",
      "TagPolicy",
      "TagRole",
      "UntagPolicy",
      "UntagRole",
      "UpdateAssumeRolePolicy",
      "UpdateRole",
    ],
    [{}],
  ],
  [
    services.route53.service,
    ["GetHostedZone", "ListHostedZones", "ListResourceRecordSets", "ChangeResourceRecordSets"],
    [{ Id: "z" }],
  ],
  [
    services.serviceQuotas.service,
    ["GetServiceQuota", "ListServiceQuotas"],
    [{ ServiceCode: "lambda", QuotaCode: "L-B99A9384" }],
  ],
];

/** Whether a service does anything but refuse an action by name. */
async function handles(service: ServiceModel, action: string): Promise<boolean> {
  try {
    await service.handle(callOf(service.name, action, {}));
    return true;
  } catch (fault) {
    return !(fault instanceof AwsError && fault.code === "NotImplemented");
  }
}

/** How many questions IAM is asked; `refused` where the call is malformed, which nobody has to be asked about. */
function questions(service: ServiceModel, action: string, input: Properties): number | "refused" {
  try {
    return service.authorizations(callOf(service.name, action, input)).length;
  } catch (fault) {
    if (fault instanceof AwsError) return "refused";
    throw fault;
  }
}

describe("every action that a service handles is judged", () => {
  it.each(subjects.map(([service, actions, inputs]) => [service.name, service, actions, inputs] as const))(
    "of %s",
    async (name, service, actions, inputs) => {
      let handled = 0;
      for (const action of actions) {
        if (!(await handles(service, action)) || unjudgedActions.has(`${name}:${action}`)) continue;
        handled += 1;
        const asked = [{}, ...inputs].map((input) => questions(service, action, input));
        expect(asked, action).not.toContain(0);
        expect(
          asked.some((count) => count !== "refused"),
          action,
        ).toBe(true);
      }
      expect(handled).toBeGreaterThan(0);
    },
  );
});
