import { createCloudFront, type CloudFrontDependencies } from "../../../../../local/aws/cloudfront/index.ts";
import { accountId, register } from "../account.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import { createPatientKernel } from "../patient-kernel.ts";

type Inputs = Readonly<Record<string, unknown>>;

const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewerExceptHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
const methods = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

/** A certificate of the test's names, where CloudFront looks for it. */
export const certificateArn = `arn:aws:acm:us-east-1:${accountId}:certificate/edge`;

/** What a distribution with names of its own shows its viewers. */
export const viewerCertificate = { acmCertificateArn: certificateArn, sslSupportMethod: "sni-only" };

/** A web ACL that CloudFront may stand behind. */
export const webAclArn = `arn:aws:wafv2:us-east-1:${accountId}:global/webacl/edge/1`;

/** The inputs of a distribution that CloudFront takes. */
export const distributionInputs = {
  enabled: true,
  aliases: ["api.pay.example.com"],
  origins: [{ originId: "eu", domainName: "eu.origin.pay.example.com" }],
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate,
  defaultCacheBehavior: {
    targetOriginId: "eu",
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: cachingDisabled,
  },
};

/** Certificates and a firewall as CloudFront's neighbours have them; web ACLs are those of `acls`. */
export function neighbours(acls: readonly string[] = []) {
  const guards = new Map<string, string>();
  const names = ["*.pay.example.com", "*.example.com"];
  return {
    guards,
    certificate: (arn: string) => (arn === certificateArn ? { names, status: "ISSUED" } : undefined),
    firewall: {
      guard: (arn: string, headers: Headers) =>
        guards.has(arn) && headers.has("x-attack") ? ("block" as const) : ("allow" as const),
      guardDistribution(arn: string, webAclArn: string | undefined) {
        if (webAclArn === undefined) return void guards.delete(arn);
        if (!acls.includes(webAclArn)) throw new AwsError("WAFNonexistentItemException", "none");
        guards.set(arn, webAclArn);
      },
    },
  };
}

/** A distribution with the origins eu and us, a function and its store; `code` is the function. */
export async function edge(code: string | undefined, inputs: Inputs = {}, more: Partial<CloudFrontDependencies> = {}) {
  const kernel = createPatientKernel(1);
  const reached: { hostname: string; request: Request }[] = [];
  const printed: string[] = [];
  const cloudFront = createCloudFront({
    kernel,
    accountId,
    ...neighbours(),
    origin(hostname, request) {
      reached.push({ hostname, request });
      return Promise.resolve(new Response("from the origin", { headers: { "x-origin": hostname } }));
    },
    log: (_function, line) => void printed.push(line),
    ...more,
  });
  const make = (kind: string, of: Inputs) => register(cloudFront.resources, `aws:cloudfront/${kind}`, of);
  const store = await make("keyValueStore:KeyValueStore", { name: "routes" });
  const storeArn = String(store.outputs["arn"]);
  const functions =
    code === undefined
      ? []
      : [
          await make("function:Function", {
            name: "router",
            runtime: "cloudfront-js-2.0",
            code,
            keyValueStoreAssociations: [storeArn],
          }),
        ];
  const origin = (cell: string) => ({
    originId: cell,
    domainName: `${cell}.origin.pay.example.com`,
    customHeaders: [{ name: "X-Origin-Secret", value: `secret of ${cell}` }],
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
    },
  });
  await make("distribution:Distribution", {
    enabled: true,
    aliases: ["api.pay.example.com"],
    origins: [origin("eu"), origin("us")],
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate,
    ...inputs,
    defaultCacheBehavior: {
      targetOriginId: "eu",
      viewerProtocolPolicy: "https-only",
      allowedMethods: methods,
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: cachingDisabled,
      originRequestPolicyId: allViewerExceptHost,
      functionAssociations: functions.map(({ outputs }) => ({
        eventType: "viewer-request",
        functionArn: outputs["arn"],
      })),
      // A test's own overrides of the behaviour.
      ...(inputs["defaultCacheBehavior"] as Inputs | undefined),
    },
  });
  /** A second distribution, with one origin. */
  const distribute = (alias: string, behavior: Inputs) =>
    make("distribution:Distribution", {
      ...distributionInputs,
      aliases: [alias],
      defaultCacheBehavior: { ...distributionInputs.defaultCacheBehavior, ...behavior },
    });
  const request = (path: string, init: RequestInit = {}) =>
    cloudFront.fetch(new Request(`https://api.pay.example.com${path}`, init));
  return { cloudFront, kernel, reached, printed, make, distribute, storeArn, request };
}
