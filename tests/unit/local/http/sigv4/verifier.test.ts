import "@aws-sdk/signature-v4a";
import { CloudFrontKeyValueStoreClient, GetKeyCommand } from "@aws-sdk/client-cloudfront-keyvaluestore";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { beforeAll, describe, expect, it } from "vitest";
import type { KnownCredentials } from "../../../../../local/aws/sts/index.ts";
import { createVerifier } from "../../../../../local/http/sigv4/verifier.ts";
import type { Signer } from "../../../../../local/http/sigv4/verifier.ts";
import { sessionOf } from "../../aws/account.ts";
import { signedBySdk, toWire } from "../sdk-request.ts";
import type { SignedRequest } from "../sdk-request.ts";

const credentials = { accessKeyId: "ASIA1", secretAccessKey: "a secret/with+signs", sessionToken: "token/of+session=" };
const caller = sessionOf("relay");
const endpoint = "http://127.0.0.1:4566";
const SKEW_MS = 5 * 60_000;

function verifyAt(now: number, request: SignedRequest, known: Partial<KnownCredentials> = {}): Signer {
  const lookup = (accessKeyId: string) =>
    accessKeyId === credentials.accessKeyId ? { ...credentials, caller, ...known } : undefined;
  return createVerifier({ now: () => now }, { lookup })(toWire(request));
}

