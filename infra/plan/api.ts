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

/**
 * What API Gateway answers by itself to a body above 10 MB, which does not come as far as the app: a problem as the app
 * writes them, with the way by which large payment files go. Source of the variables: API Gateway Developer Guide,
 * "Variables for data models and mapping templates".
 */
export function bodyTooLargeResponse(cell: string) {
  const problem = {
    type: "urn:payment-cells:problem:body_too_large",
    title: "The request body is too large",
    status: 413,
    detail: "Nothing above 10 MB is read. Upload a payment file: POST to payment_uploads, then PUT to its upload_url.",
    instance: "$context.path",
    code: "body_too_large",
    request_id: "$context.requestId",
    cell,
    retryable: false,
    instead: "/v1/accounts/{id}/payment_uploads",
  } as const;
  return {
    responseType: "REQUEST_TOO_LARGE",
    statusCode: String(problem.status),
    responseTemplates: { "application/json": JSON.stringify(problem) },
  };
}

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
