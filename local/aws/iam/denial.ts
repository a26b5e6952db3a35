import type { AuthorizationRequest, Caller } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Decision, DecidingPolicy } from "./decision.ts";

/** Services that answer a denial under another name or status than `AccessDeniedException`, 400. */
const WORDING: Readonly<Record<string, { readonly code?: string; readonly status?: number }>> = {
  "cloudfront-keyvaluestore": { status: 403 },
  iam: { code: "AccessDenied", status: 403 },
  lambda: { status: 403 },
  s3: { code: "AccessDenied", status: 403 },
  route53: { code: "AccessDenied", status: 403 },
  scheduler: { status: 403 },
  sts: { code: "AccessDenied", status: 403 },
};

/** The refusal of a request as AWS words it. Source: IAM User Guide, "Troubleshoot access denied error messages". */
export function accessDenied(
  caller: Caller,
  { action, resource, via }: AuthorizationRequest,
  decision: Extract<Decision, { readonly allowed: false }>,
): AwsError {
  const service = action.slice(0, action.indexOf(":"));
  // SQS names its actions in small letters.
  const named = service === "sqs" ? action.toLowerCase() : action;
  const who = caller.kind === "service" ? caller.principal : caller.arn;
  const message =
    `User: ${who} is not authorized to perform: ${named} on resource: ${resource} ` + reasonOf(named, decision);
  // What S3, SQS and Kinesis may not do with a key in the caller's name has an error of theirs.
  if (via?.startsWith("s3.") === true) return new AwsError("AccessDenied", message, 403);
  if (via?.startsWith("sqs.") === true) return new AwsError("KmsAccessDenied", message);
  if (via?.startsWith("kinesis.") === true) return new AwsError("KMSAccessDeniedException", message);
  const { code = "AccessDeniedException", status = 400 } = WORDING[service] ?? {};
  return new AwsError(code, message, status);
}

function reasonOf(action: string, decision: { readonly by: DecidingPolicy; readonly explicit: boolean }): string {
  const { by, explicit } = decision;
  if (!explicit) return `because no ${by} allows the ${action} action`;
  const article = by === "role trust policy" ? "the" : by === "identity-based policy" ? "an" : "a";
  return `with an explicit deny in ${article} ${by}`;
}
