import { createHash, createHmac } from "node:crypto";
import type { Fields } from "./case.ts";
import type { Place } from "./endpoint.ts";

/** A service of AWS's JSON protocol. */
export interface JsonService {
  readonly signedAs: string;
  /** What stands before the operation in `X-Amz-Target`. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
}

/** A request before its signature. */
export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Calls an operation over the JSON protocol; throws an error named as AWS names it, with all its members. */
export async function callJson(place: Place, service: JsonService, operation: string, input: Fields): Promise<Fields> {
  const response = await sendSigned(place, service.signedAs, {
    method: "POST",
    path: "/",
    headers: {
      "content-type": `application/x-amz-json-${service.version}`,
      "x-amz-target": `${service.target}.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  // Both answers and errors of the protocol are JSON objects.
  const answer = (text === "" ? {} : JSON.parse(text)) as Fields;
  if (response.ok) return answer;
  const type = textOf(answer["__type"]) ?? response.headers.get("x-amzn-errortype") ?? "Unknown";
  const name = (type.split("#").at(-1) ?? type).split(":")[0] ?? type;
  const message = textOf(answer["message"]) ?? textOf(answer["Message"]) ?? "";
  throw Object.assign(new Error(message), answer, { name, message });
}

function textOf(member: unknown): string | undefined {
  return typeof member === "string" ? member : undefined;
}

/** Sends a request signed by Signature Version 4. */
export function sendSigned(place: Place, service: string, request: Unsigned): Promise<Response> {
  const { host } = new URL(place.url);
  const { accessKeyId, secretAccessKey, sessionToken } = place.credentials;
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const headers: Record<string, string> = { ...request.headers, host, "x-amz-date": time };
  if (sessionToken !== undefined) headers["x-amz-security-token"] = sessionToken;
  const names = Object.keys(headers).sort();
  const signed = names.join(";");
  const canonical = [
    request.method,
    request.path,
    "",
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    signed,
    sha256(request.body),
  ].join("\n");
  const scope = `${time.slice(0, 8)}/${place.region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of scope.split("/")) key = hmac(key, part);
  const signature = hmac(key, toSign).toString("hex");
  const signer = `Credential=${accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${signer}, SignedHeaders=${signed}, Signature=${signature}`;
  const { host: _, ...sent } = headers;
  const init = { method: request.method, headers: { ...sent, authorization } };
  return fetch(`${place.url}${request.path}`, request.body === "" ? init : { ...init, body: request.body });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
