import { isProperties } from "../inputs.ts";
import { isBinary } from "./proxy-event.ts";

/** Headers of a function's answer that API Gateway sets itself; the function's go out under another name. */
const remapped: ReadonlySet<string> = new Set(["connection", "content-length", "date", "server", "www-authenticate"]);

/** The HTTP response that a proxy integration's answer stands for; undefined where the answer is malformed. */
export function proxyResponse(
  payload: string,
  binaryMediaTypes: readonly string[],
  accept: string | null,
): Response | undefined {
  const answer: unknown = JSON.parse(payload);
  if (!isProperties(answer)) return undefined;
  const status = Number(answer["statusCode"] ?? Number.NaN);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const headers = responseHeaders(answer);
  const { body } = answer;
  if (headers === undefined || (body !== undefined && body !== null && typeof body !== "string")) return undefined;
  const [preferred] = (accept ?? "").split(",");
  const decodes = answer["isBase64Encoded"] === true && isBinary(preferred, binaryMediaTypes);
  const bytes = Buffer.from(body ?? "", decodes ? "base64" : "utf8");
  const bodiless = status === 204 || status === 304 || status < 200;
  return new Response(bodiless ? null : bytes, { status: Math.max(200, status), headers });
}

function responseHeaders(answer: Readonly<Record<string, unknown>>): Headers | undefined {
  const single = answer["headers"] ?? {};
  const multiple = answer["multiValueHeaders"] ?? {};
  if (!isProperties(single) || !isProperties(multiple)) return undefined;
  const headers = new Headers();
  for (const [name, value] of Object.entries(single)) setHeader(headers, name, value);
  for (const [name, values] of Object.entries(multiple)) {
    if (!Array.isArray(values)) return undefined;
    headers.delete(outName(name));
    for (const value of values) setHeader(headers, name, value, "append");
  }
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return headers;
}

function setHeader(headers: Headers, name: string, value: unknown, how: "set" | "append" = "set"): void {
  headers[how](outName(name), String(value));
}

function outName(name: string): string {
  return remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name;
}
