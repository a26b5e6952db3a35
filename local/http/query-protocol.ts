import { notImplemented } from "../core/errors.ts";
import type { AwsError } from "../core/errors.ts";

/** A call of the AWS Query protocol: a form that names its action. */
export interface QueryCall {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const NAMESPACES: Readonly<Record<string, string>> = { sts: "https://sts.amazonaws.com/doc/2011-06-15/" };

/** The front end's errors have names of their own under the Query protocol. */
const QUERY_NAMES: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  ExpiredTokenException: "ExpiredToken",
  IncompleteSignatureException: "IncompleteSignature",
  InvalidSignatureException: "SignatureDoesNotMatch",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  UnrecognizedClientException: "InvalidClientTokenId",
};

/** Reads a form body of scalar parameters; nested ones ("Tags.member.1.Key") are refused by name. */
export function parseQueryCall(body: string): QueryCall {
  const input: Record<string, unknown> = {};
  let action = "";
  for (const [name, value] of new URLSearchParams(body)) {
    if (name === "Action") action = value;
    else if (name.includes(".")) throw notImplemented(`the parameter "${name}" of ${action || "this call"}`);
    else if (name !== "Version") input[name] = value;
  }
  return { action, input };
}

/** The output as XML. Only scalars and nested structures occur in the services that speak this protocol here. */
export function queryReply(
  service: string,
  action: string,
  requestId: string,
  output: Readonly<Record<string, unknown>>,
): Response {
  const result = `<${action}Result>${toXml(output)}</${action}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return xml(
    200,
    requestId,
    `<${action}Response xmlns="${NAMESPACES[service] ?? ""}">${result}${metadata}</${action}Response>`,
  );
}

/** An error as XML, under the name that the Query protocol has for it. */
export function queryFault(service: string, requestId: string, error: AwsError): Response {
  const code = QUERY_NAMES[error.code] ?? error.code;
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const status = error.code === "AccessDeniedException" ? 403 : error.status;
  return xml(
    status,
    requestId,
    `<ErrorResponse xmlns="${NAMESPACES[service] ?? ""}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
}

function toXml(value: Readonly<Record<string, unknown>>): string {
  let text = "";
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    text += `<${name}>${innerXml(inner)}</${name}>`;
  }
  return text;
}

function innerXml(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    // The outputs of the services are plain JSON; an object's fields are read by name only.
    return toXml(value as Readonly<Record<string, unknown>>);
  }
  return escapeXml(String(value));
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function xml(status: number, requestId: string, body: string): Response {
  return new Response(body, { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId } });
}
