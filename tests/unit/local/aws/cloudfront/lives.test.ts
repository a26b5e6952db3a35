import { createCloudFront } from "../../../../../local/aws/cloudfront/index.ts";
import type { Properties, ResourceModel } from "../../../../../local/core/resource.ts";
import { accountId, register } from "../account.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { describeLives } from "../whole-life.ts";
import { distributionInputs, neighbours, viewerCertificate, webAclArn } from "./harness.ts";

function cloudFront(): readonly ResourceModel[] {
  return createCloudFront({
    kernel: createVirtualKernel(),
    accountId,
    ...neighbours([webAclArn]),
    origin: () => Promise.reject(new Error("no origin here")),
  }).resources;
}

async function withStore(): Promise<{ models: readonly ResourceModel[]; keyValueStoreArn: unknown }> {
  const models = cloudFront();
  const { outputs } = await register(models, "aws:cloudfront/keyValueStore:KeyValueStore", { name: "routes" });
  return { models, keyValueStoreArn: outputs["arn"] };
}

const missing = (name: string): [Properties, string] => [
  { [name]: undefined },
  `${name}: Missing required argument. The argument "${name}" is required, but no definition was found.`,
];
const tooLong = (name: string, least: number, most: number): [Properties, string] => {
  const value = "x".repeat(most + 1);
  return [
    { [name]: value },
    `${name}: expected the length of it to be in the range (${least} - ${most}), got ${value}`,
  ];
};
const code = "function handler(event) { return event.request; }";
const none = {
  cookiesConfig: { cookieBehavior: "none" },
  headersConfig: { headerBehavior: "none" },
  queryStringsConfig: { queryStringBehavior: "none" },
};
const keys = {
  cookiesConfig: { cookieBehavior: "none" },
  headersConfig: { headerBehavior: "none" },
  queryStringsConfig: { queryStringBehavior: "all" },
};

