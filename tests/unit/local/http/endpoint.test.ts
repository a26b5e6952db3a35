import { crc32 } from "node:zlib";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createIam } from "../../../../local/aws/iam/index.ts";
import { createSts } from "../../../../local/aws/sts/index.ts";
import type { Call, ServiceModel } from "../../../../local/core/call.ts";
import { AwsError, notImplemented } from "../../../../local/core/errors.ts";
import { createWallClock } from "../../../../local/drivers/wall-clock.ts";
import { createEndpoint } from "../../../../local/http/endpoint.ts";
import { listen, type Listener } from "../../../../local/listen.ts";
import type { RestRoute } from "../../../../local/http/rest-route.ts";
import { accountId, callOf, register, root, sessionOf } from "../aws/account.ts";

const kernel = createWallClock((fault) => {
  throw fault;
});
const iam = createIam({ kernel, accountId });
const sts = createSts({ kernel, accountId, iam });
const tableArn = `arn:aws:dynamodb:eu-west-1:${accountId}:table/prod-ledger`;
const faults: unknown[] = [];
const calls: Call[] = [];

/** A service that answers as it is told. */
function serviceNamed(name: string): ServiceModel {
  return {
    name,
    authorizations: ({ action }) => [{ action: `${name}:${action}`, resource: tableArn, context: {} }],
    handle: (call) => {
      calls.push(call);
      return answer(call);
    },
  };
}
let answer: ServiceModel["handle"] = () => ({});

const schedule: RestRoute = {
  method: "GET",
  pattern: "/schedules/:Name",
  service: "scheduler",
  action: "GetSchedule",
  input: ({ params, query }) => ({ ...params, GroupName: query.get("groupName") }),
};
const schedules: RestRoute = {
  ...schedule,
  pattern: "/schedules",
  action: "ListSchedules",
  input: () => ({}),
  reply: () => Response.json({ Schedules: [{ Name: "one" }] }, { headers: { etag: "e1" } }),
};

const services = [sts.service, ...["dynamodb", "sqs", "scheduler"].map(serviceNamed)];
const control = new Hono().get("/_local/status", (context) => context.text("up"));
const endpoint = createEndpoint({
  kernel,
  services,
  iam,
  sts,
  restRoutes: [schedule, schedules],
  extraRoutes: [control],
  onFault: (fault) => void faults.push(fault),
});
const { fetch: overWeb, direct } = endpoint;
const listeners: Listener[] = [];
const serve = async (options: { readonly direct?: typeof direct }): Promise<string> => {
  const listener = await listen({ port: 0, flag: "--port", fetch: overWeb, ...options });
  listeners.push(listener);
  return listener.url;
};
const client = { region: "eu-west-1", credentials: { accessKeyId: "local", secretAccessKey: "local" }, maxAttempts: 1 };
let url: string;
let webUrl: string;

