import { AwsError } from "../../core/errors.ts";
import type { CheckFailure, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource, isProperties } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { lengthBetween, oneOf } from "../rules.ts";
import { parseDistribution } from "./distribution.ts";
import type { Distribution, DistributionContext } from "./distribution.ts";
import { newId } from "./state.ts";
import type { CloudFrontState, StoredDistribution } from "./state.ts";
import { checkViewer } from "./viewer-certificate.ts";

/** CloudFront's zone, the same for every distribution. */
const hostedZoneId = "Z2FDTNDATAQYW2";

const inputs: Readonly<Record<string, InputRule>> = {
  aliases: { unordered: true },
  comment: lengthBetween(0, 128),
  defaultCacheBehavior: { required: true },
  defaultRootObject: {},
  enabled: { required: true },
  httpVersion: { default: "http2", ...oneOf("http1.1", "http2", "http2and3", "http3") },
  isIpv6Enabled: { default: false },
  loggingConfig: {},
  orderedCacheBehaviors: {},
  originGroups: { unordered: true },
  origins: { required: true, unordered: true },
  priceClass: {
    default: "PriceClass_All",
    ...oneOf("None", "PriceClass_100", "PriceClass_200", "PriceClass_All"),
  },
  restrictions: { required: true },
  retainOnDelete: { default: false },
  viewerCertificate: { required: true },
  waitForDeployment: { default: true },
  webAclId: {},
};

/** `aws:cloudfront/distribution:Distribution`. */
export function distributionModel(state: CloudFrontState): ResourceModel {
  return defineResource({
    type: "aws:cloudfront/distribution:Distribution",
    global: true,
    inputs,
    recomputed: ["etag", "lastModifiedTime"],
    check: nestedFailures,
    create(reader, { accountId }) {
      const id = newId(state.kernel);
      const arn = `arn:aws:cloudfront::${accountId}:distribution/${id}`;
      const distribution = judged(state, reader, id);
      placeFirewall(state, arn, reader);
      const stored: StoredDistribution = {
        distribution,
        arn,
        given: reader.properties,
        etag: newId(state.kernel),
        callerReference: newId(state.kernel),
        modifiedMs: state.kernel.now(),
      };
      state.distributions.set(id, stored);
      return { id, outputs: outputsOf(stored) };
    },
    read(existing) {
      const stored = state.distributions.get(existing.id);
      return stored === undefined ? undefined : outputsOf(stored);
    },
    update(reader, { id }) {
      const stored = state.distributions.get(id);
      if (stored === undefined) {
        throw new AwsError("NoSuchDistribution", "The specified distribution does not exist.", 404);
      }
      const distribution = judged(state, reader, id);
      placeFirewall(state, stored.arn, reader);
      const [etag, modifiedMs] = [newId(state.kernel), state.kernel.now()];
      Object.assign(stored, { distribution, given: reader.properties, etag, modifiedMs });
      return outputsOf(stored);
    },
    delete(existing) {
      const stored = state.distributions.get(existing.id);
      if (stored === undefined) return;
      // CloudFront deletes none that is enabled: the public provider switches it off first, and leaves it so if asked.
      if (existing.inputs["retainOnDelete"] === true) {
        stored.distribution = { ...stored.distribution, enabled: false };
        stored.given = { ...stored.given, enabled: false };
        return;
      }
      state.firewall.guardDistribution(stored.arn, undefined);
      state.distributions.delete(existing.id);
    },
  });
}

/** The distribution that the inputs describe; everything that CloudFront would refuse is refused here. */
function judged(state: CloudFrontState, reader: Reader, id: string): Distribution {
  const context: DistributionContext = {
    cachePolicyKeepsNothing: (policy) => state.cachePolicies.get(policy)?.value,
    originRequestPolicyExists: (policy) => state.originRequestPolicies.has(policy),
    responseHeadersPolicyExists: (policy) => state.responseHeadersPolicies.has(policy),
    functionExists: (arn) => state.functions.get(arn)?.live !== undefined,
    accessControlExists: (one) => state.accessControls.has(one),
    vpcOriginExists: (one) => state.vpcOrigins.has(one),
  };
  const distribution = parseDistribution(reader, id, context);
  checkViewer(reader, {
    certificate: state.certificate,
    isTaken: (alias) =>
      [...state.distributions].some(([other, one]) => other !== id && one.distribution.aliases.includes(alias)),
  });
  return distribution;
}

