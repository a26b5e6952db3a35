import { parseJsonInput } from "../../http/json-protocol.ts";
import type { RestRequest, RestRoute } from "../../http/rest-route.ts";

const functions = "/2015-03-31/functions";
const mappings = "/2015-03-31/event-source-mappings";

type Method = RestRoute["method"];

/** Lambda's REST-JSON operations. Source: the Lambda API reference. */
export const routes: readonly RestRoute[] = [
  {
    method: "POST",
    pattern: `${functions}/:FunctionName/invocations`,
    service: "lambda",
    action: "Invoke",
    input: (request) => ({
      ...asked(request),
      InvocationType: request.headers.get("x-amz-invocation-type") ?? "RequestResponse",
      LogType: request.headers.get("x-amz-log-type"),
      Payload: request.body,
    }),
    reply: invokeReply,
  },
  ...both("GET", functions, "ListFunctions"),
  route("GET", `${functions}/:FunctionName`, "GetFunction"),
  route("DELETE", `${functions}/:FunctionName`, "DeleteFunction"),
  route("GET", `${functions}/:FunctionName/configuration`, "GetFunctionConfiguration"),
  route("PUT", `${functions}/:FunctionName/configuration`, "UpdateFunctionConfiguration"),
  route("GET", `${functions}/:FunctionName/versions`, "ListVersionsByFunction"),
  route("POST", `${functions}/:FunctionName/versions`, "PublishVersion"),
  route("GET", `${functions}/:FunctionName/aliases`, "ListAliases"),
  route("POST", `${functions}/:FunctionName/aliases`, "CreateAlias"),
  route("GET", `${functions}/:FunctionName/aliases/:Name`, "GetAlias"),
  route("PUT", `${functions}/:FunctionName/aliases/:Name`, "UpdateAlias"),
  route("DELETE", `${functions}/:FunctionName/aliases/:Name`, "DeleteAlias"),
  route("GET", `${functions}/:FunctionName/policy`, "GetPolicy"),
  route("POST", `${functions}/:FunctionName/policy`, "AddPermission"),
  route("DELETE", `${functions}/:FunctionName/policy/:StatementId`, "RemovePermission"),
  route("PUT", "/2017-10-31/functions/:FunctionName/concurrency", "PutFunctionConcurrency"),
  route("DELETE", "/2017-10-31/functions/:FunctionName/concurrency", "DeleteFunctionConcurrency"),
  route("GET", "/2019-09-30/functions/:FunctionName/concurrency", "GetFunctionConcurrency"),
  ...both("GET", "/2016-08-19/account-settings", "GetAccountSettings"),
  ...both("GET", mappings, "ListEventSourceMappings"),
  ...both("POST", mappings, "CreateEventSourceMapping"),
  route("GET", `${mappings}/:UUID`, "GetEventSourceMapping"),
  route("PUT", `${mappings}/:UUID`, "UpdateEventSourceMapping"),
  route("DELETE", `${mappings}/:UUID`, "DeleteEventSourceMapping"),
  route("GET", "/2017-03-31/tags/:Resource", "ListTags"),
  route("POST", "/2017-03-31/tags/:Resource", "TagResource"),
  route("DELETE", "/2017-03-31/tags/:Resource", "UntagResource"),
];

function route(method: Method, pattern: string, action: string): RestRoute {
  return { method, pattern, service: "lambda", action, input: method === "POST" || method === "PUT" ? told : asked };
}

/** SDKs disagree on the slash at the end. */
function both(method: Method, pattern: string, action: string): readonly RestRoute[] {
  return [route(method, pattern, action), route(method, `${pattern}/`, action)];
}

function asked({ params, query }: RestRequest): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = { ...params };
  for (const name of new Set(query.keys())) input[listed[name] ?? name] = valueOf(query, name);
  return input;
}

/** Lists come once per value, some under a name of their own. */
const listed: Readonly<Record<string, string>> = { tagKeys: "TagKeys" };

function valueOf(query: URLSearchParams, name: string): unknown {
  return name in listed ? query.getAll(name) : query.get(name);
}

function told(request: RestRequest): Readonly<Record<string, unknown>> {
  return { ...parseJsonInput(request.body), ...asked(request) };
}

function invokeReply(output: Readonly<Record<string, unknown>>): Response {
  const { StatusCode, FunctionError, Payload, ExecutedVersion, LogResult } = output;
  const headers = new Headers({ "content-type": "application/json" });
  if (typeof ExecutedVersion === "string") headers.set("x-amz-executed-version", ExecutedVersion);
  if (typeof FunctionError === "string") headers.set("x-amz-function-error", FunctionError);
  if (typeof LogResult === "string") headers.set("x-amz-log-result", LogResult);
  const status = typeof StatusCode === "number" ? StatusCode : 200;
  const body = typeof Payload === "string" && status === 200 ? Payload : null;
  return new Response(body, { status, headers });
}
