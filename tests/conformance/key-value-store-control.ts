import type { Fields } from "./case.ts";
import type { Place } from "./endpoint.ts";
import { sendSigned, type Unsigned } from "./signed-call.ts";

/** The two operations of CloudFront's control plane that make and end a KeyValueStore, over its XML protocol. */
export async function createKeyValueStoreControl(place: Place, operation: string, input: Fields): Promise<Fields> {
  const response = await sendSigned({ ...place, region: "us-east-1" }, "cloudfront", requestOf(operation, input));
  const text = await response.text();
  if (!response.ok) {
    const name = element(text, "Code") ?? `HTTP ${response.status}`;
    throw Object.assign(new Error(element(text, "Message") ?? text), { name });
  }
  return {
    KeyValueStore: { Name: element(text, "Name"), ARN: element(text, "ARN"), Status: element(text, "Status") },
    ETag: response.headers.get("etag") ?? undefined,
  };
}

const root = "/2020-05-31/key-value-store";

function requestOf(operation: string, input: Fields): Unsigned {
  const name = String(input["Name"]);
  switch (operation) {
    case "CreateKeyValueStore": {
      const xmlns = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
      const body = `<CreateKeyValueStoreRequest xmlns="${xmlns}"><Name>${name}</Name></CreateKeyValueStoreRequest>`;
      return { method: "POST", path: root, headers: { "content-type": "application/xml" }, body };
    }
    case "DescribeKeyValueStore":
      return { method: "GET", path: `${root}/${name}`, headers: {}, body: "" };
    case "DeleteKeyValueStore":
      return { method: "DELETE", path: `${root}/${name}`, headers: { "if-match": String(input["IfMatch"]) }, body: "" };
    default:
      throw new Error(`cloudfront:${operation} is not spoken here`);
  }
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
