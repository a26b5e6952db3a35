import { beforeEach, describe, expect, it } from "vitest";
import { createInProcessHost } from "../../../../local/aws/lambda/index.ts";
import { roleCaller, serviceCaller } from "../../../../local/aws/principals.ts";
import type { Caller } from "../../../../local/core/call.ts";
import { AwsError } from "../../../../local/core/errors.ts";
import type { Properties } from "../../../../local/core/resource.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";
import { createEndpoint } from "../../../../local/http/endpoint.ts";
import type { Endpoint } from "../../../../local/http/endpoint.ts";
import { createServices } from "../../../../local/services.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register, root } from "./account.ts";

type Statement = Readonly<Record<string, unknown>>;

const roleArn = `arn:aws:iam::${accountId}:role/worker`;
const worker = roleCaller(roleArn, "s", accountId);
const queueArn = `arn:aws:sqs:eu-west-1:${accountId}:sealed`;
const queueUrl = `https://sqs.eu-west-1.amazonaws.com/${accountId}/sealed`;
const policyOf = (...statements: readonly Statement[]) => ({ Version: "2012-10-17", Statement: statements });
const allow = (action: unknown, more: Statement = {}): Statement => ({
  Effect: "Allow",
  Action: action,
  Resource: "*",
  ...more,
});
const toAccount = allow("kms:*", { Principal: { AWS: `arn:aws:iam::${accountId}:root` } });

/** An account with a key and a role, and an endpoint in front of it. */
interface World {
  readonly services: ReturnType<typeof createServices>;
  readonly endpoint: Endpoint;
  readonly keyId: string;
  readonly keyArn: string;
  /** Puts statements onto the role, in the place of those of the same name. */
  grant(name: string, ...statements: readonly Statement[]): Promise<unknown>;
  create(type: string, inputs: Properties): Promise<unknown>;
  /** "done", or the code and the message of the refusal. */
  attempt(service: string, action: string, input: Properties, caller?: Caller): Promise<string>;
}

async function world(): Promise<World> {
  const kernel = createVirtualKernel(1);
  const services = createServices({
    kernel,
    accountId,
    knobs: defaultKnobs(),
    hosts: createInProcessHost(() => () => ({})),
    awsEndpoint: () => "",
    zones: [],
    call: (call) => endpoint.call(call),
  });
  const { iam, sts, kms, sqs, dynamoDb, kinesis, logs } = services;
  const parts = [iam, sts, kms, sqs, dynamoDb, kinesis, logs];
  const endpoint = createEndpoint({ kernel, iam, sts, services: parts.map(({ service }) => service) });
  const models = [iam, kms, sqs, dynamoDb, kinesis, logs].flatMap(({ resources }) => resources);
  const create = (type: string, inputs: Properties) => register(models, type, inputs);
  await create("aws:iam/role:Role", {
    name: "worker",
    assumeRolePolicy: policyOf({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: accountId } }),
  });
  const key = await create("aws:kms/key:Key", { policy: JSON.stringify(policyOf(toAccount)) });
  await create("aws:kms/alias:Alias", { name: "alias/data", targetKeyId: key.id });
  const attempt = async (service: string, action: string, input: Properties, caller: Caller = worker) => {
    try {
      await endpoint.call(callOf(service, action, input, { caller }));
      return "done";
    } catch (fault) {
      if (fault instanceof AwsError) return `${fault.code}: ${fault.message}`;
      throw fault;
    }
  };
  return {
    services,
    endpoint,
    keyId: key.id,
    keyArn: `arn:aws:kms:eu-west-1:${accountId}:key/${key.id}`,
    grant: (name, ...statements) =>
      endpoint.call(
        callOf("iam", "PutRolePolicy", {
          RoleName: "worker",
          PolicyName: name,
          PolicyDocument: JSON.stringify(policyOf(...statements)),
        }),
      ),
    create,
    attempt,
  };
}

const denied = (code: string, action: string, resource: string, reason: string): string =>
  `${code}: User: ${worker.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;

describe("an encrypted Kinesis stream", () => {
  const streamArn = `arn:aws:kinesis:eu-west-1:${accountId}:stream/sealed`;
  const record = { StreamName: "sealed", PartitionKey: "k", Data: "" };

  it("takes records from whoever may use its key through it, and has an error of its own for others", async () => {
    const all = await world();
    const sealed = { encryptionType: "KMS", kmsKeyId: "alias/data" };
    await all.create("aws:kinesis/stream:Stream", { name: "sealed", shardCount: 1, ...sealed });
    const put = () => all.attempt("kinesis", "PutRecord", record);
    const noAction = "because no identity-based policy allows the kinesis:PutRecord action";
    expect(await put()).toBe(denied("AccessDeniedException", "kinesis:PutRecord", streamArn, noAction));
    await all.grant("stream", allow("kinesis:*", { Resource: streamArn }));
    const noKey = "because no identity-based policy allows the kms:GenerateDataKey action";
    expect(await put()).toBe(denied("KMSAccessDeniedException", "kms:GenerateDataKey", all.keyArn, noKey));
    const through = (service: string) => ({ StringEquals: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com` } });
    await all.grant("key", allow("kms:GenerateDataKey", { Condition: through("sqs") }));
    expect(await put()).toContain("KMSAccessDeniedException");
    await all.grant("key", allow("kms:GenerateDataKey", { Condition: through("kinesis") }));
    expect(await put()).toBe("done");
  });
});

