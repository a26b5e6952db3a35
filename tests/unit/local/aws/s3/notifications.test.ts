import * as s3 from "@aws-sdk/client-s3";
import * as sqs from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { presignedUrl } from "../../../../../functions/stores/presigned-url.ts";
import { uploadedFiles } from "../../../../../functions/stores/uploaded-files.ts";
import { serveLocalCloud, type ServedCloud } from "../../../../../local/serve.ts";
import { accountId, register } from "../account.ts";

const faults: unknown[] = [];
const region = "eu-west-1";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
let served: ServedCloud;
let client: s3.S3Client;
let queues: sqs.SQSClient;
let made = 0;

beforeAll(async () => {
  served = await serveLocalCloud({ port: 0, edgePort: 0, onFault: (fault) => faults.push(fault) });
  const settings = { endpoint: served.awsUrl, region, credentials, maxAttempts: 1 };
  client = new s3.S3Client(settings);
  queues = new sqs.SQSClient(settings);
});

afterAll(async () => {
  client.destroy();
  queues.destroy();
  await served.shutdown();
  expect(faults).toEqual([]);
});

interface Told {
  readonly bucket: string;
  readonly queueUrl: string;
  readonly queueArn: string;
}

/** A versioned bucket and a queue that lets S3 in for it, or for another one. */
async function place(letsIn?: string): Promise<Told> {
  made += 1;
  const name = `told-${made}`;
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  await client.send(new s3.CreateBucketCommand({ Bucket: name, CreateBucketConfiguration }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await client.send(new s3.PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
  const queueArn = `arn:aws:sqs:${region}:${accountId}:${name}`;
  const Statement = {
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnEquals: { "aws:SourceArn": `arn:aws:s3:::${letsIn ?? name}` },
    },
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const { QueueUrl = "" } = await queues.send(new sqs.CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  return { bucket: name, queueUrl: QueueUrl, queueArn };
}

const notify = ({ bucket, queueArn }: Told, more: Readonly<Record<string, unknown>> = {}, inputs = {}) =>
  register(served.cloud.models, "aws:s3/bucketNotification:BucketNotification", {
    bucket,
    queues: [{ queueArn, events: ["s3:ObjectCreated:*"], ...more }],
    ...inputs,
  });

/** What a queue has, its messages' bodies. */
async function heard({ queueUrl }: Told): Promise<readonly string[]> {
  const { Messages = [] } = await queues.send(
    new sqs.ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  for (const { ReceiptHandle } of Messages) {
    await queues.send(new sqs.DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = "" }) => Body);
}

describe("a bucket that notifies", () => {
  it("tries its queue first, and then tells of each object that comes", async () => {
    const told = await place();
    await notify(told);
    const [test = ""] = await heard(told);
    expect(JSON.parse(test)).toMatchObject({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: told.bucket });
    expect(uploadedFiles(test)).toEqual([]);
    const put = { Bucket: told.bucket, Key: "a b/ü+(1).xml", Body: "hello" };
    const { VersionId } = await client.send(new s3.PutObjectCommand(put));
    const [body = ""] = await heard(told);
    expect(uploadedFiles(body)).toEqual([{ object: put.Key, version: VersionId, bytes: 5 }]);
    expect(JSON.parse(body)).toMatchObject({
      Records: [{ eventVersion: "2.1", eventName: "ObjectCreated:Put", awsRegion: region }],
    });
  });

  it("tells only of what is asked for", async () => {
    const told = await place();
    await notify(told, { filterPrefix: "files/", filterSuffix: ".xml", events: ["s3:ObjectCreated:Put"] });
    for (const Key of ["files/a.txt", "other/a.xml", "files/a.xml"]) {
      await client.send(new s3.PutObjectCommand({ Bucket: told.bucket, Key, Body: Key }));
    }
    const files = (await heard(told)).flatMap(uploadedFiles);
    expect(files.map(({ object }) => object)).toEqual(["files/a.xml"]);
  });

  it("is refused a queue that does not let it in, is not there, or lies elsewhere", async () => {
    const invalid = "Unable to validate the following destination configurations";
    await expect(place("another-bucket").then(notify)).rejects.toThrow(invalid);
    const told = await place();
    await expect(notify({ ...told, queueArn: `${told.queueArn}-none` })).rejects.toThrow(invalid);
    await expect(notify({ ...told, queueArn: told.queueArn.replace(region, "us-east-1") })).rejects.toThrow(invalid);
    await expect(notify(told, {}, { eventbridge: true })).rejects.toThrow("EventBridge");
    await expect(notify(told, { events: ["s3:ObjectRemoved:*"] })).rejects.toThrow("events");
  });
});

describe("a presigned URL", () => {
  const headers = { "if-none-match": "*" };
  const urlOf = (bucket: string, secret = "local", at = Date.now(), seconds = 900) =>
    presignedUrl(
      { method: "PUT", url: `${served.awsUrl}/${bucket}/files/one.xml`, region, headers, seconds },
      { accessKeyId: "local", secretAccessKey: secret },
      at,
    );
  const put = async (url: string, more: RequestInit = {}): Promise<string> => {
    const reply = await fetch(url, { method: "PUT", headers, body: "<a/>", ...more });
    const [, code = "", message = ""] = /<Code>(.*)<\/Code><Message>(.*?)<\/Message>/.exec(await reply.text()) ?? [];
    return `${reply.status} ${code} ${message}`.trim();
  };

  it("takes one file, and no second one", async () => {
    const { bucket } = await place();
    const url = urlOf(bucket);
    expect(await put(url)).toBe("200");
    expect(await put(url)).toMatch(/^412 PreconditionFailed/);
  });

  it("is over when its time is", async () => {
    const { bucket } = await place();
    expect(await put(urlOf(bucket, "local", Date.now() - 901_000))).toBe("403 AccessDenied Request has expired");
  });

  it("is good for nothing else: another key, method, object or header", async () => {
    const { bucket } = await place();
    const url = urlOf(bucket);
    const mismatch = /^403 SignatureDoesNotMatch/;
    expect(await put(urlOf(bucket, "guessed"))).toMatch(mismatch);
    expect(await put(url, { method: "DELETE", body: null })).toMatch(mismatch);
    expect(await put(url.replace("one.xml", "two.xml"))).toMatch(mismatch);
    expect(await put(url, { headers: {} })).toMatch(mismatch);
    expect(await put(url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000"))).toMatch(mismatch);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  it("is the one of AWS's own example", () => {
    const example = presignedUrl(
      {
        method: "GET",
        url: "https://examplebucket.s3.amazonaws.com/test.txt",
        region: "us-east-1",
        headers: {},
        seconds: 86_400,
      },
      { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
      Date.UTC(2013, 4, 24),
    );
    expect(example).toContain("X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  });
});
