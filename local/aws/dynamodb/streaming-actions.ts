import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Context } from "./context.ts";
import { requireDescribed } from "./create-table.ts";
import { type Input, optionalChoice, optionalRecord, requiredText } from "./input.ts";
import { notFound, validation } from "./refusals.ts";
import type { StreamingDestination, TimePrecision } from "./streaming-destination.ts";
import type { Table } from "./table.ts";

const precisions: readonly TimePrecision[] = ["MILLISECOND", "MICROSECOND"];
const arnForm = /^arn:aws[a-z-]*:kinesis:([a-z0-9-]+):\d{12}:stream\/[\w.-]+$/;

/** The actions on a table's Kinesis stream; undefined for any other. */
export function streamingAction(context: Context, action: string, input: Input): object | undefined {
  const table = () => requireDescribed(context, requiredText(input, "TableName"));
  const member = "EnableKinesisStreamingConfiguration";
  switch (action) {
    case "DescribeKinesisStreamingDestination":
      return describe(table());
    case "DisableKinesisStreamingDestination": {
      const found = disable(table(), requiredText(input, "StreamArn"));
      return { TableName: input["TableName"], StreamArn: found.streamArn, DestinationStatus: "DISABLING" };
    }
    case "EnableKinesisStreamingDestination": {
      const precision = precisionIn(optionalRecord(input, member));
      const made = enable(context, table(), requiredText(input, "StreamArn"), precision);
      return {
        TableName: input["TableName"],
        StreamArn: made.streamArn,
        DestinationStatus: "ENABLING",
        ...(precision !== undefined && { [member]: { ApproximateCreationDateTimePrecision: precision } }),
      };
    }
    case "UpdateKinesisStreamingDestination":
      return update(table(), input);
    default:
      return undefined;
  }
}

function precisionIn(configuration: Input | undefined): TimePrecision | undefined {
  return optionalChoice(configuration ?? {}, "ApproximateCreationDateTimePrecision", precisions);
}

/** EnableKinesisStreamingDestination: every change from now on goes to the stream. */
export function enable(
  { state, region }: Pick<Context, "state" | "region">,
  table: Table,
  streamArn: string,
  precision: TimePrecision | undefined,
): StreamingDestination {
  if (state.streaming === undefined) throw notImplemented("streaming of tables without Kinesis");
  const [, place] = arnForm.exec(streamArn) ?? [];
  if (place !== region) {
    throw validation(
      place === undefined
        ? `Invalid StreamArn: ${streamArn}`
        : "Kinesis data stream must be in the same region as the DynamoDB table.",
    );
  }
  if (!state.streaming.has(streamArn)) {
    throw notFound(`User does not have a permission to use kinesis stream: ${streamArn}`);
  }
  if (table.destinations.some(({ isActive }) => isActive)) {
    throw new AwsError(
      "ResourceInUseException",
      "Table is not in a valid state to enable Kinesis Streaming Destination: KinesisStreamingDestination must be " +
        "DISABLED or ENABLE_FAILED to perform ENABLE operation.",
    );
  }
  const known = table.destinations.find((one) => one.streamArn === streamArn);
  const settings = { isActive: true, precision: precision ?? "MILLISECOND", tellsPrecision: precision !== undefined };
  if (known !== undefined) return Object.assign(known, settings);
  const made = { streamArn, ...settings, lastAt: 0 };
  table.destinations.push(made);
  return made;
}

/** DisableKinesisStreamingDestination: what is on its way still arrives. */
export function disable(table: Table, streamArn: string): StreamingDestination {
  const found = activeOne(table, streamArn);
  if (found === undefined) {
    throw notFound(
      `Requested resource not found: KinesisStreamingDestination of table ${table.definition.name}: ${streamArn}`,
    );
  }
  found.isActive = false;
  return found;
}

/** The destination of a table while it is active. */
export function activeOne(table: Table, streamArn: string): StreamingDestination | undefined {
  return table.destinations.find((one) => one.isActive && one.streamArn === streamArn);
}

function update(table: Table, input: Input): object {
  const member = "UpdateKinesisStreamingConfiguration";
  const streamArn = requiredText(input, "StreamArn");
  const found = activeOne(table, streamArn);
  if (found === undefined) {
    throw new AwsError(
      "ResourceInUseException",
      "Table is not in a valid state to update Kinesis Streaming Destination: KinesisStreamingDestination must be " +
        "ACTIVE to perform UPDATE operation.",
    );
  }
  const precision = precisionIn(optionalRecord(input, member));
  if (precision === undefined) throw validation("Streaming destination cannot be updated without a configuration.");
  if (found.precision === precision) {
    throw validation(`Invalid Request: Precision is already set to the desired value of ${precision}`);
  }
  Object.assign(found, { precision, tellsPrecision: true });
  return {
    TableName: input["TableName"],
    StreamArn: streamArn,
    DestinationStatus: "UPDATING",
    [member]: { ApproximateCreationDateTimePrecision: precision },
  };
}

function describe(table: Table): object {
  return {
    TableName: table.definition.name,
    KinesisDataStreamDestinations: table.destinations.map(({ streamArn, isActive, precision }) => ({
      StreamArn: streamArn,
      DestinationStatus: isActive ? "ACTIVE" : "DISABLED",
      ApproximateCreationDateTimePrecision: precision,
    })),
  };
}