describe("an encrypted queue", () => {
  let all: World;
  const send = () => all.attempt("sqs", "SendMessage", { QueueUrl: queueUrl, MessageBody: "m" });
  const receive = () => all.attempt("sqs", "ReceiveMessage", { QueueUrl: queueUrl });
  const keyUse = (more: Statement = {}) => allow(["kms:GenerateDataKey", "kms:Decrypt"], more);
  const putKeyPolicy = (...statements: readonly Statement[]) =>
    all.endpoint.call(
      callOf("kms", "PutKeyPolicy", {
        KeyId: all.keyId,
        Policy: JSON.stringify(policyOf(...statements)),
        BypassPolicyLockoutSafetyCheck: true,
      }),
    );

  beforeEach(async () => {
    all = await world();
    await all.create("aws:sqs/queue:Queue", { name: "sealed", kmsMasterKeyId: "alias/data" });
    await all.grant("queue", allow("sqs:*"));
  });

  it("takes a message from whoever may use its key", async () => {
    await all.grant("key", keyUse());
    expect(await send()).toBe("done");
    expect(await receive()).toBe("done");
  });

  it("refuses who may not, in an error of SQS's own", async () => {
    const reason = "because no identity-based policy allows the kms:GenerateDataKey action";
    expect(await send()).toBe(denied("KmsAccessDenied", "kms:GenerateDataKey", all.keyArn, reason));
    expect(await receive()).toContain("because no identity-based policy allows the kms:Decrypt action");
  });

  it.each<[string, Statement, string]>([
    ["through SQS", { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } }, "done"],
    [
      "through SQS of another region",
      { StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } },
      "KmsAccessDenied",
    ],
    ["for this queue", { ArnEquals: { "kms:EncryptionContext:aws:sqs:arn": queueArn } }, "done"],
    ["for another queue", { ArnEquals: { "kms:EncryptionContext:aws:sqs:arn": `${queueArn}2` } }, "KmsAccessDenied"],
    ["by its alias", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/data" } }, "done"],
    ["by another alias", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/other" } }, "KmsAccessDenied"],
    ["through services alone", { Bool: { "aws:ViaAWSService": "true" } }, "done"],
    ["called through SQS first", { "ForAnyValue:StringEquals": { "aws:CalledVia": "sqs.amazonaws.com" } }, "done"],
  ])("can be had %s", async (_case, condition, outcome) => {
    await all.grant("key", keyUse({ Condition: condition }));
    expect((await send()).split(":")[0]).toBe(outcome);
  });

  it("is closed by a key policy that leaves nothing to the account", async () => {
    await all.grant("key", keyUse());
    await putKeyPolicy(allow("kms:*", { Principal: { AWS: `${roleArn}2` } }));
    const reason = "because no resource-based policy allows the kms:GenerateDataKey action";
    expect(await send()).toBe(denied("KmsAccessDenied", "kms:GenerateDataKey", all.keyArn, reason));
  });

  it("is opened by a key policy that names the role", async () => {
    await putKeyPolicy(allow("kms:*", { Principal: { AWS: roleArn } }));
    expect(await send()).toBe("done");
  });

  it.each([
    ["DisableKey", "KmsDisabled"],
    ["ScheduleKeyDeletion", "KmsInvalidState"],
  ])("is closed after %s", async (action, code) => {
    await all.grant("key", keyUse());
    await all.endpoint.call(callOf("kms", action, { KeyId: all.keyId }));
    expect((await send()).split(":")[0]).toBe(code);
  });

  it("has a policy of its own", async () => {
    const setPolicy = (...statements: readonly Statement[]) =>
      all.endpoint.call(
        callOf("sqs", "SetQueueAttributes", {
          QueueUrl: queueUrl,
          Attributes: { Policy: JSON.stringify(policyOf(...statements)) },
        }),
      );
    await all.grant("queue", allow("kms:*"));
    const reason = "because no identity-based policy allows the sqs:sendmessage action";
    expect(await send()).toBe(denied("AccessDeniedException", "sqs:sendmessage", queueArn, reason));
    await setPolicy(allow("sqs:SendMessage", { Principal: { AWS: roleArn } }));
    expect(await send()).toBe("done");
    const topic = serviceCaller("sns.amazonaws.com", accountId, `arn:aws:sns:eu-west-1:${accountId}:t`);
    expect(await all.attempt("sqs", "PurgeQueue", { QueueUrl: queueUrl }, topic)).toBe(
      "AccessDeniedException: User: sns.amazonaws.com is not authorized to perform: sqs:purgequeue " +
        `on resource: ${queueArn} because no resource-based policy allows the sqs:purgequeue action`,
    );
    await setPolicy(allow("sqs:*", { Effect: "Deny", Principal: "*" }), allow("sqs:*", { Principal: "*" }));
    expect(await send()).toContain("with an explicit deny in a resource-based policy");
    expect(await all.attempt("sqs", "PurgeQueue", { QueueUrl: queueUrl }, root)).toContain(
      "with an explicit deny in a resource-based policy",
    );
  });
});

