import { AwsError, notImplemented } from "../../core/errors.ts";
import { refuseUnknown, type Reader } from "../inputs.ts";

/** One origin of a distribution. */
export interface Origin {
  readonly id: string;
  readonly domainName: string;
  /** "" or "/path". */
  readonly path: string;
  readonly customHeaders: readonly (readonly [string, string])[];
  readonly readTimeoutMs: number;
  readonly accessControlId: string | undefined;
  readonly vpcOriginId: string | undefined;
}

/** How requests of one path pattern are treated. */
export interface CacheBehavior {
  /** "*" for the default behaviour. */
  readonly pathPattern: string;
  readonly targetOriginId: string;
  readonly allowedMethods: readonly string[];
  readonly cachePolicyId: string;
  readonly originRequestPolicyId: string | undefined;
  readonly responseHeadersPolicyId: string | undefined;
  readonly viewerRequestFunctionArn: string | undefined;
}

/** A distribution as its resource declares it, checked. */
export interface Distribution {
  readonly id: string;
  readonly domainName: string;
  readonly aliases: readonly string[];
  readonly enabled: boolean;
  readonly defaultRootObject: string;
  readonly origins: ReadonlyMap<string, Origin>;
  /** In the order of their precedence, the default last. */
  readonly behaviors: readonly CacheBehavior[];
}

/** What a distribution refers to, as far as it exists. */
export interface DistributionContext {
  /** Whether a cache policy keeps nothing; undefined where there is none of that id. */
  cachePolicyKeepsNothing(id: string): boolean | undefined;
  originRequestPolicyExists(id: string): boolean;
  responseHeadersPolicyExists(id: string): boolean;
  /** Whether there is such a function, and it was published. */
  functionExists(arn: string): boolean;
  accessControlExists(id: string): boolean;
  vpcOriginExists(id: string): boolean;
}

/** The longest that CloudFront waits for an origin, seconds. Source: its quotas. */
const readTimeoutMax = 120;

/** Parses a distribution. Throws `AwsError` for what CloudFront would refuse. */
export function parseDistribution(inputs: Reader, id: string, context: DistributionContext): Distribution {
  const geography = inputs.child("restrictions")?.child("geoRestriction")?.text("restrictionType") ?? "none";
  if (geography !== "none") throw notImplemented(`${inputs.what}.restrictions.geoRestriction ${geography}`);
  const origins = new Map(
    inputs
      .children("origins")
      .map((one) => parseOrigin(one, context))
      .map((origin) => [origin.id, origin]),
  );
  const fallback = inputs.child("defaultCacheBehavior");
  if (fallback === undefined) throw invalid(`${inputs.what}: defaultCacheBehavior is required.`);
  const groups = new Set(inputs.children("originGroups").map((group) => group.requiredText("originId")));
  const behaviors = [
    ...inputs
      .children("orderedCacheBehaviors")
      .map((one) => parseBehavior(one, one.requiredText("pathPattern"), context)),
    parseBehavior(fallback, "*", context),
  ];
  for (const { targetOriginId } of behaviors) {
    if (groups.has(targetOriginId))
      throw notImplemented(`${inputs.what} with the origin group ${targetOriginId} as target`);
    if (!origins.has(targetOriginId)) throw new AwsError("NoSuchOrigin", `There is no origin ${targetOriginId}.`, 404);
  }
  return {
    id,
    domainName: `${id.toLowerCase()}.cloudfront.net`,
    aliases: inputs.texts("aliases"),
    enabled: inputs.flag("enabled") ?? false,
    defaultRootObject: inputs.text("defaultRootObject") ?? "",
    origins,
    behaviors,
  };
}

