import type { Grant } from "./policies.ts";
import type { Size } from "./registry.ts";

/** The one stage of a cell's REST API. */
export const apiStageName = "live";

/** What a cell's API lets through; above it API Gateway answers 429. */
export function throttle(size: Size): { readonly ratePerSecond: number; readonly burst: number } {
  return size === "small" ? { ratePerSecond: 500, burst: 1000 } : { ratePerSecond: 2000, burst: 4000 };
}

/** One line of JSON per request: no bodies, no tokens, no query strings. */
export const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTimeEpoch",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  integrationMs: "$context.integration.latency",
  integrationError: "$context.integration.error",
  firewall: "$context.waf.status",
});

/** What API Gateway may do for every API of the account and region: it takes no narrower leave. */
export const apiLogGrants: readonly Grant[] = [
  {
    sid: "WriteLogs",
    actions: [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogGroups",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
      "logs:GetLogEvents",
      "logs:FilterLogEvents",
    ],
    resources: ["*"],
  },
];