describeLives([
  {
    type: "aws:cloudfront/keyValueStore:KeyValueStore",
    stage: async () => ({ models: cloudFront(), inputs: { name: "routes", comment: "who serves whom" } }),
    replaces: { name: "other" },
    updates: { comment: "another" },
    refusals: [
      [{ name: "a.b" }, "name: invalid value (must contain only letters, digits, hyphens and underscores), got a.b"],
      tooLong("name", 1, 64),
      [
        { importSource: { sourceType: "S3" } },
        "importSource: NotImplemented: The local cloud does not model " +
          "aws:cloudfront/keyValueStore:KeyValueStore.importSource; see docs/local-differences.md.",
      ],
    ],
  },
  {
    type: "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey",
    async stage() {
      const { models, keyValueStoreArn } = await withStore();
      return { models, inputs: { keyValueStoreArn, key: "serves/eu,or so", value: "us" } };
    },
    replaces: { key: "serves/us", keyValueStoreArn: `arn:aws:cloudfront::${accountId}:key-value-store/2` },
    updates: { value: "ap" },
    refusals: [
      missing("key"),
      missing("value"),
      [
        { keyValueStoreArn: "routes" },
        "keyValueStoreArn: (routes) is an invalid ARN: arn: invalid prefix or not enough sections",
      ],
    ],
  },
  {
    type: "aws:cloudfront/function:Function",
    async stage() {
      const { models, keyValueStoreArn } = await withStore();
      const inputs = {
        name: "router",
        runtime: "cloudfront-js-2.0",
        code,
        keyValueStoreAssociations: [keyValueStoreArn],
      };
      return { models, inputs };
    },
    replaces: { name: "other" },
    updates: { code: `${code} // again`, comment: "picks", keyValueStoreAssociations: [] },
    refusals: [
      missing("code"),
      missing("runtime"),
      [
        { runtime: "nodejs" },
        `runtime: expected it to be one of ["cloudfront-js-1.0" "cloudfront-js-2.0"], got nodejs`,
      ],
      [{ name: "a b" }, "name: invalid value (must be 1 to 64 letters, digits, hyphens and underscores), got a b"],
    ],
  },
  {
    type: "aws:cloudfront/cachePolicy:CachePolicy",
    stage: async () => ({
      models: cloudFront(),
      inputs: { name: "none", maxTtl: 0, defaultTtl: 0, parametersInCacheKeyAndForwardedToOrigin: keys },
    }),
    replaces: {},
    updates: { name: "nothing", comment: "keeps nothing", defaultTtl: 5, maxTtl: 5 },
    refusals: [
      missing("parametersInCacheKeyAndForwardedToOrigin"),
      [{ minTtl: -1 }, `minTtl: expected it to be in the range (0 - ${Number.MAX_SAFE_INTEGER}), got -1`],
    ],
  },
  {
    type: "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
    stage: async () => ({ models: cloudFront(), inputs: { name: "edge", ...none } }),
    replaces: {},
    updates: { name: "edges", queryStringsConfig: { queryStringBehavior: "all" } },
    refusals: [
      missing("cookiesConfig"),
      missing("headersConfig"),
      missing("queryStringsConfig"),
      tooLong("name", 1, 128),
    ],
  },
  {
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    stage: async () => ({
      models: cloudFront(),
      inputs: { name: "edge", securityHeadersConfig: { contentTypeOptions: { override: true } } },
    }),
    replaces: {},
    updates: { name: "edges", comment: "safe", removeHeadersConfig: { items: [{ header: "server" }] } },
    refusals: [
      tooLong("comment", 0, 128),
      [
        { corsConfig: { originOverride: true } },
        "corsConfig: NotImplemented: The local cloud does not model " +
          "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy.corsConfig; see docs/local-differences.md.",
      ],
    ],
  },
  {
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    stage: async () => ({
      models: cloudFront(),
      inputs: {
        name: "archive",
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      },
    }),
    replaces: {},
    updates: { name: "archives", signingBehavior: "never" },
    refusals: [
      missing("signingProtocol"),
      [
        { signingBehavior: "maybe" },
        `signingBehavior: expected it to be one of ["never" "always" "no-override"], got maybe`,
      ],
    ],
  },
  {
    type: "aws:cloudfront/vpcOrigin:VpcOrigin",
    stage: async () => ({
      models: cloudFront(),
      inputs: { vpcOriginEndpointConfig: { name: "cell", arn: "arn", httpPort: 80, httpsPort: 443 } },
    }),
    replaces: {},
    updates: { vpcOriginEndpointConfig: { name: "cell", arn: "arn", httpPort: 80, httpsPort: 8443 } },
    refusals: [missing("vpcOriginEndpointConfig")],
  },
  {
    type: "aws:cloudfront/distribution:Distribution",
    stage: async () => ({
      models: cloudFront(),
      inputs: { ...distributionInputs, webAclId: webAclArn, comment: "edge", tags: { stage: "prod" } },
    }),
    replaces: {},
    updates: { enabled: false, comment: "closed", aliases: ["other.pay.example.com"], tags: { stage: "staging" } },
    refusals: [
      ...["defaultCacheBehavior", "enabled", "origins", "restrictions", "viewerCertificate"].map(missing),
      tooLong("comment", 0, 128),
      [
        { httpVersion: "http4" },
        `httpVersion: expected it to be one of ["http1.1" "http2" "http2and3" "http3"], got http4`,
      ],
      [
        { priceClass: "PriceClass_1" },
        `priceClass: expected it to be one of ["None" "PriceClass_100" "PriceClass_200" "PriceClass_All"], ` +
          "got PriceClass_1",
      ],
      [
        { restrictions: { geoRestriction: { restrictionType: "moon" } } },
        "restrictions.geoRestriction.restrictionType: " +
          `expected it to be one of ["blacklist" "whitelist" "none"], got moon`,
      ],
      [
        { viewerCertificate: { ...viewerCertificate, sslSupportMethod: "dns" } },
        `viewerCertificate.sslSupportMethod: expected it to be one of ["sni-only" "vip" "static-ip"], got dns`,
      ],
      [
        { origins: [{ originId: "eu" }] },
        `origins[0].domainName: Missing required argument. The argument "domainName" is required, but no definition ` +
          "was found.",
      ],
      [
        { defaultCacheBehavior: { ...distributionInputs.defaultCacheBehavior, viewerProtocolPolicy: "http" } },
        "defaultCacheBehavior.viewerProtocolPolicy: " +
          `expected it to be one of ["allow-all" "https-only" "redirect-to-https"], got http`,
      ],
    ],
  },
]);