function dateOf(request: SignedRequest): number {
  const text = request.headers["x-amz-date"] ?? "";
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function withHeader(request: SignedRequest, name: string, change: (value: string) => string): SignedRequest {
  const value = request.headers[name];
  if (value === undefined) throw new Error(`The SDK sends no ${name}.`);
  return { ...request, headers: { ...request.headers, [name]: change(value) } };
}

/** Replaces the last character by another of its kind. */
function flip(text: string): string {
  const last = text.at(-1) ?? "";
  return text.slice(0, -1) + (last === "1" ? "2" : "1");
}

describe("a request signed by the SDK with Signature Version 4", () => {
  let post: SignedRequest;
  let get: SignedRequest;
  beforeAll(async () => {
    post = await signedBySdk((requestHandler) =>
      new DynamoDBClient({ region: "eu-west-1", endpoint, credentials, requestHandler, maxAttempts: 1 }).send(
        new PutItemCommand({ TableName: "prod-ledger", Item: { pk: { S: "ünïcode €" } } }),
      ),
    );
    get = await signedBySdk((requestHandler) =>
      new SchedulerClient({ region: "us-east-1", endpoint, credentials, requestHandler, maxAttempts: 1 }).send(
        new ListSchedulesCommand({ GroupName: "a group", NamePrefix: "eu-", MaxResults: 5 }),
      ),
    );
  });

  it("names the caller, the region and the service of the credential scope", () => {
    expect(verifyAt(dateOf(post), post)).toEqual({ caller, region: "eu-west-1", service: "dynamodb" });
    expect(verifyAt(dateOf(get), get)).toEqual({ caller, region: "us-east-1", service: "scheduler" });
    expect(get.query).not.toBe("");
  });

  it("does not verify once any of its parts is changed", () => {
    const authorization = (change: (value: string) => string) => withHeader(post, "authorization", change);
    const changed: Record<string, SignedRequest> = {
      method: { ...post, method: "PUT" },
      path: { ...post, path: "/x" },
      query: { ...get, query: get.query.replace("eu-", "us-") },
      "added query": { ...post, query: "a=1" },
      body: { ...post, body: String(post.body).replace("prod", "prad") },
      host: withHeader(post, "host", flip),
      target: withHeader(post, "x-amz-target", () => "DynamoDB_20120810.DeleteItem"),
      "content type": withHeader(post, "content-type", flip),
      "another second": withHeader(post, "x-amz-date", (date) =>
        date.replace(/.Z$/, (end) => flip(end[0] ?? "") + "Z"),
      ),
      signature: authorization(flip),
      "longer signature": authorization((value) => `${value}zz`),
      region: authorization((value) => value.replace("eu-west-1", "eu-west-2")),
      service: authorization((value) => value.replace("/dynamodb/", "/sqs/")),
      "fewer signed headers": authorization((value) => value.replace("content-type;", "")),
    };
    for (const [part, request] of Object.entries(changed)) {
      expect(() => verifyAt(dateOf(post), request), part).toThrow(
        expect.objectContaining({
          code: "InvalidSignatureException",
          status: 403,
          message:
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret " +
            "Access Key and signing method. Consult the service documentation for details.",
        }),
      );
    }
  });

  it("does not verify with another secret", () => {
    expect(() => verifyAt(dateOf(post), post, { secretAccessKey: "another" })).toThrow(
      expect.objectContaining({ code: "InvalidSignatureException" }),
    );
  });

  it("has to come with the token of its session and with a known key", () => {
    const unknown = expect.objectContaining({
      code: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    });
    const { "x-amz-security-token": _token, ...headers } = post.headers;
    const otherKey = withHeader(post, "authorization", (value) => value.replace("ASIA1", "ASIA2"));
    expect(() => verifyAt(dateOf(post), withHeader(post, "x-amz-security-token", flip))).toThrow(unknown);
    expect(() => verifyAt(dateOf(post), { ...post, headers })).toThrow(unknown);
    expect(() => verifyAt(dateOf(post), otherKey)).toThrow(unknown);
  });

  it.each(["host", "x-amz-date", "x-amz-target", "x-amz-security-token"])("has to sign its %s", (header) => {
    const unsigned = withHeader(post, "authorization", (value) => value.replace(`;${header}`, ""));
    expect(() => verifyAt(dateOf(post), unsigned)).toThrow(
      expect.objectContaining({
        code: "InvalidSignatureException",
        message: expect.stringContaining("must be a 'SignedHeader' in the AWS Authorization."),
      }),
    );
  });

  it("holds five minutes either way", () => {
    const date = dateOf(post);
    expect(verifyAt(date + SKEW_MS, post).service).toBe("dynamodb");
    expect(verifyAt(date - SKEW_MS, post).service).toBe("dynamodb");
    expect(() => verifyAt(date + SKEW_MS + 1_000, post)).toThrow(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than /,
    );
    expect(() => verifyAt(date - SKEW_MS - 1_000, post)).toThrow(/^Signature not yet current: /);
  });

  it("is refused once its session has expired", () => {
    const date = dateOf(post);
    expect(verifyAt(date, post, { expiresAt: date + 1 }).service).toBe("dynamodb");
    expect(() => verifyAt(date, post, { expiresAt: date })).toThrow(
      expect.objectContaining({ code: "ExpiredTokenException" }),
    );
  });

  it.each([
    ["no header", undefined, "MissingAuthenticationTokenException"],
    ["another scheme", "Bearer abc", "MissingAuthenticationTokenException"],
    [
      "no signature",
      "AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host",
      "IncompleteSignatureException",
    ],
    [
      "a short scope",
      "AWS4-HMAC-SHA256 Credential=a/20260101/dynamodb/aws4_request, SignedHeaders=host, Signature=00",
      "IncompleteSignatureException",
    ],
  ])("is refused with %s", (_what, authorization, code) => {
    const { authorization: _signed, ...headers } = post.headers;
    const request = { ...post, headers: authorization === undefined ? headers : { ...headers, authorization } };
    expect(() => verifyAt(dateOf(post), request)).toThrow(expect.objectContaining({ code }));
  });
});

describe("a request signed by the SDK with Signature Version 4A", () => {
  let request: SignedRequest;
  beforeAll(async () => {
    const KvsARN = "arn:aws:cloudfront::111122223333:key-value-store/1a2b";
    const client = { region: "us-east-1", credentials, maxAttempts: 1 };
    request = await signedBySdk((requestHandler) =>
      new CloudFrontKeyValueStoreClient({ ...client, requestHandler }).send(
        new GetKeyCommand({ KvsARN, Key: "owner eu" }),
      ),
    );
  });

  it("is verified with the key derived from the secret", () => {
    expect(request.headers["authorization"]).toMatch(/^AWS4-ECDSA-P256-SHA256 /);
    expect(request.path).toContain("key-value-store%2F1a2b");
    expect(verifyAt(dateOf(request), request)).toEqual({
      caller,
      region: "us-east-1",
      service: "cloudfront-keyvaluestore",
    });
  });

  it("does not verify once it is changed", () => {
    const changed: Record<string, SignedRequest> = {
      path: { ...request, path: request.path.replace("1a2b", "1a2c") },
      "region set": withHeader(request, "x-amz-region-set", () => "eu-west-1"),
      signature: withHeader(request, "authorization", flip),
    };
    for (const [part, tampered] of Object.entries(changed)) {
      expect(() => verifyAt(dateOf(request), tampered), part).toThrow(
        expect.objectContaining({ code: "InvalidSignatureException" }),
      );
    }
    expect(() => verifyAt(dateOf(request), request, { secretAccessKey: "another" })).toThrow(
      expect.objectContaining({ code: "InvalidSignatureException" }),
    );
  });
});
