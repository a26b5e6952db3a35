import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateStreamCommand, PutRecordCommand, DescribeStreamCommand } from "@aws-sdk/client-kinesis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSender } from "../../../../cli/doctor/signed-request.ts";
import { createDlqClients } from "../../../../cli/dlq/clients.ts";
import { readBatch } from "../../../../cli/dlq/journal-batches.ts";
import { ledgerEventsOf, readLedgerBatch } from "../../../../cli/dlq/ledger-batches.ts";
import { runCells } from "../../../../cli/main.ts";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { createLocalCloud } from "../../../../local/cloud.ts";
import { createWallClock } from "../../../../local/drivers/wall-clock.ts";
import { listen } from "../../../../local/listen.ts";
import { fakeContext } from "../fake-context.ts";

const account = "111122223333";
const id = `pay_eu_${"0".repeat(32)}`;
const cleanups: (() => Promise<void> | void)[] = [];
let url: string;
let sqs: SQSClient;

const STATUS = JSON.stringify({
  edgeUrl: "http://127.0.0.1",
  stacks: { "prod-eu": { resources: 1 } },
  resources: { modelled: 1, declaredOnly: 0 },
  functions: {},
});

/** A local cloud behind HTTP as it is once something is deployed there. */
beforeEach(async () => {
  const onFault = (fault: unknown): never => {
    throw fault;
  };
  const cloud = createLocalCloud({ kernel: createWallClock(onFault), awsEndpoint: () => "", onFault });
  const { awsFetch, awsDirect: direct, awsBreaksOff: breaksOff } = cloud;
  const fetch: typeof awsFetch = async (request) =>
    request.url.endsWith("/_local/status")
      ? new Response(STATUS, { headers: { "x-payment-cells": "local", "content-type": "application/json" } })
      : awsFetch(request);
  const served = await listen({ port: 0, flag: "--port", fetch, direct, breaksOff });
  ({ url } = served);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  sqs = new SQSClient({ endpoint: url, region: "eu-west-1", credentials, useQueueUrlAsEndpoint: false });
  cleanups.push(
    () => sqs.destroy(),
    served.close,
    () => cloud.shutdown(),
  );
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function queue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
}

async function waitingIn(QueueUrl: string): Promise<string | undefined> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return Attributes?.ApproximateNumberOfMessages;
}

async function cells(...argv: readonly string[]) {
  const context = { ...fakeContext({ AWS_ENDPOINT_URL: url }), clock: systemClock() };
  const code = await runCells(["dlq", ...argv], context);
  return { code, out: context.written.out, err: context.written.err, exits: context.exitCodes };
}

