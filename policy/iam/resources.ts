import type { Statement } from "./document.ts";

/**
 * Whether this resource of a statement is everything: `*`, or an ARN of patterns only, "arn:aws:sqs:*:*:*". Logs are
 * left out, since Lambda's own templates write "arn:aws:logs:*:*:*", and all that is given by it is to write.
 */
export function isEverything(resource: string): boolean {
  if (/^\*+$/.test(resource)) return true;
  const [scheme, , service, region = "", account = "", ...rest] = resource.split(":");
  if (scheme !== "arn" || service === "logs") return false;
  return /^\**$/.test(region) && /^\**$/.test(account) && /^[*:/]+$/.test(rest.join(":"));
}

/** Whether this resource is all of a kind, such as "arn:aws:iam::111122223333:role/*", or everything. */
export function isAllOfKind(resource: string): boolean {
  if (/^\*+$/.test(resource)) return true;
  const [scheme, , service = "", , , ...rest] = resource.split(":");
  if (scheme !== "arn") return false;
  const named = rest.join(":");
  // Buckets and APIs come first in their ARNs, with no kind before them.
  if (service === "s3" || service === "execute-api") return /^\*+([:/]|$)/.test(named);
  return /^([a-zA-Z-]+[:/])?\*+([:/].*)?$/.test(named);
}

const POSITIVE = /^(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|bool|numericlessthan(equals)?)$/;

/**
 * Whether a condition says on which resources, although `Resource` does not: by tag, or by a key of the service
 * itself, such as `kms:ResourceAliases` or `ec2:Vpc`. Conditions on who calls, from where and when say nothing of
 * that.
 */
export function isNarrowedByResource({ conditions }: Statement): boolean {
  return conditions.some(({ key, operator, ifExists, set, values }) => {
    if (ifExists || set === "all" || !POSITIVE.test(operator)) return false;
    if (values.length === 0 || values.some((value) => /^\*+$/.test(value))) return false;
    if (key.startsWith("aws:")) return /^aws:(resourcetag|requesttag)\/|^aws:calledvia/.test(key);
    return !key.startsWith("s3:") || /^s3:(prefix|existingobjecttag\/.*|dataaccesspointarn)$/.test(key);
  });
}
