/** The header by which a cell knows the edge; lower case, as AWS WAF names headers. */
export const originSecretHeader = "x-origin-secret";

/** What CloudFront tells the router about where the client is. */
export const timeZoneHeader = "CloudFront-Viewer-Time-Zone";

/** What the edge writes down of a request: neither cookies nor query strings, which may hold what nobody is to read. */
export const requestLogFields: readonly string[] = [
  "date",
  "time",
  "x-edge-location",
  "x-edge-request-id",
  "x-edge-result-type",
  "c-ip",
  "cs-method",
  "x-host-header",
  "cs-uri-stem",
  "cs-protocol",
  "cs-bytes",
  "sc-status",
  "sc-bytes",
  "time-taken",
];
