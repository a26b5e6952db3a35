import { serve } from "@hono/node-server";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "vitest";
import { createInProcessHost, routes as lambdaRoutes } from "../../../../../local/aws/lambda/index.ts";
import { createScheduler, routes as schedulerRoutes } from "../../../../../local/aws/scheduler/index.ts";
import { createSqs } from "../../../../../local/aws/sqs/index.ts";
import { rootCaller } from "../../../../../local/aws/principals.ts";
import { createWallClock } from "../../../../../local/drivers/wall-clock.ts";
import { createEndpoint } from "../../../../../local/http/endpoint.ts";
import { accountId, create, createWorker, functionArn, lambdaOver, region, roleArn } from "./harness.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Lambda, SQS and Scheduler behind the AWS endpoint, for SDK clients of the root user. */
async function cloud() {
  const kernel = createWallClock((fault) => {
    throw fault;
  });
  const hosts = createInProcessHost(() => (event) => {
    if (event === "fail") throw new TypeError("no");
    return { echoed: event };
  });
  const { lambda } = lambdaOver(kernel, hosts);
  const sqs = createSqs({ kernel, accountId });
  const scheduler = createScheduler({
    kernel,
    accountId,
    assume: () => rootCaller(accountId),
    call: () => Promise.resolve({}),
  });
  const endpoint = createEndpoint({
    kernel,
    services: [lambda.service, sqs.service, scheduler.service],
    iam: { judge: () => undefined },
    sts: { lookup: () => ({ secretAccessKey: "local", caller: rootCaller(accountId) }) },
    restRoutes: [...lambdaRoutes, ...schedulerRoutes],
  });
  const port = await new Promise<number>((resolve) => {
    const server = serve({ fetch: endpoint.fetch, port: 0, hostname: "127.0.0.1" }, (info) => resolve(info.port));
    cleanups.push(() => server.close());
  });
  const config = {
    region,
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };
  cleanups.push(() => void lambda.shutdown(), scheduler.shutdown);
  return { lambda, sqs, scheduler, config };
}

