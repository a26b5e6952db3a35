import type { AuthorizationRequest, Call } from "../../core/call.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { authorizationsOf } from "./authorizations.ts";
import { parseTableArn, type State, type Table, tableKey } from "./table.ts";

/** Calls that read or write items, for which DynamoDB opens the table's key in the caller's name. */
const dataActions: ReadonlySet<string> = new Set([
  "BatchGetItem",
  "BatchWriteItem",
  "DeleteItem",
  "GetItem",
  "GetRecords",
  "PutItem",
  "Query",
  "Scan",
  "TransactGetItems",
  "TransactWriteItems",
  "UpdateItem",
]);

/**
 * What IAM judges of a call, the tables' tags and keys included. DynamoDB asks for a table's key anew after five
 * minutes; here every call is asked. Source: DynamoDB Developer Guide, "DynamoDB encryption at rest usage notes".
 */
export function tableAccess(state: State, keys: KeyUses | undefined, call: Call): readonly AuthorizationRequest[] {
  const asked = authorizationsOf(state, call);
  const tables = new Set<Table>();
  const requests = asked.map((request) => {
    const table = tableOf(state, request.resource);
    if (table === undefined) return request;
    tables.add(table);
    const { tags } = table.settings;
    return tags.size === 0 ? request : { ...request, resourceTags: Object.fromEntries(tags) };
  });
  if (keys === undefined || !dataActions.has(call.action)) return requests;
  return [...requests, ...[...tables].flatMap((table) => keyRequests(state, keys, table))];
}

/** The table of an ARN that names it, its index or its stream. */
function tableOf(state: State, resource: string): Table | undefined {
  const own = resource.split("/").slice(0, 2).join("/");
  const address = parseTableArn(own);
  return address === undefined ? undefined : state.tables.get(tableKey(address.region, address.name));
}

function keyRequests(state: State, keys: KeyUses, table: Table): readonly AuthorizationRequest[] {
  const { region, settings, definition } = table;
  if (settings.kmsKeyArn === undefined) return [];
  return keys({
    region,
    key: settings.kmsKeyArn,
    actions: ["kms:Decrypt"],
    service: "dynamodb",
    encryptionContext: {
      "aws:dynamodb:subscriberId": state.accountId,
      "aws:dynamodb:tableName": definition.name,
    },
  });
}
