import type { Existing, InvokeModel, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import type { Context } from "./context.ts";
import { flag, optionalText, requiredText } from "./input.ts";
import { addReplica, membersOf, removeReplicas } from "./replicas.ts";
import { notFound, validation } from "./refusals.ts";
import { describeTable, replicaOutputs } from "./resource-outputs.ts";
import { parseTableArn, type State, type Table, tableArn, tableKey } from "./table.ts";
import { checkTable, replicaInputs, tableInputs } from "./table-inputs.ts";
import { tagsOf } from "./table-requests.ts";
import { streamingResource } from "./streaming-resource.ts";
import { createTableResource, deleteTableResource, readTableResource } from "./table-resource.ts";
import { recoveryDaysDefault } from "./table-settings.ts";
import { updateTableResource } from "./update-table-resource.ts";

/** Runs one step of the service in a region: its changes reach streams and replicas. */
type Run = <Result>(region: string, step: (context: Context) => Result) => Result;

/** The resource types of DynamoDB. */
export function dynamoDbResources(run: Run): readonly ResourceModel[] {
  return [
    defineResource({
      type: "aws:dynamodb/table:Table",
      inputs: tableInputs,
      check: checkTable,
      create: (_, { region, inputs }) => run(region, (context) => createTableResource(context, inputs)),
      read: (existing) => run(existing.region, (context) => readTableResource(context, existing)),
      update: ({ properties }, existing) =>
        run(existing.region, (context) => updateTableResource(context, existing, properties)),
      delete: (existing) => run(existing.region, (context) => deleteTableResource(context, existing)),
    }),
    defineResource({
      type: "aws:dynamodb/tableReplica:TableReplica",
      inputs: replicaInputs,
      create: (_, { region, inputs }) => run(region, (context) => createReplica(context, region, inputs)),
      read: (existing) =>
        run(existing.region, (context) => {
          const { founder, replica } = findReplica(context, existing);
          return founder && replica && replicaOutputs(replica, founder.arn);
        }),
      update: ({ properties }, existing) =>
        run(existing.region, (context) => updateReplica(context, existing, properties)),
      delete: (existing) => run(existing.region, (context) => deleteReplica(context, existing)),
    }),
    streamingResource(run),
  ];
}

/** The functions of DynamoDB that a program may call. */
export function dynamoDbInvokes(state: State): readonly InvokeModel[] {
  return [
    {
      token: "aws:dynamodb/getTable:getTable",
      invoke(args, region) {
        const name = requiredText(args, "name");
        const table = state.tables.get(tableKey(optionalText(args, "region") ?? region, name));
        if (table === undefined) throw notFound(`Requested resource not found: Table: ${name} not found`);
        return describeTable(table);
      },
    },
  ];
}

function createReplica(context: Context, region: string, inputs: Properties): { id: string; outputs: Properties } {
  const founderArn = requiredText(inputs, "globalTableArn");
  const place = parseTableArn(founderArn);
  if (place?.region === region) throw validation("replica cannot be in same region as main table");
  const founder = place === undefined ? undefined : context.state.tables.get(tableKey(place.region, place.name));
  if (place === undefined || founder === undefined) {
    throw notFound(`Requested resource not found: Table: ${place?.name ?? founderArn} not found`);
  }
  const replica = addReplica(context, founder, region, {
    deletionProtection: flag(inputs, "deletionProtectionEnabled"),
    recoveryDays: flag(inputs, "pointInTimeRecovery") ? recoveryDaysDefault : undefined,
    tags: tagsOf(inputs),
    kmsKeyArn: optionalText(inputs, "kmsKeyArn"),
    tableClassOverride: optionalText(inputs, "tableClassOverride"),
  });
  return { id: `${place.name}:${place.region}`, outputs: replicaOutputs(replica, founder.arn) };
}

/** The id tells the founder: a replica whose founder is gone counts as gone, though its table may live on. */
function findReplica(context: Context, { id, region }: Existing): { founder?: Table; replica?: Table } {
  const [name = "", founderRegion = ""] = id.split(":");
  const founder = context.state.tables.get(tableKey(founderRegion, name));
  const replica = founder && membersOf(founder).find((member) => member !== founder && member.region === region);
  return { ...(founder !== undefined && { founder }), ...(replica !== undefined && { replica }) };
}

function updateReplica(context: Context, existing: Existing, inputs: Properties): Properties {
  const { founder, replica } = findReplica(context, existing);
  const [name = "", founderRegion = ""] = existing.id.split(":");
  if (founder === undefined || replica === undefined) {
    throw notFound(`Requested resource not found: Table: ${tableArn(context.state, founderRegion, name)} not found`);
  }
  const { settings } = replica;
  if (inputs["deletionProtectionEnabled"] !== undefined) {
    settings.deletionProtection = flag(inputs, "deletionProtectionEnabled");
  }
  settings.recoveryDays = flag(inputs, "pointInTimeRecovery")
    ? (settings.recoveryDays ?? recoveryDaysDefault)
    : undefined;
  settings.tags = tagsOf(inputs);
  return replicaOutputs(replica, founder.arn);
}

function deleteReplica(context: Context, existing: Existing): void {
  const { founder, replica } = findReplica(context, existing);
  if (founder !== undefined && replica !== undefined) removeReplicas(context, founder, [replica.region]);
}
