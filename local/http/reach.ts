import type { RequestHead } from "./direct.ts";
import { originIn } from "./origins.ts";

/** What tells in which region a name of the local cloud's own stands. */
export interface Places {
  /** The region of an API's host name. */
  originRegion(hostname: string): string | undefined;
  /** The region of a user pool, by its domain's prefix. */
  poolRegion(domain: string): string | undefined;
}

/** Services that stand in no region, whatever their signatures say. */
export const regionless: ReadonlySet<string> = new Set(["cloudfront", "cloudfront-keyvaluestore", "iam", "route53"]);

/** Which region a request over HTTP leads into; undefined for what stands in none. */
export function regionOf({ url, headers }: RequestHead, places: Places): string | undefined {
  const origin = originIn(url);
  if (origin !== undefined) return places.originRegion(origin);
  const [, date, region, service] =
    /Credential=[^/,]+\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request/.exec(headers.get("authorization") ?? "") ?? [];
  if (date !== undefined) return regionless.has(service ?? "") ? undefined : region;
  const [, domain] = /^\/_aws\/cognito\/([^/]+)\//.exec(url) ?? [];
  if (domain !== undefined) return places.poolRegion(domain);
  const [, ofPool] = /^\/([a-z]{2}(?:-[a-z]+)+-\d)_\w+\/\.well-known\//.exec(url) ?? [];
  return ofPool;
}