beforeAll(async () => {
  [url, webUrl] = await Promise.all([serve({ direct }), serve({})]);
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: accountId } }],
  };
  await register(iam.resources, "aws:iam/role:Role", {
    name: "relay",
    assumeRolePolicy: trust,
    inlinePolicies: [
      {
        name: "may",
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "dynamodb:PutItem",
              Resource: "*",
              Condition: {
                Bool: { "aws:SecureTransport": "true" },
                StringEquals: { "aws:RequestedRegion": "eu-west-1", "aws:PrincipalAccount": accountId },
                ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${accountId}:role/relay` },
                DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" },
                NumericGreaterThan: { "aws:EpochTime": "1500000000" },
              },
            },
          ],
        },
      },
    ],
  });
});
afterAll(() => Promise.all(listeners.map((listener) => listener.close())));
beforeEach(() => {
  answer = () => ({});
  calls.length = 0;
  faults.length = 0;
});

const put = new PutItemCommand({ TableName: "prod-ledger", Item: { pk: { S: "eu#1" } } });

describe("SDK clients over HTTP", () => {
  it("reach a JSON service with the fields that AWS names", async () => {
    answer = () => ({ Attributes: { pk: { S: "old" } } });
    const output = await new DynamoDBClient({ ...client, endpoint: url }).send(put);
    expect(output.Attributes).toEqual({ pk: { S: "old" } });
    expect(calls).toEqual([
      expect.objectContaining({
        service: "dynamodb",
        action: "PutItem",
        region: "eu-west-1",
        caller: root,
        input: { TableName: "prod-ledger", Item: { pk: { S: "eu#1" } } },
        requestId: output.$metadata.requestId,
      }),
    ]);
  });

  it("get the same from a listener that knows the web's requests alone", async () => {
    answer = () => ({ Attributes: { pk: { S: "ö€😀" } } });
    const outputs = await Promise.all(
      [url, webUrl].map((endpointUrl) => new DynamoDBClient({ ...client, endpoint: endpointUrl }).send(put)),
    );
    expect(outputs.map(({ Attributes }) => Attributes)).toEqual([{ pk: { S: "ö€😀" } }, { pk: { S: "ö€😀" } }]);
    expect(calls[0]).toEqual({ ...calls[1], requestId: calls[0]?.requestId });
  });

  it("get a JSON service's error by name, with its further fields", async () => {
    answer = () => {
      const CancellationReasons = [{ Code: "None" }, { Code: "ConditionalCheckFailed" }];
      throw new AwsError("TransactionCanceledException", "Transaction cancelled", 400, { CancellationReasons });
    };
    await expect(new DynamoDBClient({ ...client, endpoint: url }).send(put)).rejects.toMatchObject({
      name: "TransactionCanceledException",
      message: "Transaction cancelled",
      CancellationReasons: [{ Code: "None" }, { Code: "ConditionalCheckFailed" }],
    });
  });

  it("get SQS errors by their query name too", async () => {
    answer = () => {
      throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    };
    const send = new SendMessageCommand({ QueueUrl: `${url}/${accountId}/q`, MessageBody: "{}" });
    await expect(new SQSClient({ ...client, endpoint: url }).send(send)).rejects.toMatchObject({
      name: "QueueDoesNotExist",
      Error: { Code: "AWS.SimpleQueueService.NonExistentQueue" },
    });
  });

  it("reach a REST service by its route", async () => {
    answer = ({ input }) => input;
    const scheduler = new SchedulerClient({ ...client, endpoint: url });
    const found = await scheduler.send(new GetScheduleCommand({ Name: "a b", GroupName: "g" }));
    expect(found).toMatchObject({ Name: "a b", GroupName: "g" });
    const listed = await scheduler.send(new ListSchedulesCommand({}));
    expect(listed.Schedules?.map(({ Name }) => Name)).toEqual(["one"]);
    expect(listed.$metadata.requestId).toBe(calls.at(-1)?.requestId);
  });

  it("get a REST service's error by name", async () => {
    answer = () => {
      throw new AwsError("ResourceNotFoundException", "Schedule x does not exist.", 404);
    };
    const get = new GetScheduleCommand({ Name: "x" });
    await expect(new SchedulerClient({ ...client, endpoint: url }).send(get)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Schedule x does not exist.",
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("become a role by STS and are then judged by its policies", async () => {
    const assume = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/relay`, RoleSessionName: "one" });
    const { Credentials: issued } = await new STSClient({ ...client, endpoint: url }).send(assume);
    const credentials = {
      accessKeyId: issued?.AccessKeyId ?? "",
      secretAccessKey: issued?.SecretAccessKey ?? "",
      sessionToken: issued?.SessionToken ?? "",
    };
    const asRelay = { ...client, endpoint: url, credentials };
    const arn = `arn:aws:sts::${accountId}:assumed-role/relay/one`;
    const identity = await new STSClient(asRelay).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: accountId, Arn: arn });
    expect(issued?.Expiration?.getTime()).toBeGreaterThan(kernel.now());

    await new DynamoDBClient(asRelay).send(put);
    expect(calls.at(-1)?.caller).toMatchObject({ kind: "role", arn, sessionName: "one" });
    await expect(new DynamoDBClient({ ...asRelay, region: "us-east-1" }).send(put)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message:
        `User: ${arn} is not authorized to perform: dynamodb:PutItem on resource: ${tableArn} ` +
        "because no identity-based policy allows the dynamodb:PutItem action",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(new SchedulerClient(asRelay).send(new GetScheduleCommand({ Name: "x" }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 403 },
    });
    expect(calls).toHaveLength(1);
  });

  it("with a wrong secret are refused under the service's own name for that", async () => {
    const wrong = { ...client, endpoint: url, credentials: { accessKeyId: "local", secretAccessKey: "wrong" } };
    const refused = (name: string, httpStatusCode: number) => ({ name, $metadata: { httpStatusCode } });
    await expect(new DynamoDBClient(wrong).send(put)).rejects.toMatchObject(refused("InvalidSignatureException", 400));
    await expect(new STSClient(wrong).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(
      refused("SignatureDoesNotMatch", 403),
    );
    await expect(new SchedulerClient(wrong).send(new ListSchedulesCommand({}))).rejects.toMatchObject(
      refused("InvalidSignatureException", 403),
    );
    expect(calls).toEqual([]);
  });

  it("are told by name what is not modelled", async () => {
    answer = ({ action }) => {
      throw notImplemented(`dynamodb:${action}`);
    };
    await expect(new DynamoDBClient({ ...client, endpoint: url }).send(put)).rejects.toMatchObject({
      name: "NotImplemented",
      message: "The local cloud does not model dynamodb:PutItem; see docs/local-differences.md.",
    });
    await expect(new KMSClient({ ...client, endpoint: url }).send(new ListKeysCommand({}))).rejects.toMatchObject({
      message: 'The local cloud does not model the service "kms"; see docs/local-differences.md.',
    });
    const token = new STSClient({ ...client, endpoint: url }).send(new GetSessionTokenCommand({}));
    await expect(token).rejects.toMatchObject({ name: "NotImplemented" });
  });

  it("do not see our own faults, which are reported", async () => {
    const bug = new TypeError("a bug");
    answer = () => {
      throw bug;
    };
    await expect(new DynamoDBClient({ ...client, endpoint: url }).send(put)).rejects.toMatchObject({
      name: "InternalFailure",
      message: "The local cloud failed; its log tells why.",
      $metadata: { httpStatusCode: 500 },
    });
    expect(faults).toEqual([bug]);
  });
});