describe("through AWS's own SDK", () => {
  it("a function answers, and its error is told apart", async () => {
    const { lambda, config } = await cloud();
    await createWorker(lambda);
    const client = new LambdaClient(config);
    const answered = await client.send(new InvokeCommand({ FunctionName: functionArn, Payload: '{"n":1}' }));
    expect(answered.StatusCode).toBe(200);
    expect(answered.Payload?.transformToString()).toBe('{"echoed":{"n":1}}');
    const failed = await client.send(new InvokeCommand({ FunctionName: "worker", Payload: '"fail"' }));
    expect(failed.FunctionError).toBe("Unhandled");
    const queued = await client.send(new InvokeCommand({ FunctionName: "worker", InvocationType: "Event" }));
    expect(queued.StatusCode).toBe(202);
    await expect(client.send(new InvokeCommand({ FunctionName: "absent" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    expect((await client.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toEqual([]);
  });

  it("a function answers with the end of its log where it is asked to, and with none where it is not", async () => {
    const { lambda, config } = await cloud();
    await createWorker(lambda);
    const client = new LambdaClient(config);
    const logged = async (more: { readonly LogType?: "Tail" | "None" }): Promise<string | undefined> => {
      const { LogResult } = await client.send(new InvokeCommand({ FunctionName: "worker", Payload: "1", ...more }));
      return LogResult === undefined ? undefined : Buffer.from(LogResult, "base64").toString();
    };
    expect(await logged({ LogType: "Tail" })).toMatch(
      /^START RequestId: \S+ Version: \$LATEST\nEND RequestId: \S+\nREPORT RequestId: .*\n$/,
    );
    expect(await logged({})).toBeUndefined();
    expect(await logged({ LogType: "None" })).toBeUndefined();
    expect((await logged({ LogType: "Tail" }))?.match(/START/g)).toHaveLength(1);
  });

  it("a function is asked with bytes that are no text, and refuses them for that alone", async () => {
    const { lambda, config } = await cloud();
    await createWorker(lambda);
    const client = new LambdaClient(config);
    const Payload = new Uint8Array([0xef, 0xbb, 0xbf, 0xff, 0x00, 0xfe]);
    await expect(client.send(new InvokeCommand({ FunctionName: "worker", Payload }))).rejects.toMatchObject({
      name: "InvalidRequestContentException",
    });
  });

  it("a queue takes and gives messages, digests checked", async () => {
    const { sqs, config } = await cloud();
    const { id: QueueUrl } = await create(sqs.resources, "aws:sqs/queue:Queue", { name: "inbox" });
    const client = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    const MessageAttributes = {
      kind: { DataType: "String", StringValue: "credit" },
      raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 3]) },
    };
    const Entries = [{ Id: "a", MessageBody: "zwölf", MessageAttributes }];
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful).toHaveLength(1);
    const received = await client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }));
    expect(received.Messages?.[0]).toMatchObject({ Body: "zwölf", MessageAttributes });
    const absent = new ReceiveMessageCommand({ QueueUrl: `${QueueUrl}-absent` });
    await expect(client.send(absent)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });

  it("a schedule tells what it is", async () => {
    const { scheduler, config } = await cloud();
    await create(scheduler.resources, "aws:scheduler/schedule:Schedule", {
      name: "sweep",
      flexibleTimeWindow: { mode: "OFF" },
      scheduleExpression: "rate(1 minute)",
      target: { arn: functionArn, roleArn },
    });
    const client = new SchedulerClient(config);
    expect((await client.send(new ListSchedulesCommand({}))).Schedules).toMatchObject([
      { Name: "sweep", State: "ENABLED" },
    ]);
    expect(await client.send(new GetScheduleCommand({ Name: "sweep" }))).toMatchObject({
      ScheduleExpression: "rate(1 minute)",
      Target: { Arn: functionArn },
    });
  });

  it("a function is changed, tagged, limited and opened", async () => {
    const { lambda, config } = await cloud();
    await createWorker(lambda, { publish: true });
    const client = new LambdaClient(config);
    const named = { FunctionName: "worker" };
    await client.send(new UpdateFunctionConfigurationCommand({ ...named, Timeout: 9, MemorySize: 256 }));
    await client.send(new PutFunctionConcurrencyCommand({ ...named, ReservedConcurrentExecutions: 2 }));
    await client.send(new TagResourceCommand({ Resource: functionArn, Tags: { a: "1", b: "2" } }));
    await client.send(new UntagResourceCommand({ Resource: functionArn, TagKeys: ["a", "none"] }));
    const found = await client.send(new GetFunctionCommand(named));
    expect(found).toMatchObject({
      Configuration: { Timeout: 9, MemorySize: 256 },
      Tags: { b: "2" },
      Concurrency: { ReservedConcurrentExecutions: 2 },
    });
    expect((await client.send(new ListTagsCommand({ Resource: functionArn }))).Tags).toEqual({ b: "2" });
    expect((await client.send(new GetAccountSettingsCommand({}))).AccountLimit?.UnreservedConcurrentExecutions).toBe(
      998,
    );
    expect((await client.send(new ListFunctionsCommand({ MaxItems: 1 }))).Functions).toHaveLength(1);
    expect((await client.send(new ListVersionsByFunctionCommand(named))).Versions).toHaveLength(2);
    expect((await client.send(new ListAliasesCommand(named))).Aliases).toEqual([]);
    const permission = { StatementId: "all", Action: "lambda:InvokeFunction", Principal: accountId };
    await client.send(new AddPermissionCommand({ ...named, ...permission, Qualifier: "1" }));
    expect((await client.send(new GetPolicyCommand({ ...named, Qualifier: "1" }))).Policy).toContain('"Sid":"all"');
    await client.send(new RemovePermissionCommand({ ...named, StatementId: "all", Qualifier: "1" }));
    await expect(client.send(new GetPolicyCommand({ ...named, Qualifier: "1" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("a mapping is made, changed and deleted", async () => {
    const { lambda, config } = await cloud();
    await createWorker(lambda);
    const client = new LambdaClient(config);
    const EventSourceArn = `arn:aws:sqs:${region}:${accountId}:inbox`;
    const input = { FunctionName: "worker", EventSourceArn, Enabled: false };
    const { UUID } = await client.send(new CreateEventSourceMappingCommand(input));
    const updated = await client.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 7 }));
    expect(updated).toMatchObject({ BatchSize: 7, State: "Disabled", LastModified: expect.any(Date) });
    await client.send(new DeleteEventSourceMappingCommand({ UUID }));
    const listed = await client.send(new ListEventSourceMappingsCommand({ FunctionName: "worker" }));
    expect(listed.EventSourceMappings).toEqual([]);
  });

  it("a schedule is made, changed and goes with its group", async () => {
    const { config } = await cloud();
    const client = new SchedulerClient(config);
    await client.send(new CreateScheduleGroupCommand({ Name: "cell" }));
    const schedule = {
      Name: "sweep",
      GroupName: "cell",
      ScheduleExpression: "rate(1 minute)",
      FlexibleTimeWindow: { Mode: "OFF" as const },
      Target: { Arn: functionArn, RoleArn: roleArn, Input: '{"Sweep":true}' },
    };
    await client.send(new CreateScheduleCommand({ ...schedule, State: "DISABLED" }));
    await client.send(new UpdateScheduleCommand({ ...schedule, StartDate: new Date("2030-01-01T00:00:00Z") }));
    expect(await client.send(new GetScheduleCommand({ Name: "sweep", GroupName: "cell" }))).toMatchObject({
      State: "ENABLED",
      StartDate: new Date("2030-01-01T00:00:00Z"),
      Target: schedule.Target,
    });
    const inGroup = new ListSchedulesCommand({ GroupName: "cell", NamePrefix: "sw", MaxResults: 1 });
    expect((await client.send(inGroup)).Schedules).toHaveLength(1);
    await client.send(new DeleteScheduleGroupCommand({ Name: "cell" }));
    expect((await client.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  });
});
