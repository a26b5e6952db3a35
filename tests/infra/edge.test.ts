import { beforeAll, describe, expect, it } from "vitest";
import { below, evaluateStack, inputsOf, type Evaluation } from "./evaluate.ts";

let edge: Evaluation;
beforeAll(async () => {
  edge = await evaluateStack("prod-global");
});

describe("what a stage has once", () => {
  it("is made of these", () => {
    expect(below(edge, "Edge edge").slice(0, 13)).toEqual([
      "Audit edge-audit",
      "AuthorityTable edge-authority",
      "EdgeGuard edge-guard",
      "EdgeRouter edge-router",
      "Overview edge-overview",
      "ProvenCertificate edge-certificate",
      "Record edge-a",
      "Record edge-aaaa",
      "RegionSwitch edge-region-switch",
      "RequestLog edge-requests",
      "SingleKey edge-audit-key",
      "Watcher edge-watcher-eu-central-1",
      "Watcher edge-watcher-eu-west-1",
    ]);
    expect(below(edge, "EdgeRouter edge-router")).toEqual([
      "Distribution edge-router",
      "EdgePolicies edge-router",
      "Function edge-router",
      "KeyValueStore edge-router",
      "OriginRequestPolicy edge-router",
      "ResponseHeadersPolicy edge-router",
    ]);
  });

  it("says a region where it is not the stack's own: us-east-1, the authority table's, the watchers'", () => {
    const regions = edge.resources
      .filter((one) => one.inputs["region"] !== undefined && !one.name.includes("watcher"))
      .map((one) => `${one.type.split(":").at(-1)} ${String(one.inputs["region"])}`);
    expect(regions.sort()).toEqual([
      "Alias us-east-1",
      "Bucket us-east-1",
      "BucketLifecycleConfiguration us-east-1",
      "BucketPolicy us-east-1",
      "BucketPublicAccessBlock us-east-1",
      "BucketServerSideEncryptionConfiguration us-east-1",
      "BucketVersioning us-east-1",
      "Certificate us-east-1",
      "CertificateValidation us-east-1",
      "Key us-east-1",
      "LogDelivery us-east-1",
      "LogDeliveryDestination us-east-1",
      "LogDeliverySource us-east-1",
      "LogGroup us-east-1",
      "LogGroup us-east-1",
      "LogGroup us-east-1",
      "Table eu-west-1",
      "Trail us-east-1",
      "WebAcl us-east-1",
      "WebAclLoggingConfiguration us-east-1",
    ]);
  });
});

describe("the authority table", () => {
  it("is strongly consistent over two replicas and a witness", () => {
    expect(inputsOf(edge, "Table", "edge-authority")).toMatchObject({
      name: "prod-authority",
      region: "eu-west-1",
      hashKey: "pk",
      attributes: [{ name: "pk", type: "S" }],
      replicas: [{ regionName: "eu-central-1", consistencyMode: "STRONG", deletionProtectionEnabled: true }],
      globalTableWitness: { regionName: "eu-west-3" },
      deletionProtectionEnabled: true,
    });
  });
});

describe("the edge", () => {
  it("has one origin per cell, each told the secret that the cells accept", () => {
    const distribution = inputsOf(edge, "Distribution", "edge-router");
    const headers = [{ name: "x-origin-secret", value: "local-only-origin-secret-current" }];
    expect(distribution["origins"]).toMatchObject([
      { originId: "eu", domainName: "eu.origin.pay.example.com", customHeaders: headers },
      { originId: "us", domainName: "us.origin.pay.example.com", customHeaders: headers },
    ]);
    expect(distribution["aliases"]).toEqual(["api.pay.example.com"]);
  });

  it("keeps nothing, and hands the router the client's time zone", () => {
    expect(inputsOf(edge, "Distribution", "edge-router")["defaultCacheBehavior"]).toMatchObject({
      cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      viewerProtocolPolicy: "https-only",
    });
    expect(inputsOf(edge, "OriginRequestPolicy", "edge-router")["headersConfig"]).toEqual({
      headerBehavior: "allViewerAndWhitelistCloudFront",
      headers: { items: ["CloudFront-Viewer-Time-Zone"] },
    });
  });

  it("runs the router with the stage's table in it", () => {
    const router = inputsOf(edge, "Function", "edge-router");
    expect(router["runtime"]).toBe("cloudfront-js-2.0");
    expect(router["code"]).toContain('const table={"cells":["eu","us"]');
  });

  it("leaves the store's keys to the operators", () => {
    expect(edge.resources.filter((one) => /keyvaluestoreKey/i.test(one.type))).toEqual([]);
  });
});

describe("the trail of services without a region", () => {
  it("is the stage's one", () => {
    expect(inputsOf(edge, "Trail", "edge-audit")).toMatchObject({
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: false,
      enableLogFileValidation: true,
    });
  });
});
