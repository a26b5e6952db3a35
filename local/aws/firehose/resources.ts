import type { CheckFailure, Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { notModelled } from "../../core/errors.ts";
import { listOf, objectOf } from "../declared/rules.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource, isProperties, type Reader } from "../inputs.ts";
import { all, arn, between, lengthBetween, matching, oneOf } from "../rules.ts";
import { destinationId, invalidArgument, parseDestination, type DeliveryStream } from "./delivery-stream.ts";
import { arnOf, type DeliveryStreamStore } from "./store.ts";
import type { Kernel } from "../../core/kernel.ts";

const logging = objectOf({ enabled: {}, logGroupName: {}, logStreamName: {} });

/** What is only refused when it is on, with what belongs to it. */
const processor = objectOf({
  parameters: listOf(objectOf({ parameterName: { required: true }, parameterValue: { required: true } })),
  type: {
    required: true,
    ...oneOf(
      "RecordDeAggregation",
      "Decompression",
      "CloudWatchLogProcessing",
      "Lambda",
      "MetadataExtraction",
      "AppendDelimiterToRecord",
    ),
  },
});

const destination = objectOf({
  bucketArn: { required: true, ...arn },
  bufferingInterval: between(0, 900),
  bufferingSize: between(1, 128),
  cloudwatchLoggingOptions: logging,
  compressionFormat: oneOf("UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"),
  customTimeZone: lengthBetween(0, 50),
  dataFormatConversionConfiguration: {},
  dynamicPartitioningConfiguration: {},
  errorOutputPrefix: lengthBetween(0, 1024),
  fileExtension: all(
    lengthBetween(0, 50),
    matching(/^$|\.[0-9a-z!\-_.*'()]+/, "must start with a period and have letters of a key alone"),
  ),
  kmsKeyArn: arn,
  prefix: {},
  processingConfiguration: objectOf({ enabled: {}, processors: listOf(processor) }),
  roleArn: { required: true, ...arn },
  s3BackupConfiguration: {},
  s3BackupMode: oneOf("Disabled", "Enabled"),
});

const inputs: Readonly<Record<string, InputRule>> = {
  destination: {
    required: true,
    replaces: true,
    refusal: (value) => (value === "extended_s3" ? undefined : notModelled(`the destination ${String(value)}`)),
  },
  extendedS3Configuration: { required: true, ...destination },
  kinesisSourceConfiguration: {
    replaces: true,
    ...objectOf({ kinesisStreamArn: { required: true, ...arn }, roleArn: { required: true, ...arn } }),
  },
  name: {
    autoName: { lengthMax: 64 },
    replaces: true,
    ...all(lengthBetween(1, 64), matching(/^[\w.-]+$/, "only letters, digits, underscores, hyphens and periods")),
  },
  serverSideEncryption: objectOf({
    enabled: {},
    keyArn: arn,
    keyType: oneOf("AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"),
  }),
  tags: {},
};

/** The resource types of Firehose. Facts of inputs: terraform-provider-aws, `internal/service/firehose`. */
export function firehoseResources(kernel: Pick<Kernel, "now">, store: DeliveryStreamStore): readonly ResourceModel[] {
  const standing = ({ id }: Existing): DeliveryStream | undefined => {
    const [, , , region = "", , resource = ""] = id.split(":");
    return store.find(region, resource.slice("deliverystream/".length));
  };
  const model = defineResource({
    type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    inputs,
    recomputed: ["versionId"],
    check: checkEncryption,
    create(given, { region, accountId }) {
      const name = given.requiredText("name");
      const source = given.child("kinesisSourceConfiguration");
      const stream: DeliveryStream = {
        name,
        region,
        arn: arnOf(region, accountId, name),
        createdMs: kernel.now(),
        source: source && {
          streamArn: source.requiredText("kinesisStreamArn"),
          roleArn: source.requiredText("roleArn"),
        },
        ...changeable(given),
        version: 1,
      };
      store.create(stream);
      return { id: stream.arn, outputs: outputsOf(stream) };
    },
    read(existing) {
      const stream = standing(existing);
      if (stream === undefined) return undefined;
      // A program keeps the form in which it gave these; an import has none yet.
      const isImport = Object.keys(existing.inputs).length === 0;
      return isImport ? { ...outputsOf(stream), ...settingsOf(stream) } : outputsOf(stream);
    },
    update(given, existing) {
      const stream = standing(existing);
      if (stream === undefined) throw invalidArgument(`${existing.id} does not exist.`);
      Object.assign(stream, changeable(given), { version: stream.version + 1 });
      return { ...givenInputs(inputs, given.properties), ...outputsOf(stream) };
    },
    delete(existing) {
      const stream = standing(existing);
      if (stream !== undefined) store.remove(stream);
    },
  });
  return [model];
}

function checkEncryption(given: Properties): readonly CheckFailure[] {
  const encryption = given["serverSideEncryption"];
  const isOn = isProperties(encryption) && encryption["enabled"] === true;
  if (!isOn || given["kinesisSourceConfiguration"] === undefined) return [];
  const reason = "server-side encryption cannot be enabled on a delivery stream that reads a Kinesis stream";
  return [{ property: "serverSideEncryption", reason }];
}

function changeable(given: Reader): Pick<DeliveryStream, "destination" | "encryption" | "tags"> {
  const configuration = given.child("extendedS3Configuration");
  if (configuration === undefined) throw invalidArgument("extendedS3Configuration is required.");
  const encryption = given.child("serverSideEncryption");
  const keyType = encryption?.text("keyType") ?? "AWS_OWNED_CMK";
  return {
    destination: parseDestination(configuration),
    encryption: encryption?.flag("enabled") === true ? { keyType, keyArn: encryption.text("keyArn") } : undefined,
    tags: given.strings("tags"),
  };
}

/** What was declared of a stream's destination and encryption. */
function settingsOf({ destination: found, encryption }: DeliveryStream): Properties {
  const { log, delimiter, errorPrefix, fileExtension, keyArn } = found;
  const parameters = [{ parameterName: "Delimiter", parameterValue: delimiter.replaceAll("\n", "\\n") }];
  return {
    extendedS3Configuration: {
      bucketArn: found.bucketArn,
      bufferingInterval: found.bufferMs / 1000,
      bufferingSize: found.bufferBytes / 2 ** 20,
      compressionFormat: found.compression,
      prefix: found.prefix,
      roleArn: found.roleArn,
      ...(errorPrefix !== undefined && { errorOutputPrefix: errorPrefix }),
      ...(fileExtension !== "" && { fileExtension }),
      ...(keyArn !== undefined && { kmsKeyArn: keyArn }),
      ...(log !== undefined && {
        cloudwatchLoggingOptions: { enabled: true, logGroupName: log.group, logStreamName: log.stream },
      }),
      ...(delimiter !== "" && {
        processingConfiguration: { enabled: true, processors: [{ type: "AppendDelimiterToRecord", parameters }] },
      }),
    },
    ...(encryption !== undefined && { serverSideEncryption: { enabled: true, ...encryption } }),
  };
}

function outputsOf(stream: DeliveryStream): Properties {
  const { name, arn: own, version, tags, source } = stream;
  return {
    name,
    arn: own,
    destination: "extended_s3",
    destinationId,
    versionId: String(version),
    ...(source !== undefined && {
      kinesisSourceConfiguration: { kinesisStreamArn: source.streamArn, roleArn: source.roleArn },
    }),
    ...(Object.keys(tags).length > 0 && { tags }),
    tagsAll: tags,
  };
}
