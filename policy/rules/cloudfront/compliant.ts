import type { Properties } from "../../core/fixtures.ts";

/** Where the site's files are. */
export const bucketOrigin: Properties = {
  originId: "site",
  domainName: "orders-site.s3.eu-west-1.amazonaws.com",
  originAccessControlId: "E2QWRUHAPOMQZL",
};

/** Where the API is. */
export const serverOrigin: Properties = {
  originId: "api",
  domainName: "origin.example.com",
  customOriginConfig: {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
  },
};

/** What holds for most paths. */
export const behavior: Properties = {
  targetOriginId: "site",
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
  cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  responseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03",
};

/** The certificate of the site's own name. */
export const certificate: Properties = {
  acmCertificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  sslSupportMethod: "sni-only",
  minimumProtocolVersion: "TLSv1.2_2021",
};

/** A distribution that every rule of the pack is content with. */
export const distribution: Properties = {
  enabled: true,
  aliases: ["www.example.com"],
  origins: [bucketOrigin, serverOrigin],
  defaultCacheBehavior: behavior,
  orderedCacheBehaviors: [
    { ...behavior, pathPattern: "/api/*", targetOriginId: "api", viewerProtocolPolicy: "https-only" },
  ],
  defaultRootObject: "index.html",
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: certificate,
  loggingConfig: { bucket: "orders-logs.s3.amazonaws.com", includeCookies: false, prefix: "site/" },
  webAclId: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
};

/** A distribution of several tenants. */
export const shared: Properties = {
  enabled: true,
  comment: "Shops",
  origins: [
    {
      id: "api",
      domainName: "origin.example.com",
      customOriginConfigs: [
        { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
      ],
    },
  ],
  defaultCacheBehavior: { ...behavior, targetOriginId: "api" },
  tenantConfig: {},
  viewerCertificate: certificate,
  webAclId: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
};

/** Signs what it asks of a bucket. */
export const accessControl: Properties = {
  name: "site",
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
};

/** What is added to answers. */
export const headers: Properties = {
  name: "strict",
  securityHeadersConfig: {
    strictTransportSecurity: { accessControlMaxAgeSec: 63_072_000, includeSubdomains: true, override: true },
    contentTypeOptions: { override: true },
  },
};
