import { AwsError } from "../../core/errors.ts";
import type { AuthorizationRequest, Call } from "../../core/call.ts";
import type { Parsed } from "./expressions/ast.ts";
import { bindCondition } from "./expressions/bind-condition.ts";
import { createBinding } from "./expressions/bind-operand.ts";
import { bindKeyCondition } from "./expressions/bind-key-condition.ts";
import { parsePlaceholders } from "./expressions/placeholders.ts";
import type { Input } from "./input.ts";
import { keyAttributes, type KeySchema } from "./schema.ts";
import { iteratorStream } from "./stream-actions.ts";
import { parseTableArn, type State, tableArn, tableKey, tableName } from "./table.ts";
import { isRecord } from "./values.ts";

type Values = Readonly<Record<string, readonly string[]>>;

const transactActions: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

/**
 * What IAM judges of a call (AWS: "Actions, resources, and condition keys for Amazon DynamoDB"). Never throws: a
 * malformed request yields what can be told of it, and is refused when it is handled.
 */
export function authorizationsOf(state: State, call: Call): readonly AuthorizationRequest[] {
  const { action, input, region } = call;
  switch (action) {
    case "GetItem":
    case "PutItem":
    case "UpdateItem":
    case "DeleteItem":
      return [itemRequest(state, region, action, input, {})];
    case "TransactWriteItems":
    case "TransactGetItems":
      return orUnnamed(
        action,
        entriesOf(input["TransactItems"]).flatMap((entry) => transactRequests(state, region, action, entry)),
      );
    case "BatchGetItem":
    case "BatchWriteItem":
      return orUnnamed(action, batchRequests(state, call));
    case "Query":
    case "Scan":
      return [pageRequest(state, call)];
    case "DescribeLimits":
    case "ListTables":
      return [{ action: `dynamodb:${action}`, resource: "*", context: {} }];
    case "ListTagsOfResource":
    case "TagResource":
    case "UntagResource":
      return [{ action: `dynamodb:${action}`, resource: text(input, "ResourceArn") ?? "*", context: {} }];
    default:
      return [streamRequest(call) ?? tableRequest(state, call)];
  }
}

/** A request that names no table is malformed; it is judged as one that may mean any. */
function orUnnamed(action: string, requests: readonly AuthorizationRequest[]): readonly AuthorizationRequest[] {
  return requests.length > 0 ? requests : [{ action: `dynamodb:${action}`, resource: "*", context: {} }];
}

function tableRequest(state: State, { action, input, region }: Call): AuthorizationRequest {
  return {
    action: `dynamodb:${action}`,
    resource: resourceOf(state, region, text(input, "TableName") ?? "*"),
    context: {},
  };
}

function streamRequest({ action, input }: Call): AuthorizationRequest | undefined {
  switch (action) {
    case "DescribeStream":
    case "GetShardIterator":
      return { action: `dynamodb:${action}`, resource: text(input, "StreamArn") ?? "*", context: {} };
    case "GetRecords":
      return {
        action: "dynamodb:GetRecords",
        resource: iteratorStream(text(input, "ShardIterator") ?? "*"),
        context: {},
      };
    case "ListStreams":
      return { action: "dynamodb:ListStreams", resource: "*", context: {} };
    default:
      return undefined;
  }
}

function resourceOf(state: State, region: string, nameOrArn: string): string {
  return parseTableArn(nameOrArn) === undefined ? tableArn(state, region, nameOrArn) : nameOrArn;
}

function keysOf(state: State, region: string, nameOrArn: string): KeySchema | undefined {
  return state.tables.get(tableKey(region, tableName(nameOrArn)))?.definition.keys;
}

function itemRequest(state: State, region: string, action: string, input: Input, more: Values): AuthorizationRequest {
  const name = text(input, "TableName") ?? "*";
  const keys = keysOf(state, region, name);
  const whole = action === "PutItem" ? input["Item"] : input["Key"];
  const item = isRecord(whole) ? whole : {};
  const returns =
    action === "GetItem" || action === "ConditionCheckItem"
      ? {}
      : { ReturnValues: text(input, "ReturnValues") ?? "NONE" };
  const select = action === "GetItem" ? { Select: selectOf(input, false) } : {};
  return {
    action: `dynamodb:${action}`,
    resource: resourceOf(state, region, name),
    context: contextOf({
      ...more,
      ...single({ ...returns, ...select }),
      LeadingKeys: keys === undefined ? [] : leadingKey(item, keys),
      Attributes: [...new Set([...Object.keys(item), ...mentioned(state, input)])],
    }),
  };
}

/** A reply's items are not told apart from what a request names, so a read of whole items selects all attributes. */
function selectOf(input: Input, isIndex: boolean): string {
  const given = text(input, "Select");
  if (given !== undefined) return given;
  if (input["ProjectionExpression"] !== undefined) return "SPECIFIC_ATTRIBUTES";
  return isIndex ? "ALL_PROJECTED_ATTRIBUTES" : "ALL_ATTRIBUTES";
}

