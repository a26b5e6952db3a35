import type { Context } from "./context.ts";
import { createTable, requireDescribed } from "./create-table.ts";
import { describe } from "./describe-table.ts";
import { type Input, optionalInteger, optionalText, requiredText } from "./input.ts";
import { constraintFailed } from "./refusals.ts";
import { removeTable } from "./replicas.ts";
import {
  describeBackups,
  describeTimeToLive,
  listTags,
  tagResource,
  untagResource,
  updateBackups,
  updateTimeToLive,
} from "./table-settings.ts";
import { updateTable } from "./update-table.ts";

const listMax = 100;

/** The actions on tables themselves; undefined for any other. */
export function tableAction(context: Context, action: string, input: Input): object | undefined {
  const named = () => requireDescribed(context, requiredText(input, "TableName"));
  switch (action) {
    case "CreateTable":
      return { TableDescription: describe(createTable(context, input)) };
    case "DescribeTable":
      return { Table: describe(named()) };
    case "DeleteTable": {
      const table = named();
      removeTable(context, table);
      return { TableDescription: describe(table, "DELETING") };
    }
    case "UpdateTable":
      return { TableDescription: describe(updateTable(context, input)) };
    case "ListTables":
      return listTables(context, input);
    case "DescribeTimeToLive":
      return describeTimeToLive(named());
    case "UpdateTimeToLive":
      return updateTimeToLive(context, input);
    case "DescribeContinuousBackups":
      return describeBackups(context, named());
    case "UpdateContinuousBackups":
      return updateBackups(context, input);
    case "ListTagsOfResource":
      return listTags(context, input);
    case "TagResource":
      return tagResource(context, input);
    case "UntagResource":
      return untagResource(context, input);
    case "DescribeLimits":
      return accountLimits;
    default:
      return undefined;
  }
}

/** The quotas of an account that asked for no more (AWS: "Service, account, and table quotas in Amazon DynamoDB"). */
const accountLimits = {
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
};

function listTables(context: Context, input: Input): object {
  const limit = optionalInteger(input, "Limit") ?? listMax;
  if (limit < 1 || limit > listMax) {
    const bound = limit < 1 ? "greater than or equal to 1" : `less than or equal to ${listMax}`;
    throw constraintFailed(`'${limit}'`, "limit", `Member must have value ${bound}`);
  }
  const start = optionalText(input, "ExclusiveStartTableName") ?? "";
  const names = [...context.state.tables.values()]
    .filter(({ region }) => region === context.region)
    .map(({ definition }) => definition.name)
    .filter((name) => name > start)
    .sort();
  const shown = names.slice(0, limit);
  const last = names.length > limit ? shown.at(-1) : undefined;
  return { TableNames: shown, ...(last !== undefined && { LastEvaluatedTableName: last }) };
}
