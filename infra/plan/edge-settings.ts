/** The header by which a cell knows the edge; lower case, as AWS WAF names headers. */
export const originSecretHeader = "x-origin-secret";

/** What CloudFront tells the router about where the client is. */
export const timeZoneHeader = "CloudFront-Viewer-Time-Zone";
