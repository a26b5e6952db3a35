import { AwsError } from "../../core/errors.ts";
import type { RestRequest, RestRoute } from "../../http/rest-route.ts";

const functions = "/2015-03-31/functions";

/** Lambda's REST-JSON operations. Source: the Lambda API reference. */
export const routes: readonly RestRoute[] = [
  {
    method: "POST",
    pattern: `${functions}/:FunctionName/invocations`,
    service: "lambda",
    action: "Invoke",
    input: (request) => ({
      ...named(request),
      InvocationType: request.headers.get("x-amz-invocation-type") ?? "RequestResponse",
      Payload: request.body,
    }),
    reply: invokeReply,
  },
  { method: "GET", pattern: `${functions}/:FunctionName`, service: "lambda", action: "GetFunction", input: named },
  {
    method: "GET",
    pattern: `${functions}/:FunctionName/configuration`,
    service: "lambda",
    action: "GetFunctionConfiguration",
    input: named,
  },
  { method: "GET", pattern: functions, service: "lambda", action: "ListFunctions", input: () => ({}) },
  { method: "GET", pattern: `${functions}/`, service: "lambda", action: "ListFunctions", input: () => ({}) },
  {
    method: "GET",
    pattern: "/2015-03-31/event-source-mappings",
    service: "lambda",
    action: "ListEventSourceMappings",
    input: mappingFilter,
  },
  {
    method: "GET",
    pattern: "/2015-03-31/event-source-mappings/",
    service: "lambda",
    action: "ListEventSourceMappings",
    input: mappingFilter,
  },
];

function named({ params, query }: RestRequest): Readonly<Record<string, unknown>> {
  const { FunctionName } = params;
  if (FunctionName === undefined) throw new AwsError("ValidationException", "FunctionName is required.");
  const qualifier = query.get("Qualifier");
  return qualifier === null ? { FunctionName } : { FunctionName, Qualifier: qualifier };
}

function mappingFilter({ query }: RestRequest): Readonly<Record<string, unknown>> {
  const filter = ["EventSourceArn", "FunctionName"].map((name) => [name, query.get(name)] as const);
  return Object.fromEntries(filter.filter(([, value]) => value !== null));
}

function invokeReply(output: Readonly<Record<string, unknown>>): Response {
  const { StatusCode, FunctionError, Payload } = output;
  const headers = new Headers({ "content-type": "application/json", "x-amz-executed-version": "$LATEST" });
  if (typeof FunctionError === "string") headers.set("x-amz-function-error", FunctionError);
  const status = typeof StatusCode === "number" ? StatusCode : 200;
  const body = typeof Payload === "string" && status === 200 ? Payload : null;
  return new Response(body, { status, headers });
}
