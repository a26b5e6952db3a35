import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";
import { checkPrefixes } from "./prefix.ts";

/** Where and how a delivery stream writes objects. */
export interface Destination {
  readonly roleArn: string;
  readonly bucketArn: string;
  readonly prefix: string;
  readonly errorPrefix: string | undefined;
  readonly fileExtension: string;
  readonly bufferBytes: number;
  readonly bufferMs: number;
  readonly compression: "UNCOMPRESSED" | "GZIP";
  /** A customer's key; undefined: as the bucket says. */
  readonly keyArn: string | undefined;
  /** What is put behind every record. */
  readonly delimiter: string;
  /** Where failures are told; undefined: nowhere. */
  readonly log: { readonly group: string; readonly stream: string } | undefined;
}

/** The Kinesis stream that feeds a delivery stream, and the role in which it is read. */
export interface Source {
  readonly streamArn: string;
  readonly roleArn: string;
}

/** A delivery stream as it was declared. */
export interface DeliveryStream {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly createdMs: number;
  /** Undefined: records are put directly. */
  readonly source: Source | undefined;
  destination: Destination;
  /** Counts the changes, from 1. */
  version: number;
  encryption: { readonly keyType: string; readonly keyArn: string | undefined } | undefined;
  tags: Readonly<Record<string, string>>;
}

/** The id of the only destination. */
export const destinationId = "destinationId-000000000001";

const megabyte = 1024 * 1024;

/** Reads `extendedS3Configuration`. Throws `InvalidArgumentException`, or refuses by name what is not modelled. */
export function parseDestination(input: Reader): Destination {
  refuseUnmodelled(input);
  const prefix = input.text("prefix") ?? "";
  const errorPrefix = input.text("errorOutputPrefix");
  checkPrefixes(prefix, errorPrefix);
  const compression = input.text("compressionFormat") ?? "UNCOMPRESSED";
  if (compression !== "UNCOMPRESSED" && compression !== "GZIP") {
    throw notImplemented(`delivery streams that compress by ${compression}`);
  }
  const logging = input.child("cloudwatchLoggingOptions");
  return {
    roleArn: input.requiredText("roleArn"),
    bucketArn: input.requiredText("bucketArn"),
    prefix,
    errorPrefix,
    fileExtension: input.text("fileExtension") ?? "",
    bufferBytes: (input.number("bufferingSize") ?? 5) * megabyte,
    bufferMs: (input.number("bufferingInterval") ?? 300) * 1000,
    compression,
    keyArn: input.text("kmsKeyArn"),
    delimiter: delimiterOf(input),
    log:
      logging?.flag("enabled") === true
        ? { group: logging.requiredText("logGroupName"), stream: logging.requiredText("logStreamName") }
        : undefined,
  };
}

function refuseUnmodelled(input: Reader): void {
  if (input.child("dynamicPartitioningConfiguration")?.flag("enabled") === true) {
    throw notImplemented("dynamic partitioning of delivery streams");
  }
  if (input.child("dataFormatConversionConfiguration")?.flag("enabled") ?? false) {
    throw notImplemented("format conversion of delivery streams");
  }
  if (input.text("s3BackupMode") === "Enabled") throw notImplemented("the backup of a delivery stream's records");
  const timeZone = input.text("customTimeZone") ?? "UTC";
  if (timeZone !== "UTC") throw notImplemented(`delivery streams that tell the time of ${timeZone}`);
}

/** The only processor that is modelled puts a delimiter behind each record. */
function delimiterOf(input: Reader): string {
  const processing = input.child("processingConfiguration");
  if (processing?.flag("enabled") !== true) return "";
  let delimiter = "";
  for (const processor of processing.children("processors")) {
    const type = processor.requiredText("type");
    if (type !== "AppendDelimiterToRecord") throw notImplemented(`the processor ${type} of delivery streams`);
    const given = processor.children("parameters").find((one) => one.text("parameterName") === "Delimiter");
    delimiter = (given?.text("parameterValue") ?? "\\n").replaceAll("\\n", "\n");
  }
  return delimiter;
}

/** Firehose's answer to what it does not take. */
export function invalidArgument(message: string): AwsError {
  return new AwsError("InvalidArgumentException", message);
}
