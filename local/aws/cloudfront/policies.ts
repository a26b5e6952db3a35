import { notImplemented } from "../../core/errors.ts";
import { refuseUnknown, type Reader } from "../inputs.ts";

/** Which of a viewer's named values go on to the origin. */
export type Selection =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | { readonly kind: "only"; readonly names: ReadonlySet<string> }
  | { readonly kind: "except"; readonly names: ReadonlySet<string> };

/** What a behaviour sends to its origin beyond the least. */
export interface OriginRequestPolicy {
  readonly headers: Selection;
  /** `CloudFront-…` headers, in lower case; functions see them as well. */
  readonly cloudFrontHeaders: ReadonlySet<string>;
  readonly cookies: Selection;
  readonly queryStrings: Selection;
}

/** What a behaviour changes in its responses. */
export interface ResponseHeadersPolicy {
  readonly set: readonly { readonly name: string; readonly value: string; readonly override: boolean }[];
  readonly remove: readonly string[];
}

/** `CloudFront-…` headers that the local edge can fill. */
const knownCloudFrontHeaders: ReadonlySet<string> = new Set([
  "cloudfront-forwarded-proto",
  "cloudfront-viewer-address",
  "cloudfront-viewer-country",
  "cloudfront-viewer-time-zone",
]);

const none: Selection = { kind: "none" };
const all: Selection = { kind: "all" };
const noHeaders: ReadonlySet<string> = new Set();

/** What goes to an origin without an origin request policy. */
export const noOriginRequestPolicy: OriginRequestPolicy = {
  headers: none,
  cloudFrontHeaders: noHeaders,
  cookies: none,
  queryStrings: none,
};

/** Origin request policies that AWS manages, by id. */
export const managedOriginRequestPolicies: Readonly<Record<string, { name: string; policy: OriginRequestPolicy }>> = {
  "216adef6-5c7f-47e4-b989-5492eafa07d3": {
    name: "Managed-AllViewer",
    policy: { headers: all, cloudFrontHeaders: noHeaders, cookies: all, queryStrings: all },
  },
  "b689b0a8-53d0-40ab-baf2-68738e2966ac": {
    name: "Managed-AllViewerExceptHostHeader",
    policy: {
      headers: { kind: "except", names: new Set(["host"]) },
      cloudFrontHeaders: noHeaders,
      cookies: all,
      queryStrings: all,
    },
  },
};

/** The one managed cache policy that keeps nothing. */
export const cachingDisabled = { id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", name: "Managed-CachingDisabled" };

/** Parses `aws:cloudfront/originRequestPolicy:OriginRequestPolicy`. */
export function parseOriginRequestPolicy(inputs: Reader): OriginRequestPolicy {
  const headers = inputs.child("headersConfig");
  const behavior = headers?.text("headerBehavior") ?? "none";
  const items = namesIn(headers?.child("headers"));
  const cloudFrontHeaders = new Set([...items].filter((name) => name.startsWith("cloudfront-")));
  for (const name of cloudFrontHeaders) {
    if (!knownCloudFrontHeaders.has(name)) throw notImplemented(`the header ${name} of CloudFront`);
  }
  return {
    headers:
      behavior === "allViewerAndWhitelistCloudFront" ? all : selection(inputs.what, behavior, "allViewer", items),
    cloudFrontHeaders: behavior === "allExcept" ? noHeaders : cloudFrontHeaders,
    cookies: parseSelection(inputs.child("cookiesConfig"), "cookieBehavior", "cookies"),
    queryStrings: parseSelection(inputs.child("queryStringsConfig"), "queryStringBehavior", "queryStrings"),
  };
}

/** Whether a cache policy keeps anything: only policies with all TTLs at zero are modelled. */
export function keepsNothing(inputs: Reader): boolean {
  const defaultTtl = inputs.number("defaultTtl") ?? 86_400;
  const maxTtl = inputs.number("maxTtl") ?? 31_536_000;
  return defaultTtl === 0 && maxTtl === 0 && (inputs.number("minTtl") ?? 0) === 0;
}

/** Parses `aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy`. */
export function parseResponseHeadersPolicy(inputs: Reader): ResponseHeadersPolicy {
  const custom = inputs.child("customHeadersConfig")?.children("items") ?? [];
  const removed = inputs.child("removeHeadersConfig")?.children("items") ?? [];
  return {
    set: [
      ...custom.map((item) => ({
        name: item.requiredText("header"),
        value: item.text("value") ?? "",
        override: item.flag("override") ?? false,
      })),
      ...securityHeaders(inputs.child("securityHeadersConfig")),
    ],
    remove: removed.map((item) => item.requiredText("header")),
  };
}

/** Whether a selection lets a name through. */
export function selects(chosen: Selection, name: string): boolean {
  switch (chosen.kind) {
    case "none":
      return false;
    case "all":
      return true;
    case "only":
      return chosen.names.has(name);
    case "except":
      return !chosen.names.has(name);
  }
}

function securityHeaders(security: Reader | undefined): ResponseHeadersPolicy["set"] {
  if (security === undefined) return [];
  refuseUnknown(security, [
    "contentSecurityPolicy",
    "contentTypeOptions",
    "frameOptions",
    "referrerPolicy",
    "strictTransportSecurity",
  ]);
  const transport = (one: Reader): string =>
    [
      `max-age=${one.number("accessControlMaxAgeSec") ?? 0}`,
      ...(one.flag("includeSubdomains") === true ? ["includeSubDomains"] : []),
      ...(one.flag("preload") === true ? ["preload"] : []),
    ].join("; ");
  const values: readonly (readonly [string, string, (one: Reader) => string])[] = [
    ["contentSecurityPolicy", "Content-Security-Policy", (one) => one.requiredText("contentSecurityPolicy")],
    ["contentTypeOptions", "X-Content-Type-Options", () => "nosniff"],
    ["frameOptions", "X-Frame-Options", (one) => one.requiredText("frameOption")],
    ["referrerPolicy", "Referrer-Policy", (one) => one.requiredText("referrerPolicy")],
    ["strictTransportSecurity", "Strict-Transport-Security", transport],
  ];
  return values.flatMap(([key, name, valueOf]) => {
    const one = security.child(key);
    return one === undefined ? [] : [{ name, value: valueOf(one), override: one.flag("override") ?? false }];
  });
}

function parseSelection(config: Reader | undefined, behaviorKey: string, namesKey: string): Selection {
  if (config === undefined) return none;
  // Cookies and query strings keep their case, unlike headers.
  const names = new Set(config.child(namesKey)?.texts("items") ?? []);
  return selection(config.what, config.text(behaviorKey) ?? "none", "all", names);
}

function selection(what: string, behavior: string, everything: string, names: ReadonlySet<string>): Selection {
  switch (behavior) {
    case "none":
      return none;
    case everything:
      return all;
    case "whitelist":
      return { kind: "only", names };
    case "allExcept":
      return { kind: "except", names };
    default:
      throw notImplemented(`${what} with the behaviour ${behavior}`);
  }
}

function namesIn(list: Reader | undefined): ReadonlySet<string> {
  return new Set(list?.texts("items").map((name) => name.toLowerCase()) ?? []);
}
