import { BlockList, isIP } from "node:net";
import { ok, refuse, type Result } from "./result.ts";

/** Why nothing is sent to an address. */
export type UrlRefusal =
  | "url_malformed"
  | "url_too_long"
  | "not_https"
  | "credentials_in_url"
  | "fragment_in_url"
  | "port_not_443"
  | "host_is_an_address"
  | "host_not_public";

const URL_MAX = 512;

/** Names that resolve inside of somebody's own network, if anywhere (RFC 6761, 6762, 8375, and cloud providers). */
const INNER_NAMES = ["localhost", "local", "internal", "home.arpa", "test", "invalid", "onion", "arpa"];

/** Parses where a tenant wants its events sent. What its name resolves to is judged when a connection is made. */
export function parseEndpointUrl(text: string): Result<string, UrlRefusal> {
  if (text.length > URL_MAX) return refuse("url_too_long");
  // Written in any other way the parser of URLs would mend it: what is kept is what was meant.
  if (!/^[a-z]+:\/\/[\x21-\x7e]+$/i.test(text) || text.includes("\\") || !URL.canParse(text)) {
    return refuse("url_malformed");
  }
  const url = new URL(text);
  if (url.protocol !== "https:") return refuse("not_https");
  if (url.username !== "" || url.password !== "") return refuse("credentials_in_url");
  if (text.includes("#")) return refuse("fragment_in_url");
  if (url.port !== "") return refuse("port_not_443");
  const host = url.hostname.replace(/\.$/, "");
  // The parser has brought every notation of an IPv4 address, octal or whole, to its usual one.
  if (isIP(host.replace(/^\[|\]$/g, "")) !== 0) return refuse("host_is_an_address");
  const isInner = INNER_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
  return isInner || !host.includes(".") ? refuse("host_not_public") : ok(url.href);
}

/** Networks of IPv4 that are nobody's on the internet (IANA's registry of special-purpose addresses, and multicast). */
const INNER_V4: readonly (readonly [network: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/**
 * Of IPv6 only 2000::/3 is routed at all: outside of it lie loopback, link-local, unique local, mapped and translated
 * addresses. Within it these lead elsewhere: protocols and Teredo, documentation, 6to4, documentation again.
 */
const INNER_V6: readonly (readonly [network: string, prefix: number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const innerV4 = listOf(INNER_V4, "ipv4");
const innerV6 = listOf(INNER_V6, "ipv6");
const routedV6 = listOf([["2000::", 3]], "ipv6");

/** Whether an IP address is one on the internet: only to such is anything sent for a tenant. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !innerV4.check(address, "ipv4");
    case 6:
      return !address.includes("%") && routedV6.check(address, "ipv6") && !innerV6.check(address, "ipv6");
    default:
      return false;
  }
}

function listOf(networks: readonly (readonly [string, number])[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
}
