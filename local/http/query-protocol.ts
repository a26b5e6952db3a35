import { AwsError } from "../core/errors.ts";

/** A call of the AWS Query protocol: a form that names its action. */
export interface QueryCall {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const NAMESPACES: Readonly<Record<string, string>> = {
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  monitoring: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  sns: "http://sns.amazonaws.com/doc/2010-03-31/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
};

/** The front end's errors have names of their own under the Query protocol. */
const QUERY_NAMES: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  ExpiredTokenException: "ExpiredToken",
  IncompleteSignatureException: "IncompleteSignature",
  InvalidSignatureException: "SignatureDoesNotMatch",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  UnrecognizedClientException: "InvalidClientTokenId",
};

/** Whether a service speaks the Query protocol here. */
export function speaksQuery(service: string): boolean {
  return Object.hasOwn(NAMESPACES, service);
}

/** Whether a service's clients find the names of its errors in XML alone, though it is not spoken to in forms. */
export function readsXml(service: string): boolean {
  return service === "cloudfront" || service === "route53";
}

/** Reads a form body. Lists come as "Tags.member.1.Key", from 1. Throws `MalformedInput` for what is neither. */
export function parseQueryCall(body: string): QueryCall {
  const input: Record<string, unknown> = {};
  let action = "";
  for (const [name, value] of new URLSearchParams(body)) {
    if (name === "Action") action = value;
    else if (name !== "Version") place(input, name.split("."), value, name);
  }
  return { action, input };
}

/** Puts a value where its name's parts lead: into objects by name, and behind "member" into lists by number. */
function place(root: unknown, path: readonly string[], value: string, name: string): void {
  const [key = "", ...rest] = path;
  const isList = Array.isArray(root);
  const slot = isList ? Number(key) - 1 : key;
  const isPlaceable = typeof root === "object" && root !== null && key !== "__proto__" && key !== "";
  if (!isPlaceable || (isList && !(Number.isInteger(slot) && Number(slot) >= 0 && Number(slot) <= root.length))) {
    throw new AwsError("MalformedInput", `The parameter ${name} is malformed.`);
  }
  // Just made sure of: an object by a name, or a list by an index.
  const branch = root as Record<string | number, unknown>;
  const [next, ...deeper] = rest;
  if (next === undefined) branch[slot] = value;
  else if (next === "member") place((branch[slot] ??= []), deeper, value, name);
  else place((branch[slot] ??= {}), rest, value, name);
}

/** The output as XML. */
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

/** Plain JSON as XML elements. */
export function toXml(value: Readonly<Record<string, unknown>>): string {
  let text = "";
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    text += `<${name}>${innerXml(inner)}</${name}>`;
  }
  return text;
}

function innerXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${innerXml(item)}</member>`).join("");
  if (typeof value === "object" && value !== null) {
    // The outputs of the services are plain JSON; an object's fields are read by name only.
    return toXml(value as Readonly<Record<string, unknown>>);
  }
  return escapeXml(String(value));
}

/** Text as XML has it between tags. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function xml(status: number, requestId: string, body: string): Response {
  return new Response(body, { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId } });
}
