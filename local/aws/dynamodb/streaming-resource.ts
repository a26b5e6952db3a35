import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import { arn, oneOf } from "../rules.ts";
import type { Context } from "./context.ts";
import { requireDescribed } from "./create-table.ts";
import { activeOne, disable, enable } from "./streaming-actions.ts";
import type { StreamingDestination } from "./streaming-destination.ts";
import { type Table, tableKey } from "./table.ts";

const separator = ",";

const destinationInputs: Readonly<Record<string, InputRule>> = {
  approximateCreationDateTimePrecision: { replaces: true, computed: true, ...oneOf("MILLISECOND", "MICROSECOND") },
  streamArn: { required: true, replaces: true, ...arn },
  tableName: { required: true, replaces: true },
};

/** `aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination`. */
export function streamingResource(
  run: <Result>(region: string, step: (context: Context) => Result) => Result,
): ResourceModel {
  return defineResource({
    type: "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination",
    inputs: destinationInputs,
    // A table has one stream at a time.
    deleteBeforeReplace: true,
    create: (inputs, { region }) =>
      run(region, (context) => {
        const [tableName, streamArn] = [inputs.requiredText("tableName"), inputs.requiredText("streamArn")];
        const wanted = inputs.text("approximateCreationDateTimePrecision");
        const precision = wanted === "MICROSECOND" || wanted === "MILLISECOND" ? wanted : undefined;
        const made = enable(context, requireDescribed(context, tableName), streamArn, precision);
        return { id: `${tableName}${separator}${streamArn}`, outputs: outputsOf(tableName, made, inputs.properties) };
      }),
    read: (existing) =>
      run(existing.region, (context) => {
        const { table, streamArn } = find(context, existing);
        const found = table && activeOne(table, streamArn);
        return table && found && outputsOf(table.definition.name, found, existing.inputs);
      }),
    delete: (existing) =>
      run(existing.region, (context) => {
        const { table, streamArn } = find(context, existing);
        if (table !== undefined && activeOne(table, streamArn) !== undefined) disable(table, streamArn);
      }),
  });
}

function find({ state }: Context, existing: Existing): { table: Table | undefined; streamArn: string } {
  const [tableName = "", streamArn = ""] = addressOf(existing, ["tableName", "streamArn"], separator) ?? [];
  return { table: state.tables.get(tableKey(existing.region, tableName)), streamArn };
}

function outputsOf(tableName: string, { streamArn, precision }: StreamingDestination, inputs: Properties): Properties {
  return {
    ...givenInputs(destinationInputs, inputs),
    approximateCreationDateTimePrecision: precision,
    streamArn,
    tableName,
  };
}
