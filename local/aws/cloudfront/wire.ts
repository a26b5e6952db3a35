import { AwsError } from "../../core/errors.ts";
import type { RestRequest, RestRoute } from "../../http/rest-route.ts";
import { isProperties } from "../inputs.ts";

const service = "cloudfront-keyvaluestore";
const store = "/key-value-stores/:KvsARN";

/** The KeyValueStore API's REST-JSON operations. Source: its API reference. */
export const routes: readonly RestRoute[] = [
  {
    method: "GET",
    pattern: store,
    service,
    action: "DescribeKeyValueStore",
    input: ({ params }) => params,
    reply: tagged,
  },
  {
    method: "GET",
    pattern: `${store}/keys`,
    service,
    action: "ListKeys",
    input: ({ params, query }) => ({
      ...params,
      ...(query.has("NextToken") ? { NextToken: query.get("NextToken") } : {}),
      ...(query.has("MaxResults") ? { MaxResults: Number(query.get("MaxResults")) } : {}),
    }),
  },
  { method: "POST", pattern: `${store}/keys`, service, action: "UpdateKeys", input: written, reply: tagged },
  { method: "GET", pattern: `${store}/keys/:Key`, service, action: "GetKey", input: ({ params }) => params },
  { method: "PUT", pattern: `${store}/keys/:Key`, service, action: "PutKey", input: written, reply: tagged },
  { method: "DELETE", pattern: `${store}/keys/:Key`, service, action: "DeleteKey", input: written, reply: tagged },
];

/** A write: the path, the body, and the ETag that it is based on. */
function written({ params, headers, body }: RestRequest): Readonly<Record<string, unknown>> {
  const parsed = parseBody(body);
  const ifMatch = headers.get("if-match");
  return { ...parsed, ...params, ...(ifMatch === null ? {} : { IfMatch: ifMatch }) };
}

function parseBody(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body || "{}");
    if (isProperties(parsed)) return parsed;
  } catch {
    // Answered below, as any other body that is no object.
  }
  throw new AwsError("ValidationException", "The body is no JSON object.");
}

/** The ETag travels as a header. */
function tagged(output: Readonly<Record<string, unknown>>): Response {
  const { ETag, ...body } = output;
  return Response.json(body, { headers: { etag: String(ETag) } });
}