/** The first behaviour whose pattern matches the path; "*" is any text, "?" any character. */
export function behaviorFor(distribution: Distribution, path: string): CacheBehavior | undefined {
  return distribution.behaviors.find(({ pathPattern }) => {
    const source = pathPattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^/?${source.replace(/^\//, "")}$`).test(path);
  });
}

function parseOrigin(inputs: Reader, context: DistributionContext): Origin {
  refuseUnknown(inputs, [
    "connectionAttempts",
    "connectionTimeout",
    "customHeaders",
    "customOriginConfig",
    "domainName",
    "originAccessControlId",
    "originId",
    "originPath",
    "originShield",
    "s3OriginConfig",
    "vpcOriginConfig",
  ]);
  const readTimeout = inputs.child("customOriginConfig")?.number("originReadTimeout") ?? 30;
  if (readTimeout < 1 || readTimeout > readTimeoutMax) {
    const message = `The read timeout of an origin is 1 to ${readTimeoutMax} seconds, not ${readTimeout}.`;
    throw new AwsError("InvalidOriginReadTimeout", message);
  }
  const accessControlId = inputs.text("originAccessControlId") || undefined;
  if (accessControlId !== undefined && !context.accessControlExists(accessControlId)) {
    throw new AwsError("InvalidOriginAccessControl", `There is no origin access control ${accessControlId}.`);
  }
  const vpcOriginId = inputs.child("vpcOriginConfig")?.text("vpcOriginId");
  if (vpcOriginId !== undefined && !context.vpcOriginExists(vpcOriginId)) {
    throw new AwsError("EntityNotFound", `There is no VPC origin ${vpcOriginId}.`, 404);
  }
  return {
    id: inputs.requiredText("originId"),
    domainName: inputs.requiredText("domainName"),
    path: inputs.text("originPath") ?? "",
    customHeaders: inputs.children("customHeaders").map((one) => [one.requiredText("name"), one.text("value") ?? ""]),
    readTimeoutMs: 1000 * readTimeout,
    accessControlId,
    vpcOriginId,
  };
}

function parseBehavior(inputs: Reader, pathPattern: string, context: DistributionContext): CacheBehavior {
  refuseUnknown(inputs, [
    "allowedMethods",
    "cachePolicyId",
    "cachedMethods",
    "compress",
    "functionAssociations",
    "originRequestPolicyId",
    "pathPattern",
    "realtimeLogConfigArn",
    "responseHeadersPolicyId",
    "targetOriginId",
    "viewerProtocolPolicy",
  ]);
  const cachePolicyId = inputs.requiredText("cachePolicyId");
  const keepsNothing = context.cachePolicyKeepsNothing(cachePolicyId);
  if (keepsNothing === undefined) throw new AwsError("NoSuchCachePolicy", `No cache policy ${cachePolicyId}.`, 404);
  if (!keepsNothing) throw notImplemented(`${inputs.what}: caching by the policy ${cachePolicyId}`);
  const originRequestPolicyId = inputs.text("originRequestPolicyId");
  if (originRequestPolicyId !== undefined && !context.originRequestPolicyExists(originRequestPolicyId)) {
    throw new AwsError("NoSuchOriginRequestPolicy", `No origin request policy ${originRequestPolicyId}.`, 404);
  }
  const responseHeadersPolicyId = inputs.text("responseHeadersPolicyId");
  if (responseHeadersPolicyId !== undefined && !context.responseHeadersPolicyExists(responseHeadersPolicyId)) {
    throw new AwsError("NoSuchResponseHeadersPolicy", `No response headers policy ${responseHeadersPolicyId}.`, 404);
  }
  return {
    pathPattern,
    targetOriginId: inputs.requiredText("targetOriginId"),
    allowedMethods: inputs.texts("allowedMethods"),
    cachePolicyId,
    originRequestPolicyId,
    responseHeadersPolicyId,
    viewerRequestFunctionArn: parseFunction(inputs, context),
  };
}

function parseFunction(inputs: Reader, context: DistributionContext): string | undefined {
  let viewerRequest: string | undefined;
  for (const association of inputs.children("functionAssociations")) {
    const eventType = association.requiredText("eventType");
    if (eventType !== "viewer-request") throw notImplemented(`${inputs.what}: a function for ${eventType}`);
    viewerRequest = association.requiredText("functionArn");
    if (!context.functionExists(viewerRequest)) {
      const message = `The function ${viewerRequest} does not exist or was not published.`;
      throw new AwsError("InvalidFunctionAssociation", message);
    }
  }
  return viewerRequest;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidArgument", message);
}