function transactRequests(
  state: State,
  region: string,
  enclosing: string,
  entry: Input,
): readonly AuthorizationRequest[] {
  return Object.entries(entry).flatMap(([kind, part]) => {
    const action = transactActions[kind];
    if (action === undefined || !isRecord(part)) return [];
    return [itemRequest(state, region, action, part, { EnclosingOperation: [enclosing] })];
  });
}

/** One question a table, with the partition keys of all its entries. */
function batchRequests(state: State, { action, input, region }: Call): readonly AuthorizationRequest[] {
  const requests = isRecord(input["RequestItems"]) ? Object.entries(input["RequestItems"]) : [];
  return requests.map(([name, request]) => {
    const isGet = action === "BatchGetItem";
    const items = isGet ? entriesOf(isRecord(request) ? request["Keys"] : []) : entriesOf(request).map(batchedItem);
    const keys = keysOf(state, region, name);
    const part = isGet && isRecord(request) ? request : {};
    return {
      action: `dynamodb:${action}`,
      resource: resourceOf(state, region, name),
      context: contextOf({
        ...(isGet && single({ Select: selectOf(part, false) })),
        LeadingKeys: keys === undefined ? [] : [...new Set(items.flatMap((item) => leadingKey(item, keys)))],
        Attributes: [...new Set([...items.flatMap((item) => Object.keys(item)), ...mentioned(state, part)])],
      }),
    };
  });
}

function batchedItem(entry: Input): Input {
  const { PutRequest: put, DeleteRequest: del } = entry;
  const item = isRecord(put) ? put["Item"] : isRecord(del) ? del["Key"] : {};
  return isRecord(item) ? item : {};
}

function pageRequest(state: State, { action, input, region }: Call): AuthorizationRequest {
  const name = text(input, "TableName") ?? "*";
  const index = text(input, "IndexName");
  const table = state.tables.get(tableKey(region, tableName(name)))?.definition;
  const keys = index === undefined ? table?.keys : table?.indexes.find((one) => one.name === index)?.keys;
  const resource = resourceOf(state, region, name);
  return {
    action: `dynamodb:${action}`,
    resource: index === undefined ? resource : `${resource}/index/${index}`,
    context: contextOf({
      ...single({ Select: selectOf(input, index !== undefined), ReturnValues: "NONE" }),
      LeadingKeys: action === "Query" && keys !== undefined ? queriedKey(state, input, keys) : [],
      Attributes: [
        ...new Set([
          ...(keys === undefined ? [] : keyAttributes(keys).map((key) => key.name)),
          ...mentioned(state, input),
        ]),
      ],
    }),
  };
}

function queriedKey(state: State, input: Input, keys: KeySchema): readonly string[] {
  return attempt(() => {
    const expression = text(input, "KeyConditionExpression");
    if (expression === undefined) return [];
    const parameter = "KeyConditionExpression";
    const parsed = state.expressions.condition(expression, parameter);
    const placeholders = parsePlaceholders(input, [{ parameter, parsed }], [parameter]);
    return [bindKeyCondition(bindCondition(parsed.tree, createBinding(parameter, placeholders)), keys).hash];
  });
}

function leadingKey(item: Input, keys: KeySchema): readonly string[] {
  const value = Object.hasOwn(item, keys.hash.name) ? item[keys.hash.name] : undefined;
  if (!isRecord(value)) return [];
  return Object.values(value).filter((part) => typeof part === "string");
}

/** The top-level attributes that the expressions of a request name. */
function mentioned(state: State, input: Input): readonly string[] {
  const { expressions } = state;
  const names = isRecord(input["ExpressionAttributeNames"]) ? input["ExpressionAttributeNames"] : {};
  const parsers: Readonly<Record<string, (expression: string) => Parsed<unknown>>> = {
    ProjectionExpression: expressions.projection,
    UpdateExpression: expressions.update,
    ConditionExpression: (expression) => expressions.condition(expression, "ConditionExpression"),
    FilterExpression: (expression) => expressions.condition(expression, "FilterExpression"),
    KeyConditionExpression: (expression) => expressions.condition(expression, "KeyConditionExpression"),
  };
  return Object.entries(parsers).flatMap(([parameter, parse]) => {
    const expression = text(input, parameter);
    if (expression === undefined) return [];
    return attempt(() => [...parse(expression).roots].map((name) => text(names, name) ?? name));
  });
}

function attempt(tell: () => readonly string[]): readonly string[] {
  try {
    return tell();
  } catch (fault) {
    if (fault instanceof AwsError) return [];
    throw fault;
  }
}

function single(values: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}

function contextOf(values: Values): Values {
  const present = Object.entries(values).filter(([, list]) => list.length > 0);
  return Object.fromEntries(present.map(([name, list]) => [`dynamodb:${name}`, list]));
}

function entriesOf(raw: unknown): readonly Input[] {
  return Array.isArray(raw) ? raw.filter(isRecord) : [];
}

function text(input: Input, member: string): string | undefined {
  const value = input[member];
  return typeof value === "string" ? value : undefined;
}