describe("cells dlq, over the wire", () => {
  it("lists, shows and moves back what came out of a queue", async () => {
    const dead = await queue("prod-eu-credit-inbox-dlq");
    const deadLetterTargetArn = `arn:aws:sqs:eu-west-1:${account}:prod-eu-credit-inbox-dlq`;
    const inbox = await queue("prod-eu-credit-inbox", {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }),
    });
    const MessageBody = JSON.stringify({ pk: `eu#pay#${id}`, sk: "payment" });
    await sqs.send(new SendMessageCommand({ QueueUrl: inbox, MessageBody }));
    for (const _ of [1, 2]) await sqs.send(new ReceiveMessageCommand({ QueueUrl: inbox, VisibilityTimeout: 0 }));

    const listed = await cells("list");
    expect(listed.out[0]).toMatch(/^queue +cell +consumer +messages +oldest$/);
    expect(listed.out[1]).toMatch(/^prod-eu-credit-inbox-dlq +eu +credit-inbox +1 +\d s$/);
    const shown = await cells("show", "prod-eu-credit-inbox-dlq");
    expect(shown.out).toEqual([
      "prod-eu-credit-inbox-dlq holds 1 message:",
      expect.stringMatching(new RegExp(`^ +\\d s  eu#pay#${id} payment$`)),
    ]);
    expect(await waitingIn(dead)).toBe("1");
    const redriven = await cells("redrive", "prod-eu-credit-inbox-dlq");
    expect([redriven.out, redriven.exits]).toEqual([["1 message of prod-eu-credit-inbox-dlq done again."], []]);
    expect([await waitingIn(dead), await waitingIn(inbox)]).toEqual(["0", "1"]);
    expect((await cells("redrive", "prod-eu-credit-inbox-dlq")).out).toEqual(["prod-eu-credit-inbox-dlq is empty."]);
    expect((await cells("show", "prod-eu-credit-inbox-dlq")).out).toEqual(["prod-eu-credit-inbox-dlq is empty."]);
  });

  it("leaves what it cannot do again, says why, and ends with 1; as JSON too", async () => {
    const dead = await queue("prod-eu-controller-dlq");
    const StringValue = `arn:aws:lambda:eu-west-1:${account}:function:prod-eu-controller`;
    const MessageAttributes = { TARGET_ARN: { DataType: "String", StringValue } };
    await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: "{}", MessageAttributes }));
    const redriven = await cells("redrive", "prod-eu-controller-dlq", "--json");
    expect(redriven.exits).toEqual([1]);
    expect(JSON.parse(redriven.out[0] ?? "")).toMatchObject({
      queue: "prod-eu-controller-dlq",
      done: 0,
      left: [
        {
          what: "start of prod-eu-controller with nothing",
          why: expect.stringMatching(/^ResourceNotFoundException: Function not found/),
        },
      ],
    });
    expect(await waitingIn(dead)).toBe("1");
  });

  it("refuses a queue that is not there", async () => {
    await queue("prod-us-relay-dlq");
    await queue("prod-eu-relay-dlq");
    const asked = await cells("show", "prod-eu-relay");
    expect(asked.code).toBe(1);
    expect(asked.err).toEqual(["cells: There is no dead-letter queue prod-eu-relay; there are: prod-eu-relay-dlq."]);
  });

  it("reads a batch of the journal as the SDK has it", async () => {
    const kinesis = createDlqClients(url).kinesis("eu-west-1");
    await kinesis.send(new CreateStreamCommand({ StreamName: "prod-eu-journal", ShardCount: 1 }));
    const numbers: string[] = [];
    for (const text of ["a", "b", "c", "d"]) {
      const put = { StreamName: "prod-eu-journal", PartitionKey: "k", Data: Buffer.from(text) };
      numbers.push((await kinesis.send(new PutRecordCommand(put))).SequenceNumber ?? "");
    }
    const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamName: "prod-eu-journal" }));
    const batch = {
      functionArn: "",
      streamArn: StreamDescription?.StreamARN ?? "",
      shard: StreamDescription?.Shards?.[0]?.ShardId ?? "",
      first: numbers[1] ?? "",
      last: numbers[2] ?? "",
      records: 2,
      newestMs: 0,
    };
    const texts = (await readBatch(kinesis, batch))?.map(({ Data }) => Buffer.from(Data ?? []).toString());
    expect(texts).toEqual(["b", "c"]);
    expect(await readBatch(kinesis, { ...batch, shard: "shardId-000000000009" })).toBeUndefined();
  });

  it("reads a batch of the ledger's stream as Lambda has it", async () => {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new DynamoDBClient({ endpoint: url, region: "eu-west-1", credentials });
    const { TableDescription } = await client.send(
      new CreateTableCommand({
        TableName: "prod-ledger",
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      }),
    );
    for (const pk of ["a", "b", "c", "d"]) {
      await client.send(new PutItemCommand({ TableName: "prod-ledger", Item: { pk: { S: pk }, amount: { N: "7" } } }));
    }
    client.destroy();
    const send = createSender(url, systemClock(), credentials);
    const StreamArn = TableDescription?.LatestStreamArn ?? "";
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDBStreams_20120810.DescribeStream",
    };
    const body = JSON.stringify({ StreamArn });
    const place = { service: "dynamodb", region: "eu-west-1", host: "", method: "POST", path: "/" } as const;
    const { StreamDescription } = JSON.parse(await send({ ...place, headers, body }));
    const sequence = (number: number) => `1${String(number).padStart(20, "0")}`;
    const batch = {
      functionArn: "",
      streamArn: StreamArn,
      shard: StreamDescription.Shards[0].ShardId,
      first: sequence(2),
      last: sequence(3),
      records: 2,
      newestMs: 0,
    };
    const [event = "{}"] = ledgerEventsOf((await readLedgerBatch(send, batch)) ?? [], batch);
    const image = (pk: string) => ({ pk: { S: pk }, amount: { N: "7" } });
    expect(JSON.parse(event)).toMatchObject({
      Records: ["b", "c"].map((pk) => ({
        eventName: "INSERT",
        eventSource: "aws:dynamodb",
        eventSourceARN: batch.streamArn,
        dynamodb: { Keys: { pk: { S: pk } }, NewImage: image(pk) },
      })),
    });
    expect(await readLedgerBatch(send, { ...batch, shard: "shardId-9" })).toBeUndefined();
    expect(await readLedgerBatch(send, { ...batch, last: sequence(9) })).toBeUndefined();
  });
});
