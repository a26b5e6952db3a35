import { describe, expect, it } from "vitest";
import { originRoutes } from "../../../../local/http/origins.ts";
import { regionOf, type Places } from "../../../../local/http/reach.ts";

describe("an origin by its path", () => {
  it("gets the request under its own name, path and query as sent", async () => {
    const seen: string[] = [];
    const app = originRoutes(async (hostname, request) => {
      const { method, url, headers } = request;
      seen.push(hostname, method, url, headers.get("host") ?? "", headers.get("x-a") ?? "", await request.text());
      return new Response("answered", { status: 201 });
    });
    const sent = { method: "POST", headers: { "x-a": "b" }, body: "body" };
    const answer = await app.request("http://127.0.0.1:4566/_aws/origins/eu.origin.example/v1/a%2Fb?c=d%20e", sent);
    expect([answer.status, await answer.text()]).toEqual([201, "answered"]);
    expect(seen).toEqual([
      "eu.origin.example",
      "POST",
      "https://eu.origin.example/v1/a%2Fb?c=d%20e",
      "eu.origin.example",
      "b",
      "body",
    ]);
  });
});

describe("where a request leads", () => {
  const places: Places = {
    originRegion: (host) => (host === "eu.origin.example" ? "eu-west-1" : undefined),
    poolRegion: (domain) => (domain === "prod-us-pay" ? "us-east-1" : undefined),
  };
  const signed = (region: string, service: string) =>
    `AWS4-HMAC-SHA256 Credential=local/20260801/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const rows: readonly (readonly [says: string, url: string, signature: string | null, region: string | undefined])[] =
    [
      ["a signed call into the region it is signed for", "/", signed("eu-west-1", "dynamodb"), "eu-west-1"],
      [
        "a service without regions into none",
        "/key-value-stores/a",
        signed("us-east-1", "cloudfront-keyvaluestore"),
        undefined,
      ],
      [
        "one signed for all regions into none",
        "/",
        "AWS4-ECDSA-P256-SHA256 Credential=local/20260801/kvs/aws4_request, S",
        undefined,
      ],
      ["an origin's path into the origin's region", "/_aws/origins/eu.origin.example/healthz?a=b", null, "eu-west-1"],
      ["an unknown origin's into none", "/_aws/origins/ap.origin.example/healthz", null, undefined],
      ["a token endpoint into its pool's", "/_aws/cognito/prod-us-pay/oauth2/token", null, "us-east-1"],
      ["public keys into their pool's", "/eu-west-1_abc/.well-known/jwks.json", null, "eu-west-1"],
      ["the control surface into none", "/_local/knobs", null, undefined],
    ];
  it.each(rows)("%s", (_says, url, signature, region) => {
    const headers = { get: (name: string) => (name === "authorization" ? signature : null) };
    expect(regionOf({ method: "POST", url, headers }, places)).toBe(region);
  });
});