describe("raw requests", () => {
  it("answer DynamoDB with the checksum of the body", async () => {
    const headers = { "x-amz-target": "DynamoDB_20120810.PutItem", "content-type": "application/x-amz-json-1.0" };
    const response = await fetch(`${url}/`, { method: "POST", headers, body: "{}" });
    const body = await response.text();
    expect(response.status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      __type: "com.amazon.coral.service#MissingAuthenticationTokenException",
      message: "Request is missing Authentication Token",
    });
    expect(response.headers.get("x-amz-crc32")).toBe(String(crc32(body)));
    expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.0");
  });

  it.each([
    ["a target of no known service", "POST", "/", { "x-amz-target": "Swf_20120125.Ping" }, 501, "the operation"],
    ["a path of no route", "GET", "/2015-03-31/functions", {}, 501, "the request GET /2015-03-31/functions"],
    ["an unsigned form", "POST", "/", {}, 403, "Request is missing Authentication Token"],
    ["an unsigned REST call", "GET", "/schedules", {}, 403, "Request is missing Authentication Token"],
  ])("are refused: %s", async (_what, method, path, headers, status, message) => {
    const response = await fetch(`${url}${path}`, { method, headers });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(message);
  });

  it.each(["cloudfront", "route53"])("of %s are refused in the XML that its clients read", async (named) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=local/20261123/us-east-1/${named}/aws4_request, Signature=0`;
    const response = await fetch(`${url}/2020-05-31/function`, { headers: { authorization } });
    expect(response.status).toBe(501);
    expect(await response.text()).toContain(
      "<Code>NotImplemented</Code><Message>The local cloud does not model the request GET /2020-05-31/function;",
    );
  });

  it("that users of a pool send unsigned are refused by name, not for want of a signature", async () => {
    const headers = { "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth" };
    const response = await fetch(`${url}/`, { method: "POST", headers, body: "{}" });
    expect(await response.json()).toMatchObject({
      __type: "NotImplemented",
      message: "The local cloud does not model cognito-idp:InitiateAuth; see docs/local-differences.md.",
    });
  });

  it("reach the unsigned routes of the host", async () => {
    expect(await (await fetch(`${url}/_local/status`)).text()).toBe("up");
  });
});

describe("the seam without codecs", () => {
  it("judges before it hands over", async () => {
    const ledger = callOf("dynamodb", "PutItem", {});
    expect(await endpoint.call(ledger)).toEqual({});
    expect(await endpoint.call({ ...ledger, caller: sessionOf("relay") })).toEqual({});
    await expect(endpoint.call({ ...ledger, action: "Query", caller: sessionOf("relay") })).rejects.toMatchObject({
      code: "AccessDeniedException",
    });
    expect(calls.map(({ action }) => action)).toEqual(["PutItem", "PutItem"]);
  });
});
