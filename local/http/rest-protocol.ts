import type { AwsError } from "../core/errors.ts";

/** The output of a REST-JSON operation without a reply of its own. */
export function restReply(requestId: string, output: Readonly<Record<string, unknown>>): Response {
  return json(200, requestId, output, {});
}

/** An error of a REST-JSON service: its name in a header, its message in both spellings that AWS uses. */
export function restFault(requestId: string, error: AwsError): Response {
  const status = error.code === "AccessDeniedException" ? 403 : error.status;
  const body = { ...error.details, message: error.message, Message: error.message };
  return json(status, requestId, body, { "x-amzn-errortype": error.code });
}

function json(
  status: number,
  requestId: string,
  body: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, string>>,
): Response {
  const headers = { "content-type": "application/json", "x-amzn-requestid": requestId, ...more };
  return new Response(JSON.stringify(body), { status, headers });
}