/** The last step that can be refused: it changes what guards the distribution. */
function placeFirewall(state: CloudFrontState, arn: string, reader: Reader): void {
  const webAclArn = reader.text("webAclId") || undefined;
  try {
    state.firewall.guardDistribution(arn, webAclArn);
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    throw new AwsError("InvalidWebACLId", `Web ACL is not accessible by the requester: ${String(webAclArn)}`);
  }
}

function outputsOf({ given, arn, distribution, etag, callerReference, modifiedMs }: StoredDistribution): Properties {
  return {
    ...givenInputs(inputs, given),
    arn,
    domainName: distribution.domainName,
    hostedZoneId,
    etag,
    status: "Deployed",
    callerReference,
    lastModifiedTime: new Date(modifiedMs).toISOString(),
    inProgressValidationBatches: 0,
    tagsAll: given["tags"] ?? {},
  };
}

type Place = readonly [property: string, value: unknown];

const requiredWithin: Readonly<Record<string, readonly string[]>> = {
  behavior: ["allowedMethods", "cachedMethods", "targetOriginId", "viewerProtocolPolicy"],
  origin: ["domainName", "originId"],
  custom: ["httpPort", "httpsPort", "originProtocolPolicy", "originSslProtocols"],
};

const protocolVersions = [
  "SSLv3",
  "TLSv1",
  "TLSv1_2016",
  "TLSv1.1_2016",
  "TLSv1.2_2018",
  "TLSv1.2_2019",
  "TLSv1.2_2021",
  "TLSv1.3_2025",
  "TLSv1.2_2025",
];

const choices: Readonly<Record<string, Readonly<Record<string, InputRule>>>> = {
  behavior: { viewerProtocolPolicy: oneOf("allow-all", "https-only", "redirect-to-https") },
  custom: { originProtocolPolicy: oneOf("http-only", "https-only", "match-viewer") },
  geography: { restrictionType: oneOf("blacklist", "whitelist", "none") },
  viewer: {
    minimumProtocolVersion: oneOf(...protocolVersions),
    sslSupportMethod: oneOf("sni-only", "vip", "static-ip"),
  },
};

/** What the public provider refuses inside the blocks of a distribution. */
function nestedFailures(known: Properties): readonly CheckFailure[] {
  const behaviors: readonly Place[] = [
    ["defaultCacheBehavior", known["defaultCacheBehavior"]],
    ...placesOf("orderedCacheBehaviors", known["orderedCacheBehaviors"]),
  ];
  const origins = placesOf("origins", known["origins"]);
  const customs: readonly Place[] = origins.map(([at, one]) => [
    `${at}.customOriginConfig`,
    inside(one, "customOriginConfig"),
  ]);
  const geography: Place = ["restrictions.geoRestriction", inside(known["restrictions"], "geoRestriction")];
  return [
    ...behaviors.flatMap((place) => failuresAt("behavior", place)),
    ...origins.flatMap((place) => failuresAt("origin", place)),
    ...customs.flatMap((place) => failuresAt("custom", place)),
    ...failuresAt("geography", geography),
    ...failuresAt("viewer", ["viewerCertificate", known["viewerCertificate"]]),
  ];
}

function failuresAt(kind: string, [at, value]: Place): readonly CheckFailure[] {
  if (!isProperties(value)) return [];
  const missing = (requiredWithin[kind] ?? []).filter((key) => value[key] === undefined);
  return [
    ...missing.map((key) => ({
      property: `${at}.${key}`,
      reason: `Missing required argument. The argument "${key}" is required, but no definition was found.`,
    })),
    ...Object.entries(choices[kind] ?? {}).flatMap(([key, { refusal }]) => {
      const reason = value[key] === undefined ? undefined : refusal?.(value[key]);
      return reason === undefined ? [] : [{ property: `${at}.${key}`, reason }];
    }),
  ];
}

function placesOf(at: string, list: unknown): readonly Place[] {
  return Array.isArray(list) ? list.map((one, index) => [`${at}[${index}]`, one] as const) : [];
}

function inside(value: unknown, key: string): unknown {
  return isProperties(value) ? value[key] : undefined;
}
