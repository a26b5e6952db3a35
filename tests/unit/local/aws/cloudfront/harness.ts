import { createCloudFront, type CloudFrontDependencies } from "../../../../../local/aws/cloudfront/index.ts";
import { accountId, create } from "../lambda/harness.ts";
import { createPatientKernel } from "../patient-kernel.ts";

type Inputs = Readonly<Record<string, unknown>>;

const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewerExceptHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
const methods = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

/** A distribution with the origins eu and us, a function and its store; `code` is the function. */
export async function edge(code: string | undefined, inputs: Inputs = {}, more: Partial<CloudFrontDependencies> = {}) {
  const kernel = createPatientKernel(1);
  const reached: { hostname: string; request: Request }[] = [];
  const printed: string[] = [];
  const cloudFront = createCloudFront({
    kernel,
    accountId,
    origin(hostname, request) {
      reached.push({ hostname, request });
      return Promise.resolve(new Response("from the origin", { headers: { "x-origin": hostname } }));
    },
    log: (_function, line) => void printed.push(line),
    ...more,
  });
  const make = (kind: string, of: Inputs) => create(cloudFront.resources, `aws:cloudfront/${kind}`, of);
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
    viewerCertificate: { acmCertificateArn: "arn" },
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
      enabled: true,
      aliases: [alias],
      origins: [{ originId: "eu", domainName: "eu.origin.pay.example.com" }],
      defaultCacheBehavior: {
        targetOriginId: "eu",
        viewerProtocolPolicy: "https-only",
        allowedMethods: ["GET"],
        cachedMethods: ["GET"],
        cachePolicyId: cachingDisabled,
        ...behavior,
      },
    });
  const request = (path: string, init: RequestInit = {}) =>
    cloudFront.fetch(new Request(`https://api.pay.example.com${path}`, init));
  return { cloudFront, kernel, reached, printed, make, distribute, storeArn, request };
}
