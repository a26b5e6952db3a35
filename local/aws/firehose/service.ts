import type { Call, ServiceModel } from "../../core/call.ts";
import { notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import { readerOf, refuseUnknown, type Reader } from "../inputs.ts";
import { destinationId, invalidArgument, type DeliveryStream } from "./delivery-stream.ts";
import { arnOf, type DeliveryStreamStore } from "./store.ts";

type Output = Readonly<Record<string, unknown>>;

interface Operation {
  readonly kernel: Kernel;
  readonly store: DeliveryStreamStore;
  readonly call: Call;
  readonly input: Reader;
}

/** Quotas of one put. Source: Developer Guide, "Amazon Data Firehose quota". */
const recordBytesMax = 1000 * 1024;
const batchRecordsMax = 500;
const batchBytesMax = 4 * 1024 * 1024;

const operations: Readonly<Record<string, { readonly knows: readonly string[]; run(operation: Operation): Output }>> = {
  PutRecord: {
    knows: ["DeliveryStreamName", "Record"],
    run(operation) {
      const { kernel, store, input } = operation;
      const stream = direct(operation);
      store.add(stream, [dataOf(input.child("Record"))]);
      return { RecordId: recordId(kernel), Encrypted: stream.encryption !== undefined };
    },
  },
  PutRecordBatch: {
    knows: ["DeliveryStreamName", "Records"],
    run(operation) {
      const { kernel, store, input } = operation;
      const stream = direct(operation);
      const records = input.children("Records").map(dataOf);
      if (records.length === 0 || records.length > batchRecordsMax) {
        throw invalidArgument(`Records must have between 1 and ${batchRecordsMax} members.`);
      }
      if (records.reduce((sum, record) => sum + record.length, 0) > batchBytesMax) {
        throw invalidArgument("Records size exceeds 4 MB limit");
      }
      store.add(stream, records);
      return {
        FailedPutCount: 0,
        Encrypted: stream.encryption !== undefined,
        RequestResponses: records.map(() => ({ RecordId: recordId(kernel) })),
      };
    },
  },
  DescribeDeliveryStream: {
    knows: ["DeliveryStreamName", "ExclusiveStartDestinationId", "Limit"],
    run: (operation) => ({ DeliveryStreamDescription: describe(target(operation)) }),
  },
  ListDeliveryStreams: {
    knows: ["DeliveryStreamType", "ExclusiveStartDeliveryStreamName", "Limit"],
    run({ store, call, input }) {
      const [type, after] = [input.text("DeliveryStreamType"), input.text("ExclusiveStartDeliveryStreamName") ?? ""];
      const names = store
        .all(call.region)
        .filter((stream) => type === undefined || type === typeOf(stream))
        .map(({ name }) => name)
        .toSorted()
        .filter((name) => name > after);
      const shown = names.slice(0, input.number("Limit") ?? 10);
      return { DeliveryStreamNames: shown, HasMoreDeliveryStreams: shown.length < names.length };
    },
  },
  ListTagsForDeliveryStream: {
    knows: ["DeliveryStreamName", "ExclusiveStartTagKey", "Limit"],
    run(operation) {
      const tags = Object.entries(target(operation).tags);
      return { Tags: tags.map(([Key, Value]) => ({ Key, Value })), HasMoreTags: false };
    },
  },
};

/** The service of Amazon Data Firehose over its streams. Source: the Amazon Data Firehose API reference. */
export function createFirehoseService(kernel: Kernel, store: DeliveryStreamStore): ServiceModel {
  return {
    name: "firehose",
    handle(call) {
      const operation = operations[call.action];
      if (operation === undefined) throw notImplemented(`firehose:${call.action}`);
      const input = readerOf(`firehose:${call.action}`, call.input);
      refuseUnknown(input, operation.knows);
      return operation.run({ kernel, store, call, input });
    },
    authorizations(call) {
      if (operations[call.action] === undefined) throw notImplemented(`firehose:${call.action}`);
      const name = readerOf(call.action, call.input).text("DeliveryStreamName");
      const resource = name === undefined ? "*" : arnOf(call.region, call.caller.accountId, name);
      const tags = name === undefined ? undefined : store.find(call.region, name)?.tags;
      return [{ action: `firehose:${call.action}`, resource, context: {}, resourceTags: tags ?? {} }];
    },
  };
}

function target({ store, call, input }: Operation): DeliveryStream {
  return store.get(call.region, input.requiredText("DeliveryStreamName"));
}

function direct(operation: Operation): DeliveryStream {
  const stream = target(operation);
  if (stream.source === undefined) return stream;
  throw invalidArgument("This operation is not permitted on KinesisStreamAsSource delivery stream type.");
}

/** A record's bytes, which are base64 on the wire. */
function dataOf(record: Reader | undefined): Buffer {
  const data = Buffer.from(record?.requiredText("Data") ?? "", "base64");
  if (data.length <= recordBytesMax) return data;
  throw invalidArgument(`Record size exceeds ${recordBytesMax} bytes`);
}

function recordId(kernel: Kernel): string {
  return Buffer.from(randomHex(kernel, 64), "hex").toString("base64");
}

function typeOf({ source }: DeliveryStream): string {
  return source === undefined ? "DirectPut" : "KinesisStreamAsSource";
}

function describe(stream: DeliveryStream): Output {
  const { name, arn, version, createdMs, source, destination, encryption } = stream;
  const { roleArn, bucketArn, prefix, errorPrefix, bufferBytes, bufferMs, compression, keyArn, log } = destination;
  const reading = source && { KinesisStreamARN: source.streamArn, RoleARN: source.roleArn };
  return {
    DeliveryStreamName: name,
    DeliveryStreamARN: arn,
    DeliveryStreamStatus: "ACTIVE",
    DeliveryStreamType: typeOf(stream),
    VersionId: String(version),
    CreateTimestamp: createdMs / 1000,
    HasMoreDestinations: false,
    DeliveryStreamEncryptionConfiguration:
      encryption === undefined
        ? { Status: "DISABLED" }
        : { Status: "ENABLED", KeyType: encryption.keyType, KeyARN: encryption.keyArn },
    ...(reading !== undefined && {
      Source: { KinesisStreamSourceDescription: { ...reading, DeliveryStartTimestamp: createdMs / 1000 } },
    }),
    Destinations: [
      {
        DestinationId: destinationId,
        ExtendedS3DestinationDescription: {
          RoleARN: roleArn,
          BucketARN: bucketArn,
          Prefix: prefix,
          ErrorOutputPrefix: errorPrefix,
          BufferingHints: { SizeInMBs: bufferBytes / 1024 / 1024, IntervalInSeconds: bufferMs / 1000 },
          CompressionFormat: compression,
          EncryptionConfiguration:
            keyArn === undefined
              ? { NoEncryptionConfig: "NoEncryption" }
              : { KMSEncryptionConfig: { AWSKMSKeyARN: keyArn } },
          CloudWatchLoggingOptions:
            log === undefined
              ? { Enabled: false }
              : { Enabled: true, LogGroupName: log.group, LogStreamName: log.stream },
          S3BackupMode: "Disabled",
        },
      },
    ],
  };
}