describe("an encrypted table", () => {
  it("is read by whoever may use its key, through DynamoDB", async () => {
    const all = await world();
    await all.endpoint.call(
      callOf("dynamodb", "CreateTable", {
        TableName: "sealed",
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
        SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: all.keyArn },
      }),
    );
    const get = () => all.attempt("dynamodb", "GetItem", { TableName: "sealed", Key: { pk: { S: "1" } } });
    await all.grant("table", allow("dynamodb:GetItem"));
    const reason = "because no identity-based policy allows the kms:Decrypt action";
    expect(await get()).toBe(denied("AccessDeniedException", "kms:Decrypt", all.keyArn, reason));
    const via = (service: string) => ({ StringEquals: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com` } });
    await all.grant("key", allow("kms:Decrypt", { Condition: via("sqs") }));
    expect(await get()).toContain(reason);
    await all.grant("key", allow("kms:Decrypt", { Condition: via("dynamodb") }));
    expect(await get()).toBe("done");
    const context = { StringEquals: { "kms:EncryptionContext:aws:dynamodb:tableName": "other" } };
    await all.grant("key", allow("kms:Decrypt", { Condition: context }));
    expect(await get()).toContain(reason);
  });
});

describe("an encrypted log group", () => {
  const groupArn = (name: string) => `arn:aws:logs:eu-west-1:${accountId}:log-group:${name}`;
  const logs = { Service: "logs.eu-west-1.amazonaws.com" };
  const forGroups = (pattern: string) => ({ ArnLike: { "kms:EncryptionContext:aws:logs:arn": groupArn(pattern) } });

  it.each<[string, readonly Statement[], boolean]>([
    ["is left to the account alone", [], false],
    ["lets logs in", [allow("kms:*", { Principal: logs })], true],
    ["lets logs in for the group", [allow("kms:*", { Principal: logs, Condition: forGroups("/app/*") })], true],
    ["lets logs in for another", [allow("kms:*", { Principal: logs, Condition: forGroups("/other/*") })], false],
    ["lets logs encrypt, not decrypt", [allow("kms:GenerateDataKey", { Principal: logs })], false],
    [
      "lets logs of another region in",
      [allow("kms:*", { Principal: { Service: "logs.us-east-1.amazonaws.com" } })],
      false,
    ],
  ])("under a key that %s", async (_case, statements, created) => {
    const all = await world();
    await all.endpoint.call(
      callOf("kms", "PutKeyPolicy", { KeyId: all.keyId, Policy: JSON.stringify(policyOf(toAccount, ...statements)) }),
    );
    const outcome = await all.attempt("logs", "CreateLogGroup", { logGroupName: "/app/a", kmsKeyId: all.keyArn }, root);
    const refusal =
      "InvalidParameterException: The specified KMS key does not exist or is not allowed to be used with Arn " +
      `'${groupArn("/app/a")}'`;
    expect(outcome).toBe(created ? "done" : refusal);
  });
});

describe("the endpoint", () => {
  it("judges every call, root's too, and keeps what it saw", async () => {
    const all = await world();
    await all.attempt("sqs", "ListQueues", {}, root);
    await all.attempt("sqs", "ListQueues", {});
    expect(all.services.iam.usage()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          principal: root.arn,
          action: "sqs:ListQueues",
          outcomes: { "allowed: account root": 1 },
        }),
        expect.objectContaining({
          principal: roleArn,
          action: "sqs:ListQueues",
          outcomes: { "denied: no identity-based policy": 1 },
        }),
      ]),
    );
  });

  it("lets everybody ask who they are", async () => {
    const all = await world();
    expect(await all.attempt("sts", "GetCallerIdentity", {})).toBe("done");
  });
});
